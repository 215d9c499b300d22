from odoo import api, fields, models

from ..tools.readers import PRICES, RATES


class HrJob(models.Model):
    """Rates of a job position: what an hour costs the agency and what it is sold for."""

    _inherit = "hr.job"

    agency_currency_id = fields.Many2one("res.currency", "Currency of rates", compute="_compute_agency_currency_id")
    hourly_cost = fields.Monetary("Hourly cost", currency_field="agency_currency_id", groups=RATES)
    hourly_price = fields.Monetary("Hourly price", currency_field="agency_currency_id", groups=PRICES)

    _rates_not_negative = models.Constraint(
        "CHECK (hourly_cost >= 0 AND hourly_price >= 0)", "Rates of a job position must not be negative."
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_agency_currency_id(self):
        for job in self:
            job.agency_currency_id = (job.company_id or self.env.company).currency_id
