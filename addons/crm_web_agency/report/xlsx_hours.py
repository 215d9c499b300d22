from odoo import models

from ..tools.readers import COSTS
from ..tools.xlsx_register import Column


class XlsxHours(models.AbstractModel):
    """Hours by day and person with their cost by the rates of job positions, for those who may read these."""

    _name = "report.crm_web_agency.xlsx_hours"
    _description = "Hours and cost in XLSX"
    _inherit = "agency.xlsx.register"

    def _get_title(self):
        return self.env._("Hours and cost")

    def _get_columns(self):
        cost = [("cost", Column(self.env._("Cost by rate"), "money", 15))] if self._may_read_costs() else []
        return [
            ("number", Column(self.env._("No."), "integer", 6)),
            ("date", Column(self.env._("Date"), "date", 12)),
            ("employee", Column(self.env._("Performer"), "text", 24)),
            ("job", Column(self.env._("Job position"), "text", 20)),
            ("client", Column(self.env._("Client"), "text", 30)),
            ("project", Column(self.env._("Project"), "text", 26)),
            ("task", Column(self.env._("Task"), "text", 30)),
            ("order", Column(self.env._("Order"), "text", 12)),
            ("name", Column(self.env._("Description"), "text", 36)),
            ("approved", Column(self.env._("Approved"), "text", 11)),
            ("act", Column(self.env._("Act"), "text", 16)),
            ("hours", Column(self.env._("Hours"), "quantity", 10)),
            *cost,
            ("currency", Column(self.env._("Currency"), "text", 10)),
        ]

    def _may_read_costs(self):
        return self.env.user.has_groups(COSTS)

    def _get_rows(self, records, wizard):
        with_cost = self._may_read_costs()
        sheets = records.filtered("project_id")
        yes, no = self.env._("Yes"), self.env._("No")
        hour = self.env.ref("uom.product_uom_hour")
        for sheet in sheets:
            # sudo: names of the job position, order and act on hours that the user may read.
            told = sheet.sudo()
            yield {
                "date": sheet.date,
                "employee": told.employee_id.name,
                "job": told.employee_id.job_id.name,
                "client": told.partner_id.commercial_partner_id.name,
                "project": told.project_id.name,
                "task": told.task_id.name,
                "order": told.so_line.order_id.name,
                "name": sheet.name,
                "approved": yes if sheet.agency_approved else no,
                "act": told.act_line_id.act_id.display_name or None,
                "hours": self._get_hours(sheet, hour),
                "cost": sheet.agency_cost if with_cost else None,
                "currency": sheet.currency_id.name,
            }

    def _get_hours(self, sheet, hour):
        unit = sheet.product_uom_id
        if not unit or unit == hour or not unit._has_common_reference(hour):
            return sheet.unit_amount
        return unit._compute_quantity(sheet.unit_amount, hour, round=False)
