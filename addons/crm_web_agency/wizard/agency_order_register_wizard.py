from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

# register -> (model, report, order of the rows)
REGISTERS = {
    "orders": ("sale.order", "xlsx_order_register", "date_order, id"),
    "acts": ("agency.acceptance.act", "xlsx_act_register", "date, id"),
    "receivables": ("account.move", "xlsx_receivables", "invoice_date_due, id"),
}
ORDER_STATES = {
    "all": ("draft", "sent", "sale"),
    "quotation": ("draft", "sent"),
    "sale": ("sale",),
    "cancel": ("cancel",),
}


class AgencyOrderRegisterWizard(models.TransientModel):
    _name = "agency.order.register.wizard"
    _description = "Registers in XLSX"

    register = fields.Selection(
        [("orders", "Order register"), ("acts", "Act register"), ("receivables", "Receivables")],
        required=True,
        default="orders",
    )
    date_from = fields.Date(
        string="From",
        default=lambda self: fields.Date.start_of(fields.Date.context_today(self), "year"),
    )
    date_to = fields.Date(string="To", default=fields.Date.context_today)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        ondelete="cascade",
        help="Orders of the whole company of this client; all clients if empty.",
    )
    user_id = fields.Many2one("res.users", string="Account manager", ondelete="cascade")
    state = fields.Selection(
        [
            ("all", "All but cancelled"),
            ("quotation", "Quotations"),
            ("sale", "Confirmed orders"),
            ("cancel", "Cancelled"),
        ],
        required=True,
        default="sale",
    )
    row_count = fields.Integer(string="Rows", compute="_compute_row_count")

    @api.depends("register", "date_from", "date_to", "company_id", "partner_id", "user_id", "state")
    def _compute_row_count(self):
        for wizard in self:
            model = self.env[REGISTERS[wizard.register or "orders"][0]]
            readable = model.has_access("read")
            wizard.row_count = model.search_count(wizard._get_domain()) if readable else 0

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for wizard in self:
            if wizard.date_from and wizard.date_to and wizard.date_from > wizard.date_to:
                raise ValidationError(self.env._("The period ends before it begins: correct its dates."))

    def action_export(self):
        """Download the register of the records that fit."""
        self.ensure_one()
        report = self.env.ref(f"crm_web_agency.{REGISTERS[self.register][1]}")
        return report.report_action(None, data={"wizard_id": self.id})

    def _get_domain(self):
        """Return the domain of the records of the chosen register."""
        self.ensure_one()
        domain = Domain("company_id", "=", self.company_id.id)
        if self.partner_id:
            domain &= Domain("partner_id", "child_of", self.partner_id.commercial_partner_id.id)
        if self.register == "acts":
            return domain & self._get_act_domain()
        if self.register == "receivables":
            return domain & self._get_receivable_domain()
        return domain & self._get_order_domain()

    def _get_order_domain(self):
        """Orders by state and by the day of the order in the user's time zone."""
        domain = Domain("state", "in", ORDER_STATES[self.state or "sale"])
        if self.date_from:
            domain &= Domain("date_order", ">=", self._to_utc(self.date_from, time.min))
        if self.date_to:
            domain &= Domain("date_order", "<=", self._to_utc(self.date_to, time.max))
        return domain & Domain("user_id", "=", self.user_id.id) if self.user_id else domain

    def _get_act_domain(self):
        """Acts that were issued, by their date."""
        domain = Domain("state", "!=", "draft") & self._get_period_domain("date")
        return domain & Domain("user_id", "=", self.user_id.id) if self.user_id else domain

    def _get_receivable_domain(self):
        """Posted customer invoices and credit notes that are not settled, by their date."""
        domain = Domain("move_type", "in", ("out_invoice", "out_refund")) & Domain("state", "=", "posted")
        domain &= Domain("amount_residual", "!=", 0) & self._get_period_domain("invoice_date")
        return domain & Domain("invoice_user_id", "=", self.user_id.id) if self.user_id else domain

    def _get_period_domain(self, field):
        domain = Domain.TRUE
        if self.date_from:
            domain &= Domain(field, ">=", self.date_from)
        if self.date_to:
            domain &= Domain(field, "<=", self.date_to)
        return domain

    def _to_utc(self, day, moment):
        """Return the UTC moment of a time of day in the user's zone, without time zone."""
        local = self.env.tz.localize(datetime.combine(day, moment))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _get_records(self):
        """Return the records of the register, in order of their dates."""
        model, _report, order = REGISTERS[self.register]
        return self.env[model].search(self._get_domain(), order=order)

    def _get_parameters(self):
        """Return list of (label, text): what was asked for."""
        everything = self.env._("All")
        states = dict(self._fields["state"]._description_selection(self.env))
        first = format_date(self.env, self.date_from) if self.date_from else "…"
        last = format_date(self.env, self.date_to) if self.date_to else "…"
        return [
            (self.env._("Period"), f"{first} – {last}"),
            (self.env._("Company"), self.company_id.name),
            (self.env._("Client"), self.partner_id.display_name or everything),
            (self.env._("Account manager"), self.user_id.name or everything),
            *([(self.env._("State"), states[self.state])] if self.register == "orders" else []),
        ]
