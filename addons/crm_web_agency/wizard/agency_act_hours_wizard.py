from odoo import api, fields, models


class AgencyActHoursWizard(models.TransientModel):
    _name = "agency.act.hours.wizard"
    _description = "Draft an acceptance act from hours"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    hours = fields.Float(string="Hours in no act", compute="_compute_hours")

    @api.depends("order_id", "date_from", "date_to")
    def _compute_hours(self):
        for wizard in self:
            # sudo: hours of all performers of the order are billed, whoever may read them.
            lines = wizard.order_id.sudo().order_line
            sheets = lines._get_timesheets_to_accept(wizard.date_from, wizard.date_to)
            wizard.hours = sum(sum(one.mapped("unit_amount")) for one in sheets.values())

    def action_draft(self):
        """Draft the act and show it."""
        self.ensure_one()
        act = self.order_id._draft_act_from_hours(self.date_from, self.date_to)
        return {
            "type": "ir.actions.act_window",
            "res_model": act._name,
            "res_id": act.id,
            "views": [(False, "form")],
        }
