from odoo import api, models
from odoo.exceptions import ValidationError


class ResUsersRoleLine(models.Model):
    """A role given, dated or taken away changes the rights at once, not with the next scheduled run."""

    _inherit = "res.users.role.line"

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for line in self:
            if line.date_from and line.date_to and line.date_to < line.date_from:
                raise ValidationError(
                    self.env._("The role “%s” ends before it begins: correct the dates.", line.role_id.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        with self.env["res.users"]._keep_administrators():
            lines = super().create(vals_list)
            # sudo: who may write the line gives the rights by it; groups follow as in the scheduled action
            lines.user_id.sudo().set_groups_from_roles()
        return lines

    def write(self, vals):
        with self.env["res.users"]._keep_administrators():
            users = self.user_id
            result = super().write(vals)
            # sudo: as above
            (users | self.user_id).sudo().set_groups_from_roles(force="user_id" in vals)
        return result

    def unlink(self):
        with self.env["res.users"]._keep_administrators():
            return super().unlink()
