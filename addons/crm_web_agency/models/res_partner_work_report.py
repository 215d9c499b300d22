from collections import defaultdict

from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Hours of the agency for a client, as the client may see them: by task and person, without cost."""

    _inherit = "res.partner"

    def _get_work(self, company, date_from, date_to, order=None, project=None):
        """Return the hours of a period by client, milestone, task and person.

        Args:
            company: res.company whose hours are counted.
            date_from: first day.
            date_to: last day.
            order: sale.order to keep to; all by default.
            project: project.project to keep to; all by default.

        Returns:
            dict: {client: dict of `hours` and `groups`, a list of dicts of `milestone` (may be empty), `hours` and
            `tasks`, a list of dicts of `task`, `name`, `hours` and `people` ([(name, hours)], most hours first)}.
        """
        clients = self.commercial_partner_id
        clients.check_access("read")
        domain = self._get_work_domain(clients, company, date_from, date_to, order, project)
        hours = defaultdict(lambda: defaultdict(lambda: defaultdict(float)))
        for partner, line_project, task, employee, spent in self._get_hour_lines()._read_group(
            domain, ["partner_id", "project_id", "task_id", "employee_id"], ["unit_amount:sum"]
        ):
            hours[partner.commercial_partner_id][task or line_project][employee] += spent
        return {client: self._make_work(hours[client]) for client in clients}

    def _get_work_domain(self, clients, company, date_from, date_to, order=None, project=None):
        """Return the domain of the hours of clients in a period; arguments as of `_get_work`."""
        domain = Domain("company_id", "=", company.id) & Domain("project_id", "!=", False)
        domain &= Domain("date", ">=", date_from) & Domain("date", "<=", date_to)
        domain &= Domain("partner_id", "child_of", clients.ids)
        if order:
            domain &= Domain("task_id.sale_line_id.order_id", "=", order.id)
        return domain & Domain("project_id", "=", project.id) if project else domain

    def _get_hour_lines(self):
        # sudo: account managers read no timesheets, and tell the client how long was worked for it. The clients
        # are checked before; costs are not read.
        return self.env["account.analytic.line"].sudo()

    def _make_work(self, hours):
        """Return the hours of a client arranged: milestones in their order, then what belongs to none."""
        groups = defaultdict(list)
        for record, people in hours.items():
            milestone = record.milestone_id if record._name == "project.task" else self.env["project.milestone"].sudo()
            names = sorted(
                ((one.name or "", spent) for one, spent in people.items()), key=lambda row: (-row[1], row[0])
            )
            groups[milestone].append(
                {"task": record, "name": record.name, "hours": sum(people.values()), "people": names}
            )
        ordered = sorted(groups, key=lambda one: (not one, one.project_id.id, one.sequence, one.id))
        parts = [
            {
                "milestone": one,
                "tasks": sorted(groups[one], key=lambda row: (row["name"] or "", row["task"].id)),
                "hours": sum(row["hours"] for row in groups[one]),
            }
            for one in ordered
        ]
        return {"groups": parts, "hours": sum(part["hours"] for part in parts)}

    def _get_work_entries(self, company, date_from, date_to, order=None, project=None):
        """Return {client: entries of hours in order of the days}; arguments as of `_get_work`."""
        clients = self.commercial_partner_id
        clients.check_access("read")
        domain = self._get_work_domain(clients, company, date_from, date_to, order, project)
        lines = self._get_hour_lines().search(domain, order="date, id")
        grouped = lines.grouped(lambda line: line.partner_id.commercial_partner_id)
        return {client: grouped.get(client, lines.browse()) for client in clients}

    def action_report_work(self):
        """Open the window of the work report with this client."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("crm_web_agency.agency_work_report_wizard_action")
        action["context"] = {"default_partner_id": self.commercial_partner_id.id}
        return action

    def _get_work_report_filename(self):
        self.ensure_one()
        name = (self.commercial_partner_id.name or "").replace("/", "-")
        return self.env._("Work report %s", name)
