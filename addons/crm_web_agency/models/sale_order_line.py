from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import float_compare


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    act_line_ids = fields.One2many(
        "agency.acceptance.act.line", "sale_line_id", string="In acts", groups="crm_web_agency.group_agency_user"
    )

    def _handle_milestones(self, project):
        """Give a fixed-price service the milestones of its own plan, e.g. 40 % and 60 %."""
        plan = self.product_id.product_tmpl_id.milestone_ids
        if self.product_id.service_policy != "delivered_milestones" or not plan:
            result = super()._handle_milestones(project)
            self._shorten_milestone_names()
            return result
        if self.env["project.milestone"].search_count([("sale_line_id", "=", self.id)], limit=1):
            return None
        project = project or self.project_id
        project.allow_milestones = True
        self._split_task_by_milestones(self._take_milestones(project, plan))
        return None

    def _shorten_milestone_names(self):
        """Odoo names a milestone by the whole text of the line: its first line is the name, the rest describes."""
        for milestone in self.env["project.milestone"].search([("sale_line_id", "=", self.id)]):
            milestone.name = milestone.name.strip().splitlines()[0]

    def _take_milestones(self, project, plan):
        """Give milestones of the project's template that are named as steps their shares; make the others."""
        steps = self._prepare_milestone_values(project, plan)
        milestones = project.milestone_ids.browse()
        for milestone in project.milestone_ids.filtered(lambda one: not one.sale_line_id):
            step = next((step for step in steps if step["name"] == milestone.name), None)
            if step:
                steps.remove(step)
                milestone.write(step)
                milestone.task_ids.filtered(lambda task: not task.date_deadline).date_deadline = milestone.deadline
                milestones |= milestone
        return (milestones | milestones.create(steps)).sorted("sequence")

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
        """Put the task of the line under the first milestone, make one for each other that has none."""
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
                for milestone in milestones[1:].filtered(lambda one: not one.task_ids)
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
