from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

INVOICERS = (
    "crm_web_agency.group_agency_account_manager,crm_web_agency.group_agency_accountant,"
    "crm_web_agency.group_agency_director,account.group_account_invoice"
)


class AgencyOrderInstalment(models.Model):
    """Invoices of advances: Odoo's own down payments, one a row, whoever and however many ask for it."""

    _inherit = "agency.order.instalment"

    def action_create_invoice(self):
        """Draft the invoice of the advance by hand, and show it.

        Raises:
            AccessError: if the person does not invoice.
            UserError: if there is nothing to ask for, or somebody has done it already.
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_groups(INVOICERS):
            raise AccessError(
                self.env._("Account managers and accountants draft invoices of advances: ask one of them.")
            )
        self._check_may_invoice()
        self._create_invoices()
        return self.action_view_invoice()

    def action_view_invoice(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.invoice_id.id,
            "views": [(False, "form")],
        }

    def _check_may_invoice(self):
        for row in self:
            if row.order_id.state != "sale":
                raise UserError(
                    self.env._("Confirm the order %s first: only then a payment is due.", row.order_id.name)
                )
            if row.due_event == "act":
                raise UserError(self.env._("“%s” is billed by the invoices of acceptance acts.", row.name))
            if row.order_id.currency_id.compare_amounts(row.amount, 0) <= 0:
                raise UserError(self.env._("“%s” comes to nothing: there is no invoice to make.", row.name))
            if row._is_invoiced():
                raise UserError(self.env._("“%s” has its invoice already: open it from the payment plan.", row.name))

    def _create_invoices(self):
        """Draft the invoices of rows that have none, and return all of theirs.

        Raises:
            UserError: if somebody else is doing it at this moment.
        """
        # The system itself: the event may be a client's signature or a milestone of the project manager, who
        # may not write to the order; the content of the invoice comes from the order only.
        rows = self.with_user(SUPERUSER_ID)
        if len(rows.try_lock_for_update()) < len(rows):
            raise UserError(self.env._("Someone else is working with this payment plan: try again."))
        rows.invalidate_recordset(["invoice_id"])
        for row in rows.sorted(lambda row: (row.order_id.id, row.sequence, row.id)):
            if not row._is_invoiced() and row.order_id.currency_id.compare_amounts(row.amount, 0) > 0:
                row.invoice_id = row._create_advance_invoice()
        return rows.invoice_id.with_env(self.env)

    def _create_advance_invoice(self):
        """Return a new down payment of exactly the amount of the row."""
        self.ensure_one()
        row = self.with_company(self.company_id)
        if not row.due_date:
            row.due_date = fields.Date.context_today(row)
        wizard = row.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": row.order_id.ids,
                "advance_payment_method": "fixed",
                "fixed_amount": row.amount,
            }
        )
        invoice = wizard._create_invoices(row.order_id)
        invoice.invoice_line_ids.filtered("is_downpayment").name = row.name
        return invoice

    @api.model
    def _cron_invoice_due(self, batch=100):
        """Draft invoices of payments whose day has come, one commit each."""
        today = fields.Date.context_today(self)
        domain = [
            ("due_event", "=", "date"),
            ("state", "=", "planned"),
            ("due_date", "<=", today),
            ("amount", ">", 0),
            ("order_id.state", "=", "sale"),
        ]
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(domain))
        for row in self.search(domain, limit=batch):
            if row.try_lock_for_update():
                row._create_invoices()
            if not self.env["ir.cron"]._commit_progress(1):
                break
