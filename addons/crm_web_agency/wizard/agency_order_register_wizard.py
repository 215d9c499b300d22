from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date


class AgencyOrderRegisterWizard(models.TransientModel):
    _name = "agency.order.register.wizard"
    _description = "Order register"

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
    order_count = fields.Integer(string="Orders", compute="_compute_order_count")

    @api.depends("date_from", "date_to", "company_id", "partner_id", "user_id", "state")
    def _compute_order_count(self):
        for wizard in self:
            wizard.order_count = self.env["sale.order"].search_count(wizard._get_domain())

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for wizard in self:
            if wizard.date_from and wizard.date_to and wizard.date_from > wizard.date_to:
                raise ValidationError(self.env._("The period ends before it begins: correct its dates."))

    def action_export(self):
        """Download the register of the orders that fit."""
        self.ensure_one()
        report = self.env.ref("crm_web_agency.xlsx_order_register")
        return report.report_action(None, data={"wizard_id": self.id})

    def _get_domain(self):
        """Return the domain of the orders; the days of the period are the user's."""
        self.ensure_one()
        states = {
            "all": ("draft", "sent", "sale"),
            "quotation": ("draft", "sent"),
            "sale": ("sale",),
            "cancel": ("cancel",),
        }
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("state", "in", states[self.state or "sale"])
        if self.date_from:
            domain &= Domain("date_order", ">=", self._to_utc(self.date_from, time.min))
        if self.date_to:
            domain &= Domain("date_order", "<=", self._to_utc(self.date_to, time.max))
        if self.partner_id:
            domain &= Domain("partner_id", "child_of", self.partner_id.commercial_partner_id.id)
        if self.user_id:
            domain &= Domain("user_id", "=", self.user_id.id)
        return domain

    def _to_utc(self, day, moment):
        """Return the UTC moment of a time of day in the user's zone, without time zone."""
        local = self.env.tz.localize(datetime.combine(day, moment))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _get_records(self):
        return self.env["sale.order"].search(self._get_domain(), order="date_order, id")

    def _get_parameters(self):
        """Return list of (label, text): what was asked for."""
        _ = self.env._
        everything = _("All")
        states = dict(self._fields["state"]._description_selection(self.env))
        first = format_date(self.env, self.date_from) if self.date_from else "…"
        last = format_date(self.env, self.date_to) if self.date_to else "…"
        return [
            (_("Period"), f"{first} – {last}"),
            (_("Company"), self.company_id.name),
            (_("Client"), self.partner_id.display_name or everything),
            (_("Account manager"), self.user_id.name or everything),
            (_("State"), states[self.state]),
        ]
