from odoo import fields, models

from odoo.addons.crm_web_agency.tools.readers import SALES_FIGURES


class ResPartner(models.Model):
    """What the figures say about a client, for each company apart.

    The refresh writes these fields: a client of two companies has two forecasts.
    """

    _inherit = "res.partner"

    agency_currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_agency_currency_id",
        help="Currency of the current company, in which the figures below are.",
        export_string_translation=False,
    )
    forecast_revenue = fields.Float(
        "Expected revenue, next 3 months",
        company_dependent=True,
        readonly=True,
        copy=False,
        groups=SALES_FIGURES,
        digits=(16, 2),
        aggregator="sum",
        help="Orders expected in the next three whole months, net of tax.",
    )
    forecast_revenue_lower = fields.Float(
        "Expected revenue, lower bound",
        company_dependent=True,
        readonly=True,
        copy=False,
        groups=SALES_FIGURES,
        digits=(16, 2),
        aggregator=None,
        help="Lower end of the 80 % interval.",
    )
    forecast_revenue_upper = fields.Float(
        "Expected revenue, upper bound",
        company_dependent=True,
        readonly=True,
        copy=False,
        groups=SALES_FIGURES,
        digits=(16, 2),
        aggregator=None,
        help="Upper end of the 80 % interval.",
    )
    alive_probability = fields.Float(
        "Probability of being a client still",
        company_dependent=True,
        readonly=True,
        copy=False,
        groups=SALES_FIGURES,
        digits=(16, 4),
        aggregator="avg",
        help="BG/NBD model of the rhythm of all clients' orders.",
    )
    lifetime_value = fields.Float(
        "Lifetime value",
        company_dependent=True,
        readonly=True,
        copy=False,
        groups=SALES_FIGURES,
        digits=(16, 2),
        aggregator="sum",
        help="Revenue so far, and what the orders expected in the next year bring at the client's average order.",
    )
    rfm_score = fields.Char(
        "RFM score",
        company_dependent=True,
        readonly=True,
        copy=False,
        groups=SALES_FIGURES,
        help="Fifths of recency, frequency and money among all clients: 555 is the best, 111 the weakest.",
    )
    next_order_date = fields.Date(
        "Next order expected",
        company_dependent=True,
        readonly=True,
        copy=False,
        groups=SALES_FIGURES,
        help="Last order and the client's usual (median) gap between orders.",
    )

    def _compute_agency_currency_id(self):
        self.agency_currency_id = self.env.company.currency_id

    def action_open_forecast(self):
        """Open the client's latest revenue forecast."""
        self.ensure_one()
        forecast = self._get_latest_forecast()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Forecast"),
            "res_model": "agency.forecast",
            "res_id": forecast.id,
            "views": [(False, "form")],
        }

    def action_open_confirmed_orders(self):
        """Open the orders from which the client's figures are made."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Confirmed orders"),
            "res_model": "sale.order",
            "views": [(False, "list"), (False, "form")],
            "domain": [
                ("state", "=", "sale"),
                ("company_id", "=", self.env.company.id),
                ("partner_id", "child_of", self.commercial_partner_id.id),
            ],
        }

    def _get_latest_forecast(self):
        self.ensure_one()
        return self.env["agency.forecast"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("scope", "=", "client"),
                ("res_id", "=", self.commercial_partner_id.id),
                ("measure", "=", "revenue"),
                ("is_latest", "=", True),
            ],
            limit=1,
        )
