from odoo import models


class AgencyAcceptanceAct(models.Model):
    """The client is reminded of an act by hand."""

    _inherit = "agency.acceptance.act"

    def action_remind(self):
        """Send the client the reminder of an act that waits for a signature, and say so.

        Raises:
            UserError: if the act does not wait for the client.
        """
        self.check_access("write")
        self._check_may_issue()
        self._check_state({"sent"})
        for act in self:
            act.with_company(act.company_id)._remind()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The client is reminded by e-mail."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
