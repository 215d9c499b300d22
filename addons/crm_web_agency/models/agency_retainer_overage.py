from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_round, format_date


class AgencyRetainerPeriod(models.Model):
    """Hours beyond the bank are invoiced when their period is closed.

    They get a draft invoice of their own: the contract's next one may be months away or never come, while this
    one is of the day, is checked by the accountant, and is the same with and without a contract.
    """

    _inherit = "agency.retainer.period"

    def action_invoice_overage(self):
        """Draft the invoice of extra hours again, after the first one was cancelled, and show it."""
        self.ensure_one()
        self.retainer_id._check_may_manage()
        self.retainer_id._lock_retainers()
        period = self.sudo()
        if period.state != "closed":
            raise UserError(self.env._("The period is open: its extra hours are invoiced when it is closed."))
        if not period._invoice_overage():
            raise UserError(self.env._("There is nothing to invoice: no extra hours, or they have their invoice."))
        return self.action_view_invoice()

    def action_view_invoice(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.invoice_id.id,
            "views": [(False, "form")],
        }

    def _invoice_overage(self):
        """Return new draft invoices of closed periods whose extra hours cost something and have none."""
        moves = self.env["account.move"]
        for period in self:
            invoiced = period.invoice_id and period.invoice_id.state != "cancel"
            if invoiced or period.state != "closed" or period.currency_id.is_zero(period.overage_amount):
                continue
            period.invoice_id = moves.with_company(period.company_id).create(period._prepare_overage_invoice())
            moves |= period.invoice_id
        return moves

    def _prepare_overage_invoice(self):
        self.ensure_one()
        retainer = self.retainer_id
        order = retainer.order_id
        values = {
            "move_type": "out_invoice",
            "company_id": retainer.company_id.id,
            "partner_id": (order.partner_invoice_id or retainer.partner_id).id,
            "currency_id": retainer.currency_id.id,
            "invoice_user_id": retainer.user_id.id,
            "invoice_origin": order.name or retainer.name,
            "invoice_line_ids": [Command.create(self._prepare_overage_line())],
        }
        if order.payment_term_id:
            values["invoice_payment_term_id"] = order.payment_term_id.id
        if order.fiscal_position_id:
            values["fiscal_position_id"] = order.fiscal_position_id.id
        return values

    def _prepare_overage_line(self):
        retainer = self.retainer_id.with_context(lang=self.partner_id.lang or self.env.lang)
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        values = {
            "product_id": retainer.service_id.id,
            "name": self._get_period_text(retainer.env._("hours beyond the retainer")),
            "quantity": float_round(self.overage, precision_digits=digits),
            "product_uom_id": self.env.ref("uom.product_uom_hour").id,
            "price_unit": self.overage_price,
        }
        if retainer.sale_line_id:
            values["tax_ids"] = [Command.set(retainer.sale_line_id.tax_ids.ids)]
        return values

    def _get_period_text(self, words=""):
        """Return e.g. "Care plan, 01.10.2026 – 31.10.2026: words", in the client's language."""
        self.ensure_one()
        env = self.with_context(lang=self.partner_id.lang or self.env.lang).env
        text = env._(
            "%(service)s, %(first)s – %(last)s",
            service=self.retainer_id.service_id.with_env(env).name,
            first=format_date(env, self.date_from),
            last=format_date(env, self.date_to),
        )
        return f"{text}: {words}" if words else text
