from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_compare

from .sale_order_template import SHARE_DIGITS


class SaleOrder(models.Model):
    """The offer: taken from a template of its kind, and paid by a plan."""

    _inherit = "sale.order"

    instalment_ids = fields.One2many("agency.order.instalment", "order_id", "Payment plan", copy=False)
    # sudo: whoever sells by Odoo's own rights alone, without a role of the agency, confirms and invoices orders too.
    instalment_percent = fields.Float(
        "Shares together, %", compute="_compute_instalment_percent", compute_sudo=True, digits=(5, 2)
    )

    @api.depends("instalment_ids.percent")
    def _compute_instalment_percent(self):
        for order in self:
            order.instalment_percent = sum(order.instalment_ids.mapped("percent"))

    @api.onchange("sale_order_template_id")
    def _onchange_sale_order_template_id(self):
        """Take over the kind and the payment plan of the template with its lines."""
        result = super()._onchange_sale_order_template_id()
        template = self.sale_order_template_id.with_context(lang=self.partner_id.lang)
        if template.agency_kind and not self.parent_order_id:
            self.agency_kind = template.agency_kind
        if template:
            rows = [Command.create(row._prepare_order_instalment()) for row in template.agency_instalment_ids]
            self.instalment_ids = [Command.clear(), *rows]
        return result

    def copy_data(self, default=None):
        """A copy of an order has its payment plan; the days of events are those of the copy."""
        vals_list = super().copy_data(default)
        for order, vals in zip(self, vals_list, strict=True):
            if "instalment_ids" not in vals:
                vals["instalment_ids"] = [Command.create(row._prepare_copy()) for row in order._get_plan()]
        return vals_list

    def _get_plan(self):
        """Return the rows of the payment plans, for what the order itself does with them."""
        # sudo: see `instalment_percent`.
        return self.sudo().instalment_ids

    def _check_payment_plan(self):
        """Refuse to offer a plan that does not pay the order.

        Raises:
            UserError: if the shares do not make 100 %.
        """
        for order in self._get_plan().order_id:
            if float_compare(order.instalment_percent, 100, precision_digits=SHARE_DIGITS):
                raise UserError(
                    self.env._(
                        "The shares of the payment plan of %(order)s make %(total)g %%. "
                        "Change them on the page “Payment plan” to make 100 %%.",
                        order=order.name,
                        total=order.instalment_percent,
                    )
                )

    def _action_confirm(self):
        result = super()._action_confirm()
        # sudo: a client who signs in the portal starts the plan too.
        self.sudo()._start_payment_plan()
        return result

    def _start_payment_plan(self):
        """Link rows to the milestones made by the confirmation, and ask for what is due at once."""
        rows = self._get_plan()
        if not rows:
            return
        rows._link_milestones()
        first = rows.filtered(lambda row: row.due_event == "confirmation" and not row._is_invoiced())
        first.due_date = fields.Date.context_today(self)
        # What was paid online has an invoice of Odoo's own.
        first.filtered(lambda row: not row.order_id.amount_paid)._create_invoices()

    def _get_downpayment_lines_to_deduct(self):
        """Return the order's down payments, the earliest first, that invoices have asked for."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: line.is_downpayment and not line.display_type)
        return lines.filtered("invoice_lines").sorted("id")
