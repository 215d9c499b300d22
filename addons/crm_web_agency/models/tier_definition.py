from odoo import api, models
from odoo.exceptions import UserError


class TierDefinition(models.Model):
    """The rule that sends orders above the limits to the director stays as it is shipped."""

    _inherit = "tier.definition"

    def write(self, vals):
        self._check_not_shipped()
        return super().write(vals)

    # At uninstallation too: the flag of it is in the context, which a caller could fill.
    @api.ondelete(at_uninstall=True)
    def _unlink_except_shipped(self):
        self._check_not_shipped()

    def _check_not_shipped(self):
        shipped = self.env.ref("crm_web_agency.tier_definition_order", raise_if_not_found=False)
        if shipped and shipped in self and not self.env.su:
            raise UserError(
                self.env._("This rule is part of the application. Change the approval limits of the roles instead.")
            )
