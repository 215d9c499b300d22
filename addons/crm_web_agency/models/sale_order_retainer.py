from odoo import api, fields, models
from odoo.exceptions import UserError

from .agency_retainer import READERS


class SaleOrder(models.Model):
    """Orders by which retainers are sold: the confirmation drafts them."""

    _inherit = "sale.order"

    retainer_ids = fields.One2many("agency.retainer", "order_id", "Retainers", groups=READERS)
    retainer_count = fields.Integer(compute="_compute_retainer_count", groups=READERS)

    @api.depends("retainer_ids")
    def _compute_retainer_count(self):
        for order in self:
            order.retainer_count = len(order.retainer_ids)

    def _action_confirm(self):
        result = super()._action_confirm()
        # sudo: a client who signs in the portal gets the retainer too.
        self.sudo()._make_retainers()
        return result

    def _make_retainers(self):
        """Draft a retainer for each line of one that has none yet."""
        kinds = self.filtered(lambda order: order.agency_kind in ("retainer", "support"))
        lines = kinds.order_line.filtered(
            lambda line: (
                line.product_id.pricing_model == "retainer"
                and line.product_uom_qty > 0
                and not line.is_downpayment
                and not line.retainer_ids
            )
        )
        retainers = self.env["agency.retainer"]
        for company, sold in lines.grouped("company_id").items():
            retainers.with_company(company).create([line._prepare_retainer() for line in sold])

    def _action_cancel(self):
        """A cancelled order takes its draft retainers with it; running ones are ended first."""
        # sudo: drafts go the way of their order, whoever may cancel it.
        self.sudo().retainer_ids.filtered(lambda one: one.state == "draft").unlink()
        self._check_no_retainer_runs()
        return super()._action_cancel()

    def _check_no_retainer_runs(self):
        # sudo: running retainers forbid it, whoever may read them.
        running = self.sudo().retainer_ids.filtered(lambda one: one.state == "running")
        if running:
            raise UserError(
                self.env._("“%s” runs by this order: end the retainer before you cancel the order.", running[0].name)
            )

    def action_view_retainers(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_retainers")
        action.update(domain=[("order_id", "=", self.id)], context={"create": False})
        if len(self.retainer_ids) == 1:
            action.update(view_mode="form", views=[(False, "form")], res_id=self.retainer_ids.id)
        return action
