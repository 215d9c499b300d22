from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AgencyWorkReportWizard(models.TransientModel):
    _name = "agency.work.report.wizard"
    _description = "Work report for a client"

    partner_id = fields.Many2one("res.partner", "Client", required=True, ondelete="cascade")
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: fields.Date.start_of(fields.Date.context_today(self), "month"),
    )
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    order_id = fields.Many2one("sale.order", ondelete="cascade", help="Hours of all orders, if empty.")
    project_id = fields.Many2one("project.project", ondelete="cascade", help="Hours of all projects, if empty.")
    is_detailed = fields.Boolean("With each entry", help="Day, person and what was done, under the totals.")

    @api.model
    def default_get(self, fields_list):
        """Opened from an order, a project or a retainer the window knows the client and the scope."""
        values = super().default_get(fields_list)
        model, record_id = self.env.context.get("active_model"), self.env.context.get("active_id")
        field = {"sale.order": "order_id", "project.project": "project_id"}.get(model)
        if field and record_id:
            record = self.env[model].browse(record_id)
            values.update({"partner_id": record.partner_id.commercial_partner_id.id, field: record.id})
        return values

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for wizard in self:
            if wizard.date_from > wizard.date_to:
                raise ValidationError(self.env._("The period ends before it begins: correct its dates."))

    def action_print(self):
        """Print the hours of the chosen client and period."""
        self.ensure_one()
        report = self.env.ref("crm_web_agency.report_work_report")
        return report.report_action(None, data=self._get_options(), config=False)

    def _get_options(self):
        return {
            "ids": self.partner_id.commercial_partner_id.ids,
            "date_from": fields.Date.to_string(self.date_from),
            "date_to": fields.Date.to_string(self.date_to),
            "company_id": self.company_id.id,
            "order_id": self.order_id.id,
            "project_id": self.project_id.id,
            "is_detailed": self.is_detailed,
        }
