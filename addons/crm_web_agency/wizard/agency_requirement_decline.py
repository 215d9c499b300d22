from odoo import fields, models


class AgencyRequirementDecline(models.TransientModel):
    """Asks why needs are declined."""

    _name = "agency.requirement.decline"
    _description = "Decline needs"

    requirement_ids = fields.Many2many("agency.requirement", string="Needs", required=True)
    reason_id = fields.Many2one("agency.decline.reason", required=True)
    note = fields.Text("Comment", help="Kept in the history of the need.")

    def action_decline(self):
        """Decline the needs for the reason and keep the comment in their history."""
        self.ensure_one()
        self.requirement_ids._decline(self.reason_id)
        if self.note:
            for requirement in self.requirement_ids:
                requirement.message_post(body=self.note)
        return {"type": "ir.actions.act_window_close"}
