from odoo import fields, models
from odoo.exceptions import AccessError

from ..models.res_users_handover import WORK


class AgencyHandoverLine(models.TransientModel):
    """A kind of open work and who takes it over."""

    _name = "agency.handover.line"
    _description = "Work to hand over"

    handover_id = fields.Many2one("agency.handover", required=True, ondelete="cascade")
    kind = fields.Selection(selection="_get_kinds", string="Work", required=True, readonly=True)
    count = fields.Integer("Number", readonly=True)
    successor_id = fields.Many2one("res.users", "Successor for it", help="Somebody else than the successor above.")

    def _get_kinds(self):
        return list(self.env["res.users"]._get_work_labels().items())

    def action_open_records(self):
        """Open the records in a window of their own; rights of the administrator decide what opens."""
        self.ensure_one()
        model = WORK[self.kind][0]
        if not self.env[model].has_access("read"):
            raise AccessError(
                self.env._("Your roles do not show these records: you hand them over as a number, without reading.")
            )
        records = self.handover_id.user_ids._get_open_work()[self.kind]
        return {
            "type": "ir.actions.act_window",
            "name": self.env["res.users"]._get_work_labels()[self.kind],
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("id", "in", records.ids)],
            "target": "current",
        }
