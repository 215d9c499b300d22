from odoo import fields, models


class AgencyServiceMilestone(models.Model):
    """A step of a fixed-price service, with its share of the price (percent, 0-100)."""

    _name = "agency.service.milestone"
    _description = "Milestone of a service"
    _order = "product_tmpl_id, sequence, id"

    product_tmpl_id = fields.Many2one("product.template", "Service", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char("Milestone", required=True, translate=True)
    percentage = fields.Float("Share of the price, %", required=True)

    _percentage_range = models.Constraint(
        "CHECK (percentage > 0 AND percentage <= 100)",
        "The share of a milestone must be more than 0 and not more than 100 %.",
    )
