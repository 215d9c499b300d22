from odoo import api, fields, models
from odoo.exceptions import UserError

ESTIMATORS = "crm_web_agency.group_agency_account_manager,crm_web_agency.group_agency_project_manager"


class SaleOrder(models.Model):
    """Estimates that an order was made of, and those of its changes."""

    _inherit = "sale.order"

    estimate_id = fields.Many2one(
        "agency.estimate",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=ESTIMATORS,
        help="The version of the estimate whose works are in the order.",
    )
    change_estimate_ids = fields.One2many(
        "agency.estimate", "parent_order_id", "Estimates of changes", groups=ESTIMATORS
    )
    estimate_count = fields.Integer("Estimates", compute="_compute_estimate_count", groups=ESTIMATORS)

    @api.depends("estimate_id", "change_estimate_ids")
    def _compute_estimate_count(self):
        for order in self:
            order.estimate_count = len(order._get_estimates())

    def _get_estimates(self):
        """Return the estimates that the order was made of and those of changes to it."""
        return self.estimate_id._get_family() | self.change_estimate_ids

    def action_view_estimates(self):
        """Open the estimates of the order: the only one, or a list."""
        self.ensure_one()
        estimates = self._get_estimates()
        if len(estimates) == 1:
            return estimates._open()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_estimates")
        return {**action, "domain": [("id", "in", estimates.ids)], "context": {}}

    def action_estimate(self):
        """Estimate a quotation, or a change of a confirmed order, and open the estimate.

        Raises:
            UserError: if the order is cancelled, or a change request is changed.
        """
        self.ensure_one()
        if self.state == "cancel":
            raise UserError(self.env._("The order is cancelled: there is nothing to estimate."))
        if self.state == "sale" and self.parent_order_id:
            raise UserError(
                self.env._("This is a change request itself: estimate a change of %s.", self.parent_order_id.name)
            )
        return self.env["agency.estimate"].create(self._prepare_estimate_values())._open()

    def _prepare_estimate_values(self):
        """Return values of an estimate: of a change if the order is confirmed, else of the quotation."""
        client = self.partner_id.commercial_partner_id
        values = {"partner_id": client.id, "company_id": self.company_id.id, "lead_id": self.opportunity_id.id}
        if self.state == "sale":
            name = self.env._("Change of %s", self.name)
            return {**values, "name": name, "parent_order_id": self.id}
        return {
            **values,
            "name": self.env._("%(client)s, %(order)s", client=client.name, order=self.name),
            "order_id": self.id,
            "parent_order_id": self.parent_order_id.id,
        }


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    estimate_line_id = fields.Many2one(
        "agency.estimate.line",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=ESTIMATORS,
    )
    from_estimate = fields.Boolean(
        copy=False, readonly=True, help="The line came from an estimate: a new version of it replaces the line."
    )
