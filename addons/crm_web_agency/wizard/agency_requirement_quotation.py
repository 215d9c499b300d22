from odoo import api, fields, models


class AgencyRequirementQuotation(models.TransientModel):
    """Asks into which of the client's draft quotations needs go."""

    _name = "agency.requirement.quotation"
    _description = "Add needs to a quotation"

    requirement_ids = fields.Many2many("agency.requirement", string="Needs", required=True, readonly=True)
    available_order_ids = fields.Many2many("sale.order", compute="_compute_available_order_ids")
    order_id = fields.Many2one(
        "sale.order",
        "Quotation",
        domain="[('id', 'in', available_order_ids)]",
        help="Draft quotations of the client; leave it empty to make a new one.",
    )

    @api.depends("requirement_ids")
    def _compute_available_order_ids(self):
        for wizard in self:
            needs = wizard.requirement_ids._origin
            wizard.available_order_ids = self.env["sale.order"].search(needs._get_draft_orders_domain())

    def action_add(self):
        """Add the needs to the chosen quotation, or to a new one."""
        self.ensure_one()
        if self.order_id:
            return self.requirement_ids._add_to_order(self.order_id)
        return self.requirement_ids.action_create_order()
