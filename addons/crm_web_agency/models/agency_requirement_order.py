from odoo import models
from odoo.exceptions import UserError


class AgencyRequirement(models.Model):
    """Needs that go into a quotation which the client has not got yet."""

    _inherit = "agency.requirement"

    def action_add_to_order(self):
        """Add the needs to the client's draft quotation: the only one, the one chosen, or a new one."""
        self._check_may_be_ordered()
        orders = self.env["sale.order"].search(self._get_draft_orders_domain(), limit=2)
        if not orders:
            return self.action_create_order()
        if len(orders) == 1:
            return self._add_to_order(orders)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add to quotation"),
            "res_model": "agency.requirement.quotation",
            "view_mode": "form",
            "target": "new",
            "context": {"default_requirement_ids": self.ids},
        }

    def _check_may_be_ordered(self):
        self._check_one_client()
        self._check_open()
        self._check_orderable()

    def _get_draft_orders_domain(self):
        """Return the domain of quotations that the needs, of one client and company, may go into."""
        return [
            ("state", "=", "draft"),
            ("partner_id", "child_of", self.partner_id.commercial_partner_id.ids),
            ("company_id", "in", self.company_id.ids),
        ]

    def _add_to_order(self, order):
        """Add a line to the draft quotation for each need and open it.

        Raises:
            UserError: if the quotation is no draft any more.
        """
        self._check_may_be_ordered()
        if not order.filtered_domain(self._get_draft_orders_domain()):
            raise UserError(
                self.env._("%s is no draft of this client any more: choose another quotation.", order.display_name)
            )
        lines = self.env["sale.order.line"].create([need._prepare_order_line_values(order) for need in self])
        for requirement, line in zip(self, lines, strict=True):
            requirement.sale_line_id = line
        return order._get_records_action(name=self.env._("Quotation"))

    def _let_go_of_order(self):
        """The lines of these needs are being deleted: what was offered or ordered with them is so no more."""
        self.filtered(lambda need: need.state in ("proposed", "ordered", "delivered")).write(
            {"sale_line_id": False, "state": "analysed"}
        )
