from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

# Whoever reads invoices of clients; the client itself sees them in the portal.
DEBTORS = (
    "crm_web_agency.group_agency_account_manager,crm_web_agency.group_agency_project_manager,"
    "crm_web_agency.group_agency_accountant,account.group_account_invoice,account.group_account_readonly"
)


class ResPartner(models.Model):
    """Numbers of a client's card. Each is counted with the rights of who looks, for all clients at once."""

    _inherit = "res.partner"

    service_given_ids = fields.One2many("agency.client.service", "partner_id", "Services given")
    hours_spent = fields.Float("Hours spent", compute="_compute_hours_spent", help="Logged on tasks of the client.")
    company_currency_id = fields.Many2one(
        "res.currency", compute="_compute_company_currency_id", export_string_translation=False
    )
    amount_due = fields.Monetary(
        "To be paid",
        compute="_compute_debt",
        currency_field="company_currency_id",
        groups=DEBTORS,
        help="Posted invoices of the current company less payments and refunds.",
    )
    amount_overdue = fields.Monetary(
        "Overdue", compute="_compute_debt", currency_field="company_currency_id", groups=DEBTORS
    )

    @api.depends_context("company")
    def _compute_company_currency_id(self):
        self.company_currency_id = self.env.company.currency_id

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_hours_spent(self):
        hours = defaultdict(float)
        tasks = self.env["project.task"]
        if tasks.has_access("read"):
            # sudo: only tells which contact belongs to which client; the tasks are those the user may read.
            family = self.sudo().with_context(active_test=False).search([("commercial_partner_id", "in", self.ids)])
            groups = tasks._read_group([("partner_id", "in", family.ids)], ["partner_id"], ["effective_hours:sum"])
            for contact, spent in groups:
                hours[family.browse(contact.id).commercial_partner_id.id] += spent
        for partner in self:
            partner.hours_spent = hours[partner._origin.id]

    @api.depends_context("company", "uid")
    def _compute_debt(self):
        due, overdue = self._get_debts()
        for partner in self:
            partner.amount_due = due[partner._origin.id]
            partner.amount_overdue = overdue[partner._origin.id]

    def _get_debts(self):
        """What clients owe on invoices that the user may read, and what of it is overdue, by client id.

        In the company's currency.
        """
        due, overdue = defaultdict(float), defaultdict(float)
        moves = self.env["account.move"]
        if not moves.has_access("read"):
            return due, overdue
        today = fields.Date.context_today(self)
        groups = moves._read_group(
            self._get_debt_domain(), ["commercial_partner_id", "invoice_date_due:day"], ["amount_residual_signed:sum"]
        )
        for partner, day, amount in groups:
            due[partner.id] += amount
            if day and day < today:
                overdue[partner.id] += amount
        return due, overdue

    def _get_debt_domain(self):
        return Domain(
            [
                ("commercial_partner_id", "in", self.ids),
                ("company_id", "=", self.env.company.id),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("state", "=", "posted"),
                ("payment_state", "not in", ("paid", "reversed", "in_payment")),
            ]
        )

    # ---------------------------------------------------------------- actions

    def action_open_services_given(self):
        """Open all services given to the client, the newest first."""
        return self._get_client_action("crm_web_agency.action_agency_services_given")

    def action_open_debts(self):
        """Open the invoices of the client, unpaid ones first shown."""
        action = self._get_client_action("account.action_move_out_invoice_type")
        action["domain"] = [
            ("commercial_partner_id", "=", self.commercial_partner_id.id),
            ("move_type", "in", ("out_invoice", "out_refund")),
        ]
        action["context"] = {"search_default_open": 1, "default_move_type": "out_invoice", "create": False}
        return action

    def action_open_hours(self):
        """Open the tasks of the client with the hours logged on them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("project.action_view_all_task")
        action["domain"] = [("partner_id.commercial_partner_id", "=", self.commercial_partner_id.id)]
        action["context"] = {"create": False}
        return action

    def action_open_documents(self):
        """Open the files of the client and of its orders, acts, needs, websites and work."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_client_documents")
        action["domain"] = [("agency_client_id", "=", self.commercial_partner_id.id)]
        action["context"] = {"default_res_model": "res.partner", "default_res_id": self.commercial_partner_id.id}
        return action
