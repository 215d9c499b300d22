from datetime import date, datetime, time

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
    "reconciliation": ("res.partner", "xlsx_reconciliation", "name, id"),
    "hours": ("account.analytic.line", "xlsx_hours", "date, id"),
}
ORDER_STATES = {
    "all": ("draft", "sent", "sale"),
    "quotation": ("draft", "sent"),
    "sale": ("sale",),
    "cancel": ("cancel",),
}
ACT_STATES = {
    "issued": ("sent", "signed", "invoiced", "cancelled"),
    "waiting": ("sent",),
    "accepted": ("signed", "invoiced"),
    "cancelled": ("cancelled",),
}
# The choice of states that goes with a register.
STATE_FIELDS = {"orders": "state", "acts": "act_state", "receivables": "debt_state", "hours": "hour_state"}
# A register of more rows is made in the background; the server parameter of this name sets another number.
AT_ONCE = "crm_web_agency.register_rows_at_once"
ROWS_AT_ONCE = 10_000


class AgencyOrderRegisterWizard(models.TransientModel):
    _name = "agency.order.register.wizard"
    _description = "Registers in XLSX"

    register = fields.Selection("_get_registers", required=True, default="orders")
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
        help="Documents of the whole company of this client; all clients if empty.",
    )
    user_id = fields.Many2one(
        "res.users", string="Account manager", ondelete="cascade", domain="[('share', '=', False)]"
    )
    state = fields.Selection(
        [
            ("all", "All but cancelled"),
            ("quotation", "Quotations"),
            ("sale", "Confirmed orders"),
            ("cancel", "Cancelled"),
        ],
        string="State of orders",
        required=True,
        default="sale",
    )
    act_state = fields.Selection(
        [
            ("issued", "All issued"),
            ("waiting", "Sent, not signed"),
            ("accepted", "Signed and invoiced"),
            ("cancelled", "Cancelled"),
        ],
        string="State of acts",
        required=True,
        default="issued",
    )
    debt_state = fields.Selection(
        [("all", "All that is not paid"), ("overdue", "Overdue")],
        string="Receivables of",
        required=True,
        default="all",
    )
    hour_state = fields.Selection(
        [("all", "All hours"), ("approved", "Approved"), ("waiting", "To approve")],
        string="State of hours",
        required=True,
        default="all",
    )
    row_count = fields.Integer(string="Rows", compute="_compute_row_count", help="Records that the register is of.")
    is_large = fields.Boolean(compute="_compute_row_count")

    @api.model
    def _get_registers(self):
        """Return the registers that are for the roles of the user."""
        labels = {
            "orders": self.env._("Order register"),
            "acts": self.env._("Act register"),
            "receivables": self.env._("Receivables"),
            "reconciliation": self.env._("Reconciliation by client"),
            "hours": self.env._("Hours and cost"),
        }
        return [(register, label) for register, label in labels.items() if self._is_for_user(register)]

    @api.model
    def _is_for_user(self, register):
        report = self.env.ref(f"crm_web_agency.{REGISTERS[register][1]}", raise_if_not_found=False)
        # sudo: whether a report is for the user's own groups.
        groups = report.sudo().group_ids if report else self.env["res.groups"]
        return self.env.su or not groups or bool(groups & self.env.user.all_group_ids)

    @api.depends(
        "register", "date_from", "date_to", "company_id", "partner_id", "user_id", "state", "act_state", "debt_state",
        "hour_state",
    )  # fmt: skip
    def _compute_row_count(self):
        for wizard in self:
            model = self.env[REGISTERS[wizard.register or "orders"][0]]
            readable = model.has_access("read")
            wizard.row_count = model.search_count(wizard._get_domain()) if readable else 0
            wizard.is_large = wizard.row_count > self._get_rows_at_once()

    @api.model
    def _get_rows_at_once(self):
        # sudo: one number, for everybody who makes registers.
        return int(self.env["ir.config_parameter"].sudo().get_param(AT_ONCE, ROWS_AT_ONCE))

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for wizard in self:
            if wizard.date_from and wizard.date_to and wizard.date_from > wizard.date_to:
                raise ValidationError(self.env._("The period ends before it begins: correct its dates."))

    def action_export(self):
        """Download the register of the records that fit; a large one is made in the background and told of."""
        self.ensure_one()
        if self.is_large:
            return self.env["agency.register.file"]._queue(self)._open()
        return self._get_report().report_action(None, data={"wizard_id": self.id})

    def _get_report(self):
        """Return the report that makes the chosen register."""
        self.ensure_one()
        return self.env.ref(f"crm_web_agency.{REGISTERS[self.register][1]}")

    def _get_asked(self):
        """Return what was asked for as values that JSON can hold, to make the same wizard again."""
        self.ensure_one()
        names = [name for name, field in self._fields.items() if field.store and name not in models.MAGIC_COLUMNS]
        values = self.read(names, load="")[0]
        return {name: str(values[name]) if isinstance(values[name], date) else values[name] for name in names}

    def _get_domain(self):
        """Return the domain of the records of the chosen register."""
        self.ensure_one()
        make = {
            "acts": self._get_act_domain,
            "receivables": self._get_receivable_domain,
            "reconciliation": self._get_reconciliation_domain,
            "hours": self._get_hour_domain,
        }
        return make.get(self.register, self._get_order_domain)()

    def _get_common_domain(self, client="partner_id", manager="user_id"):
        """What all registers of documents are narrowed by: company, client and manager."""
        domain = Domain("company_id", "=", self.company_id.id)
        if self.partner_id:
            domain &= Domain(client, "child_of", self.partner_id.commercial_partner_id.id)
        return domain & Domain(manager, "=", self.user_id.id) if self.user_id else domain

    def _get_order_domain(self):
        """Orders by state and by the day of the order in the user's time zone."""
        domain = self._get_common_domain() & Domain("state", "in", ORDER_STATES[self.state or "sale"])
        if self.date_from:
            domain &= Domain("date_order", ">=", self._to_utc(self.date_from, time.min))
        if self.date_to:
            domain &= Domain("date_order", "<=", self._to_utc(self.date_to, time.max))
        return domain

    def _get_act_domain(self):
        """Acts that were issued, by their date."""
        states = ACT_STATES[self.act_state or "issued"]
        return self._get_common_domain() & Domain("state", "in", states) & self._get_period_domain("date")

    def _get_receivable_domain(self):
        """Posted customer invoices and credit notes that are not settled, by their date."""
        domain = self._get_common_domain(manager="invoice_user_id") & self._get_period_domain("invoice_date")
        domain &= Domain("move_type", "in", ("out_invoice", "out_refund")) & Domain("state", "=", "posted")
        domain &= Domain("amount_residual", "!=", 0)
        overdue = Domain("invoice_date_due", "<", fields.Date.context_today(self))
        return domain & overdue if self.debt_state == "overdue" else domain

    def _get_reconciliation_domain(self):
        """Clients with posted items of receivable accounts until the last day of the period."""
        items = Domain("company_id", "=", self.company_id.id) & Domain("parent_state", "=", "posted")
        items &= Domain("account_id.account_type", "=", "asset_receivable")
        if self.date_to:
            items &= Domain("date", "<=", self.date_to)
        found = self.env["account.move.line"]._search(items & Domain("partner_id", "!=", False))
        domain = Domain("id", "in", found.subselect("partner_id"))
        if self.partner_id:
            domain &= Domain("id", "=", self.partner_id.commercial_partner_id.id)
        return domain & Domain("user_id", "=", self.user_id.id) if self.user_id else domain

    def _get_hour_domain(self):
        """Hours of projects, by their day; the manager is that of the client."""
        domain = self._get_common_domain(manager="partner_id.commercial_partner_id.user_id")
        domain &= Domain("project_id", "!=", False) & self._get_period_domain("date")
        if self.hour_state in ("approved", "waiting"):
            domain &= Domain("agency_approved", "=", self.hour_state == "approved")
        return domain

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
        return self.env[model].with_context(active_test=False).search(self._get_domain(), order=order)

    def _get_parameters(self):
        """Return list of (label, text): what was asked for."""
        everything = self.env._("All")
        first = format_date(self.env, self.date_from) if self.date_from else "…"
        last = format_date(self.env, self.date_to) if self.date_to else "…"
        return [
            (self.env._("Period"), f"{first} – {last}"),
            (self.env._("Company"), self.company_id.name),
            (self.env._("Client"), self.partner_id.display_name or everything),
            (self.env._("Account manager"), self.user_id.name or everything),
            *self._get_state_parameters(),
        ]

    def _get_state_parameters(self):
        name = STATE_FIELDS.get(self.register)
        if not name:
            return []
        return [(self.env._("State"), dict(self._fields[name]._description_selection(self.env))[self[name]])]
