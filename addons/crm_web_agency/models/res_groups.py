from odoo import models

# Fields of a group that give or take rights.
RIGHTS = {"user_ids", "all_user_ids", "implied_ids", "implied_by_ids", "parent_ids"}


class ResGroups(models.Model):
    """Groups changed from their own side keep the last administrator too."""

    _inherit = "res.groups"

    def write(self, vals):
        if not RIGHTS & vals.keys():
            return super().write(vals)
        with self.env["res.users"]._keep_administrators():
            return super().write(vals)

    def unlink(self):
        with self.env["res.users"]._keep_administrators():
            return super().unlink()
