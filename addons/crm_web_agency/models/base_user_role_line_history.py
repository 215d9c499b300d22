from odoo import api, fields, models
from odoo.exceptions import AccessError


class BaseUserRoleLineHistory(models.Model):
    """What was given to whom stays as it was: nobody adds, changes or deletes it from the client or the API."""

    _inherit = "base.user.role.line.history"

    # Deleting a person or a role must not delete what was done with them.
    user_id = fields.Many2one(ondelete="restrict")
    old_role_id = fields.Many2one(ondelete="restrict")
    new_role_id = fields.Many2one(ondelete="restrict")

    @api.model_create_multi
    def create(self, vals_list):
        # The rows are written by the change of a role itself, which is in superuser mode.
        self._refuse_hands()
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_hands()
        return super().write(vals)

    def unlink(self):
        self._refuse_hands()
        return super().unlink()

    def _refuse_hands(self):
        if not self.env.su:
            raise AccessError(self.env._("The history of roles is written by the system and cannot be changed."))
