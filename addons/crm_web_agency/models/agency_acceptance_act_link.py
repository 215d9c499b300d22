from odoo import models


class AgencyAcceptanceAct(models.Model):
    _inherit = "agency.acceptance.act"

    def action_cancel(self):
        """Cancel, and let the links in the client's e-mails die with the act."""
        result = super().action_cancel()
        self._portal_drop_token()
        return result
