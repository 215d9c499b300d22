from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import float_compare, float_round, format_date, formatLang


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    act_line_ids = fields.One2many(
        "agency.acceptance.act.line", "sale_line_id", string="In acts", groups="crm_web_agency.group_agency_user"
    )

    def _handle_milestones(self, project):
        """Give a fixed-price service the milestones of its own plan, e.g. 40 % and 60 %."""
        plan = self.product_id.product_tmpl_id.milestone_ids
        if self.product_id.service_policy != "delivered_milestones" or not plan:
            return super()._handle_milestones(project)
        if self.env["project.milestone"].search_count([("sale_line_id", "=", self.id)], limit=1):
            return None
        project = project or self.project_id
        project.allow_milestones = True
        milestones = self.env["project.milestone"].create(self._prepare_milestone_values(project, plan))
        self._split_task_by_milestones(milestones)
        return None

    def _prepare_milestone_values(self, project, plan):
        """Return values of the milestones that `plan` (agency.service.milestone) describes.

        Deadlines spread the time up to the promised date by the shares; without a
        promised date there are none.
        """
        lang = self.order_id.partner_id.lang or self.env.lang
        total = sum(plan.mapped("percentage")) or 100.0
        start, days = self._get_delivery_span()
        values, done = [], 0.0
        for number, step in enumerate(plan.with_context(lang=lang).sorted("sequence")):
            done += step.percentage
            deadline = start + timedelta(days=round(days * done / total)) if days else False
            values.append(
                {
                    "name": step.name,
                    "sequence": number * 10,
                    "project_id": project.id,
                    "sale_line_id": self.id,
                    "quantity_percentage": step.percentage / total,
                    "deadline": deadline,
                }
            )
        return values

    def _get_delivery_span(self):
        """Return (start date, whole days to the promised date); 0 days if none is promised."""
        order = self.order_id
        start = fields.Date.context_today(self, order.date_order)
        if not order.commitment_date:
            return start, 0
        end = fields.Date.context_today(self, order.commitment_date)
        return start, max((end - start).days, 0)

    def _split_task_by_milestones(self, milestones):
        """Put the task of the line under the first milestone, make one for each other."""
        task = self.task_id
        if not task:
            return
        service = task.name
        task.write({"name": f"{service}: {milestones[0].name}", "milestone_id": milestones[0].id})
        # sudo: the seller who confirms the order need not have rights on projects.
        self.env["project.task"].sudo().create(
            [
                {
                    "name": f"{service}: {milestone.name}",
                    "milestone_id": milestone.id,
                    "project_id": task.project_id.id,
                    "partner_id": task.partner_id.id,
                    "sale_line_id": self.id,
                    "date_deadline": milestone.deadline,
                    "user_ids": [Command.clear()],
                }
                for milestone in milestones[1:]
            ]
        )

    def _timesheet_create_project(self):
        """Do the work of a change order in the project of the order it changes."""
        project = self.order_id.parent_order_id.project_id
        if not project or self.product_id.project_template_id:
            return super()._timesheet_create_project()
        self.project_id = project
        return project

    def _is_wholly_delivered(self):
        """Tell whether nothing is left to do: the quantity is reached, or the task is done."""
        self.ensure_one()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        left = float_compare(self.qty_delivered, self.product_uom_qty, precision_digits=digits)
        # Hours ordered are an estimate: a finished task needs fewer of them.
        # sudo: the stage of an order does not depend on who looks at its tasks.
        by_hours = self.qty_delivered_method == "timesheet"
        return left >= 0 or (by_hours and self.sudo().task_id.state == "1_done")

    def _get_qty_in_acts(self):
        """Return {order line id: quantity in acts that are not cancelled}."""
        rows = self.env["agency.acceptance.act.line"]._read_group(
            [("sale_line_id", "in", self.ids), ("act_id.state", "!=", "cancelled")],
            ["sale_line_id"],
            ["quantity:sum"],
        )
        return {line.id: quantity for line, quantity in rows}

    def _get_qty_accepted(self):
        """Return {order line id: quantity in acts that the client has signed}."""
        rows = self.env["agency.acceptance.act.line"]._read_group(
            [("sale_line_id", "in", self.ids), ("act_id.state", "in", ("signed", "invoiced"))],
            ["sale_line_id"],
            ["quantity:sum"],
        )
        return {line.id: quantity for line, quantity in rows}

    def _get_qty_to_accept(self):
        """Return {order line id: delivered quantity that is in no act yet, never negative}."""
        in_acts = self._get_qty_in_acts()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return {
            line.id: max(
                float_round(line.qty_delivered - in_acts.get(line.id, 0.0), precision_digits=digits),
                0.0,
            )
            for line in self
        }

    def _get_timesheets_to_accept(self, date_from=None, date_to=None):
        """Return {order line: its timesheets in no act and no invoice}, for lines paid by the hour.

        Args:
            date_from, date_to: dates that bound the period, both included; None is open.
        """
        lines = self.filtered(lambda line: line.qty_delivered_method == "timesheet")
        domain = [
            ("so_line", "in", lines.ids),
            ("project_id", "!=", False),
            ("act_line_id", "=", False),
            ("timesheet_invoice_id", "=", False),
        ]
        if date_from:
            domain.append(("date", ">=", date_from))
        if date_to:
            domain.append(("date", "<=", date_to))
        result = defaultdict(self.env["account.analytic.line"].browse)
        for timesheet in self.env["account.analytic.line"].search(domain, order="date, id"):
            result[timesheet.so_line] |= timesheet
        return result

    def _prepare_hours_act_line(self, timesheets):
        """Return values of an act line for hours of this order line.

        The quantity is in the unit of the order line, at most what is delivered and in no
        act; the text lists the period and the hours of each task.
        """
        self.ensure_one()
        quantity = sum(
            uom._compute_quantity(sum(sheets.mapped("unit_amount")), self.product_uom_id)
            for uom, sheets in timesheets.grouped("product_uom_id").items()
        )
        return {
            "sale_line_id": self.id,
            "name": self._get_hours_description(timesheets),
            "quantity": min(quantity, self._get_qty_to_accept()[self.id]),
        }

    def _get_hours_description(self, timesheets):
        """Return e.g. "Support, 01.11.2026 - 22.11.2026: home page (3.50 h), form (1.00 h)"."""
        line = self.with_context(lang=self.order_id.partner_id.lang or self.env.lang)
        days = timesheets.mapped("date")
        per_task = [
            line.env._(
                "%(task)s (%(hours)s h)",
                task=task.name or sheets[0].name,
                hours=formatLang(line.env, hours, digits=2),
            )
            for task, sheets in timesheets.grouped("task_id").items()
            if (hours := sum(sheets.mapped("unit_amount")))
        ]
        return line.env._(
            "%(service)s, %(first)s – %(last)s: %(tasks)s",
            service=line.product_id.name,
            first=format_date(line.env, min(days)),
            last=format_date(line.env, max(days)),
            tasks=", ".join(per_task),
        )
