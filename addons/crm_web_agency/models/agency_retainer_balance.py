from odoo import api, fields, models


class AgencyRetainer(models.Model):
    """The balance of the current period, for lists, cards and the client."""

    _inherit = "agency.retainer"

    hours_available = fields.Float("Available", related="period_id.available", help="In the current period.")
    hours_used = fields.Float("Used", related="period_id.used", help="In the current period.")
    hours_left = fields.Float("Left", related="period_id.left", help="In the current period.")
    hours_overage = fields.Float("Beyond", related="period_id.overage", help="Hours beyond those of the bank.")
    used_share = fields.Float("Used, %", related="period_id.used_share")
    period_end = fields.Date("Period until", related="period_id.date_to", store=True, index="btree_not_null")
    alert_level = fields.Integer("Alert, %", related="period_id.alert_level", store=True, aggregator=None)
    is_period_over = fields.Boolean("Period is over", compute="_compute_is_period_over")
    period_count = fields.Integer(compute="_compute_period_count")
    overage_invoice_count = fields.Integer("Invoices of extra hours", compute="_compute_overage_invoice_count")

    @api.depends("state", "period_id.date_to")
    def _compute_is_period_over(self):
        today = fields.Date.context_today(self)
        for retainer in self:
            end = retainer.period_id.date_to
            retainer.is_period_over = bool(retainer.state == "running" and end and end < today)

    @api.depends("period_ids")
    def _compute_period_count(self):
        for retainer in self:
            retainer.period_count = len(retainer.period_ids)

    @api.depends("period_ids.invoice_id")
    def _compute_overage_invoice_count(self):
        for retainer in self:
            # sudo: a number only; invoices themselves are opened by those who may read them.
            retainer.overage_invoice_count = len(retainer.sudo().period_ids.invoice_id)

    def _is_tax_included(self):
        """Tell whether the prices are those of an order with tax in them."""
        self.ensure_one()
        return any(self.sale_line_id.tax_ids.mapped("price_include"))

    def action_view_contract(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "contract.contract",
            "res_id": self.contract_id.id,
            "views": [(self.env.ref("contract.contract_contract_customer_form_view").id, "form")],
        }

    def action_view_overage_invoices(self):
        """Show the invoices of hours beyond the bank."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_move_out_invoice_type")
        return {**action, "domain": [("id", "in", self.period_ids.invoice_id.ids)], "context": {"create": False}}

    def action_view_portal(self):
        """Show the page that the client sees."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "target": "self", "url": self.get_portal_url()}
