from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def action_take_agency_events(self):
        """Give the events that were selected (in the context) to this person."""
        self.ensure_one()
        events = self.env["agency.event"].browse(self.env.context.get("agency_event_ids") or ())
        return events._reassign_to(self)
