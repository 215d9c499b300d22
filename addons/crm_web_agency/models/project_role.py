from odoo import fields, models


class ProjectRole(models.Model):
    """Who usually takes a role: tasks of a template that an order makes go to them at once."""

    _inherit = "project.role"

    agency_user_id = fields.Many2one(
        "res.users",
        "Usually taken by",
        company_dependent=True,
        domain="[('share', '=', False)]",
        help="Tasks of this role go to this person when an order makes its project from a template.",
    )
