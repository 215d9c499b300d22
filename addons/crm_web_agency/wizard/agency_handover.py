from datetime import date

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_list

from ..models.res_users_handover import QUIET, WORK


class AgencyHandover(models.TransientModel):
    """Hands the open work of people who leave to successors and deactivates their accounts, all or nothing."""

    _name = "agency.handover"
    _description = "Hand-over and deactivation"

    user_ids = fields.Many2many("res.users", string="Who leaves", required=True, readonly=True)
    company_ids = fields.Many2many("res.company", string="Companies of the work", compute="_compute_company_ids")
    successor_id = fields.Many2one(
        "res.users",
        help="Takes everything over, except the kinds of work for which somebody else is chosen below.",
    )
    line_ids = fields.One2many(
        "agency.handover.line", "handover_id", "Open work", compute="_compute_line_ids", store=True, readonly=False
    )
    has_employee = fields.Boolean(compute="_compute_has_employee")
    archive_employee = fields.Boolean(
        "Archive the employee too", default=True, help="The employee's card leaves the lists; hours and costs stay."
    )

    @api.depends("user_ids")
    def _compute_line_ids(self):
        for handover in self:
            work = handover.user_ids._origin._get_open_work()
            handover.line_ids = [
                Command.clear(),
                *(Command.create({"kind": kind, "count": len(records)}) for kind, records in work.items() if records),
            ]

    @api.depends("user_ids")
    def _compute_company_ids(self):
        for handover in self:
            handover.company_ids = handover.user_ids.company_ids & self.env.user.company_ids

    @api.depends("user_ids")
    def _compute_has_employee(self):
        # sudo: only whether there are employees' cards, which officers of HR alone may read
        employees = self.env["hr.employee"].sudo()
        for handover in self:
            handover.has_employee = bool(employees.search_count([("user_id", "in", handover.user_ids.ids)], limit=1))

    def action_hand_over(self):
        """Move the work, end the roles, deactivate the accounts; nothing is written if something is refused."""
        self.ensure_one()
        self._check_caller()
        # Counted anew: work may have come since the form was opened.
        work = self.user_ids._get_open_work()
        successors = self._get_successors(work)
        for kind, records in work.items():
            if records:
                self._check_successor(kind, successors[kind], records)
                self._move(kind, records, successors[kind])
        self._check_reading(work, successors)
        self._post_summary(work, successors)
        self._close_accounts()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _check_caller(self):
        """The rest runs in superuser mode, so who calls is checked here, not by the button alone."""
        if not self.env.user.has_group("crm_web_agency.group_agency_admin"):
            raise AccessError(self.env._("Only an administrator of the agency deactivates accounts."))
        self.user_ids.check_access("write")
        if self.env.user in self.user_ids:
            raise UserError(self.env._("You cannot deactivate your own account: another administrator does it."))
        if strangers := self.user_ids.filtered("share"):
            raise UserError(self.env._("%s is a client: revoke the portal access instead.", strangers[0].name))

    def _get_successors(self, work):
        """Return {kind: successor}: the one of the kind's line, else the one for everything."""
        chosen = {line.kind: line.successor_id for line in self.line_ids if line.successor_id}
        successors = {kind: chosen.get(kind, self.successor_id) for kind, records in work.items() if records}
        labels = self.user_ids._get_work_labels()
        missing = [labels[kind] for kind, successor in successors.items() if not successor]
        if missing:
            raise UserError(
                self.env._("Choose a successor for everything, or for: %s.", format_list(self.env, missing))
            )
        return successors

    def _check_successor(self, kind, successor, records):
        """Refuse who could not work with these records; which records they can read is checked after the move."""
        if successor in self.user_ids or not successor.active or successor.share:
            raise UserError(
                self.env._("%s leaves or is no active member of the staff: choose another successor.", successor.name)
            )
        groups = WORK[kind][2]
        if groups and not any(successor.has_group(group) for group in groups):
            raise UserError(
                self.env._(
                    "%(person)s has no role for “%(work)s”: choose another successor for it or give a role first.",
                    person=successor.name,
                    work=self.user_ids._get_work_labels()[kind],
                )
            )
        companies = records.company_id if "company_id" in records else self.env["res.company"]
        if missing := companies - successor.sudo().company_ids:
            raise UserError(
                self.env._(
                    "%(person)s does not work in %(company)s, where there is work to take over: "
                    "choose another successor or add the company to the account.",
                    person=successor.name,
                    company=format_list(self.env, missing.mapped("name")),
                )
            )

    def _move(self, kind, records, successor):
        """Give the records to the successor, one write for all; superuser mode comes from `_get_open_work`."""
        field = WORK[kind][1]
        value = successor.id
        if field == "user_ids":
            gone = [Command.unlink(user.id) for user in self.user_ids]
            value = [*gone, Command.link(successor.id)]
        records.with_context(**QUIET).write({field: value})

    def _check_reading(self, work, successors):
        """Whoever took something over must see it: rights and rules of the successor decide."""
        labels = self.user_ids._get_work_labels()
        for kind, successor in successors.items():
            # An activity is always seen by its person, but of no use without the document.
            documents = self._get_documents(work[kind]) if kind == "activities" else [work[kind]]
            if hidden := sum(self._count_hidden(records, successor) for records in documents):
                raise UserError(
                    self.env._(
                        "%(person)s could not open %(count)s of the records “%(work)s”: "
                        "choose another successor for them or give a role first.",
                        person=successor.name,
                        count=hidden,
                        work=labels[kind],
                    )
                )

    def _get_documents(self, activities):
        """Return the documents of the activities, one recordset a model; some activities have none."""
        ids_by_model = {}
        for activity in activities.filtered("res_model"):
            ids_by_model.setdefault(activity.res_model, set()).add(activity.res_id)
        return [self.env[model].browse(ids).exists() for model, ids in ids_by_model.items()]

    def _count_hidden(self, records, successor):
        # sudo: companies of the successor, also those where the administrator does not work
        companies = successor.sudo().company_ids.ids
        mine = records.with_user(successor).with_context(allowed_company_ids=companies)
        return len(records) - len(mine._filtered_access("read"))

    def _post_summary(self, work, successors):
        """One message for each successor, on their own card: what came from whom."""
        labels = self.user_ids._get_work_labels()
        intro = self.env._("Taken over from %s:", format_list(self.env, self.user_ids.mapped("name")))
        for successor in self.env["res.users"].union(*successors.values()):
            rows = [f"{labels[k]}: {len(work[k])}" for k, person in successors.items() if person == successor]
            items = Markup().join(Markup("<li>%s</li>") % row for row in rows)
            body = Markup("<p>%s</p><ul>%s</ul>") % (intro, items)
            # sudo: the card may be of another company
            successor.sudo().partner_id.message_post(
                body=body, partner_ids=successor.sudo().partner_id.ids, author_id=self.env.user.partner_id.id
            )

    def _close_accounts(self):
        """End roles from today, stop mail about the records, archive; sessions and keys end with the account."""
        # sudo: roles, followers and employees of the leavers in all companies
        leavers = self.user_ids.sudo()
        today = fields.Date.today()
        lines = leavers.role_line_ids
        lines.filtered(lambda line: (line.date_from or date.min) > today).unlink()
        lines.exists().filtered(lambda line: not line.date_to or line.date_to > today).write({"date_to": today})
        self.env["mail.followers"].sudo().search([("partner_id", "in", leavers.partner_id.ids)]).unlink()
        if self.archive_employee:
            employees = self.env["hr.employee"].sudo().search([("user_id", "in", leavers.ids)])
            employees.with_context(no_wizard=True).action_archive()
        # The right to archive was checked: this keeps the administrator's name in the journal of changes.
        self.user_ids.write({"active": False})

    def _open(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_handover")
        return {**action, "res_id": self.id}
