from odoo import api, models
from odoo.exceptions import ValidationError

# Fields of a group that give or take rights.
RIGHTS = {"user_ids", "all_user_ids", "implied_ids", "implied_by_ids", "parent_ids"}


class ResGroups(models.Model):
    """Groups changed from their own side keep the last administrator too."""

    _inherit = "res.groups"

    @api.constrains("lock_timeout", "lock_timeout_inactivity")
    def _check_lock_timeouts(self):
        if any(group.lock_timeout < 0 or group.lock_timeout_inactivity < 0 for group in self):
            raise ValidationError(self.env._("The time of a session is in minutes: enter 0 or more."))

    def write(self, vals):
        if not RIGHTS & vals.keys():
            return super().write(vals)
        with self.env["res.users"]._keep_administrators():
            return super().write(vals)

    def unlink(self):
        with self.env["res.users"]._keep_administrators():
            return super().unlink()
