from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_list

ACCOUNT_MANAGER = "crm_web_agency.group_agency_account_manager"
PROJECT_MANAGER = "crm_web_agency.group_agency_project_manager"
ACCOUNTANT = "crm_web_agency.group_agency_accountant"
PERFORMER = "crm_web_agency.group_agency_performer"
# Kind of work: (model, field of the responsible person, groups one of which the successor needs; any if none).
# The order is that of the hand-over: orders take their acts along, tasks are read through projects.
WORK = {
    "clients": ("res.partner", "user_id", (ACCOUNT_MANAGER,)),
    "opportunities": ("crm.lead", "user_id", (ACCOUNT_MANAGER,)),
    "needs": ("agency.requirement", "user_id", (ACCOUNT_MANAGER, PROJECT_MANAGER)),
    "briefs": ("agency.brief", "user_id", (ACCOUNT_MANAGER, PROJECT_MANAGER)),
    "websites": ("agency.website", "user_id", (ACCOUNT_MANAGER, PROJECT_MANAGER)),
    "orders": ("sale.order", "user_id", (ACCOUNT_MANAGER,)),
    "contracts": ("contract.contract", "user_id", (ACCOUNT_MANAGER,)),
    "invoices": ("account.move", "invoice_user_id", (ACCOUNT_MANAGER, ACCOUNTANT)),
    "projects": ("project.project", "user_id", (PROJECT_MANAGER,)),
    "tasks": ("project.task", "user_ids", (PERFORMER, ACCOUNT_MANAGER, PROJECT_MANAGER)),
    "teams": ("crm.team", "user_id", (ACCOUNT_MANAGER,)),
    "activities": ("mail.activity", "user_id", ()),
}
QUIET = {"mail_notrack": True, "mail_auto_subscribe_no_notify": True, "mail_activity_quick_update": True}


class ResUsers(models.Model):
    """Nobody leaves with open work: it is handed over before the account is deactivated or deleted."""

    _inherit = "res.users"

    def write(self, vals):
        leavers = self.filtered("active") if "active" in vals and not vals["active"] else self.browse()
        leavers._check_no_open_work()
        result = super().write(vals)
        leavers._end_team_memberships()
        return result

    def action_archive(self):
        # First of all: Odoo deletes the activities of the person before the account is written.
        self.filtered("active")._check_no_open_work()
        return super().action_archive()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open_work(self):
        self._check_no_open_work()

    def action_agency_handover(self):
        """Open the hand-over of the work of these people.

        Raises:
            UserError: nobody of the staff is among them.
        """
        leavers = self.filtered(lambda user: user.active and not user.share)
        if not leavers:
            raise UserError(self.env._("Choose active accounts of the staff: only they have work to hand over."))
        wizard = self.env["agency.handover"].create({"user_ids": [Command.set(leavers.ids)]})
        return wizard._open()

    def _check_no_open_work(self):
        """Refuse with what is open and where to hand it over."""
        leavers = self.filtered(lambda user: not user.share)
        labels = self._get_work_labels()
        found = {kind: records for kind, records in leavers._get_blocking_work().items() if records}
        if not found:
            return
        rows = [f"{labels[kind]}: {len(records)}" for kind, records in found.items()]
        raise UserError(
            self.env._(
                "%(people)s cannot leave yet, there is open work:\n%(work)s\n"
                "Hand it over first: button “Deactivate and hand over” on the account, "
                "or the same in the list of accounts.",
                people=format_list(self.env, leavers.mapped("name")),
                work="\n".join(rows),
            )
        )

    @api.model
    def _get_work_labels(self):
        return {
            "clients": self.env._("Clients and contacts"),
            "opportunities": self.env._("Opportunities"),
            "needs": self.env._("Needs"),
            "briefs": self.env._("Briefs"),
            "websites": self.env._("Websites"),
            "orders": self.env._("Quotations and orders with their acts"),
            "contracts": self.env._("Contracts"),
            "invoices": self.env._("Draft and unpaid invoices"),
            "projects": self.env._("Projects"),
            "tasks": self.env._("Tasks"),
            "teams": self.env._("Teams led"),
            "activities": self.env._("Activities"),
        }

    def _get_open_work(self):
        """Return {kind: records} of all companies that the hand-over moves, in superuser mode."""
        return self._search_work(self._get_work_domains()) if self else {}

    def _get_blocking_work(self):
        """Return {kind: records} that would be left with nobody: a task with another assignee is not."""
        if not self:
            return {}
        domains = self._get_work_domains()
        domains["clients"] &= Domain("is_agency_client", "=", True)
        stay = Domain("user_ids", "any", [("id", "not in", self.ids), ("active", "=", True)])
        domains["tasks"] &= ~stay
        return self._search_work(domains)

    def _search_work(self, domains):
        # sudo: the work of all companies counts; screens show it to administrators of the agency only, as numbers
        return {kind: self.env[WORK[kind][0]].sudo().search(domain) for kind, domain in domains.items()}

    def _get_work_domains(self):
        """Return {kind: domain} of the open work of these people, a query each."""
        today = fields.Date.today()
        open_domains = {
            "opportunities": Domain("won_status", "=", "pending"),
            "needs": Domain("state", "not in", ("delivered", "declined")),
            "briefs": Domain("state", "in", ("draft", "sent")),
            "orders": self._get_open_orders_domain(),
            "contracts": Domain("date_end", "=", False) | Domain("date_end", ">=", today),
            "invoices": Domain("move_type", "in", ("out_invoice", "out_refund"))
            & (
                Domain("state", "=", "draft")
                | Domain("state", "=", "posted") & Domain("payment_state", "in", ("not_paid", "partial", "in_payment"))
            ),
            "tasks": Domain("is_closed", "=", False),
        }
        return {
            kind: Domain(field, "in", self.ids) & open_domains.get(kind, Domain.TRUE)
            for kind, (_model, field, _groups) in WORK.items()
        }

    def _get_open_orders_domain(self):
        """Orders not closed, and any with an act that is not signed yet: acts belong to the manager of the order."""
        in_work = Domain("state", "in", ("draft", "sent")) | (
            Domain("state", "=", "sale") & Domain("delivery_stage", "!=", "closed")
        )
        return in_work | Domain("act_ids.state", "in", ("draft", "sent"))

    def _end_team_memberships(self):
        if not self:
            return
        # sudo: the account is gone for everybody; Odoo does so for its own button only
        self.env["crm.team.member"].sudo().search([("user_id", "in", self.ids)]).action_archive()
