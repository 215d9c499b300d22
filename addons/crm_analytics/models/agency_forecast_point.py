from odoo import fields, models


class AgencyForecastPoint(models.Model):
    """One month of a forecast: what was, or what is expected."""

    _name = "agency.forecast.point"
    _description = "Forecast Month"
    _order = "month, id"
    _rec_name = "month"

    forecast_id = fields.Many2one("agency.forecast", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="forecast_id.company_id", store=True, precompute=True)
    scope = fields.Selection(related="forecast_id.scope")
    month = fields.Date(required=True, readonly=True, help="First day of the month.")
    actual = fields.Float(readonly=True, digits=(16, 2))
    figure = fields.Float("Actual or expected", readonly=True, digits=(16, 2))
    expected = fields.Float(readonly=True, digits=(16, 2))
    lower = fields.Float("Lower bound (80 %)", readonly=True, digits=(16, 2))
    upper = fields.Float("Upper bound (80 %)", readonly=True, digits=(16, 2))
    lower50 = fields.Float("Lower bound (50 %)", readonly=True, digits=(16, 2))
    upper50 = fields.Float("Upper bound (50 %)", readonly=True, digits=(16, 2))
    is_forecast = fields.Boolean(readonly=True)

    _month_uniq = models.UniqueIndex("(forecast_id, month)")
