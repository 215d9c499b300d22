from odoo import fields, models

from odoo.addons.crm_web_agency.tools.readers import COSTS


class ProductTemplate(models.Model):
    """What the figures say about a service, for each company apart."""

    _inherit = "product.template"

    forecast_revenue = fields.Float(
        "Expected revenue, next 3 months",
        company_dependent=True,
        readonly=True,
        copy=False,
        groups="crm_web_agency.group_agency_director",
        digits=(16, 2),
        aggregator="sum",
        help="Orders expected in the next three whole months, net of tax.",
    )
    forecast_hours = fields.Float(
        "Expected hours, next 3 months",
        company_dependent=True,
        readonly=True,
        copy=False,
        groups=COSTS,
        digits=(16, 2),
        aggregator="sum",
        help="Hours of work expected in the next three whole months.",
    )
