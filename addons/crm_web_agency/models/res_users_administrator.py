import logging
from contextlib import contextmanager

from odoo import fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

_logger = logging.getLogger(__name__)

# Who keeps the agency and who keeps the server: of each there must be somebody.
ADMINISTRATORS = ("crm_web_agency.group_agency_admin", "base.group_system")
# Fields of a user that give or take rights.
RIGHTS = {"active", "group_ids", "role_line_ids"}
# In the cache of the cursor, out of reach of requests: the outermost change is checked, as a whole.
GUARD = "crm_web_agency.administrators"
NONE, DATED, PERMANENT = range(3)


class ResUsers(models.Model):
    """The last administrator stays: without one nobody could give the rights back."""

    _inherit = "res.users"

    def write(self, vals):
        if not RIGHTS & vals.keys():
            return super().write(vals)
        with self._keep_administrators():
            return super().write(vals)

    def unlink(self):
        with self._keep_administrators():
            return super().unlink()

    def set_groups_from_roles(self, force=False):
        """Let the last administrator keep the rights when a dated role ends by itself, in the scheduled action."""
        if GUARD in self.env.cr.cache:
            return super().set_groups_from_roles(force=force)
        before = self._get_administrators()
        levels = self._get_administration()
        result = super().set_groups_from_roles(force=force)
        for group, level in self._get_administration().items():
            if level < levels[group] and level == NONE:
                # The relation is written from the side of the group: writing the user applies the roles again.
                group.user_ids = [Command.link(user.id) for user in before[group]]
                _logger.info("%s: the last administrators keep %s", before[group].mapped("login"), group.full_name)
        return result

    @contextmanager
    def _keep_administrators(self):
        """Refuse what happens inside if it takes the last administrator away, or the last one without an end date."""
        cache = self.env.cr.cache
        if GUARD in cache:
            yield
            return
        before = self._get_administration()
        cache[GUARD] = True
        try:
            yield
        finally:
            cache.pop(GUARD, None)
        self._check_administration(before)

    def _check_administration(self, before):
        """Compare with `before`; where there was no administrator, as during installation, none is asked for."""
        for group, level in self._get_administration().items():
            if level == NONE < before[group]:
                raise UserError(
                    self.env._(
                        "Nobody would be left with the rights “%s”: give them to another active account first.",
                        group.full_name,
                    )
                )
            if level == DATED < before[group]:
                raise UserError(
                    self.env._(
                        "All who are left with the rights “%s” have them only until a date: "
                        "give them to somebody without an end date first.",
                        group.full_name,
                    )
                )

    def _get_administration(self):
        """Return {group: PERMANENT, DATED or NONE}, four cheap queries however many users there are."""
        return {group: self._get_administration_level(group) for group in self._get_administrator_groups()}

    def _get_administrator_groups(self):
        # sudo: whether rights are held, nothing of it is shown
        groups = (self.env.ref(xmlid, raise_if_not_found=False) for xmlid in ADMINISTRATORS)
        return [group.sudo() for group in groups if group]

    def _get_administration_level(self, group):
        users = self.env["res.users"].sudo()
        holders = self._get_administrators_domain(group)
        if users.search_count(holders & self._get_permanent_domain(group), limit=1):
            return PERMANENT
        return DATED if users.search_count(holders, limit=1) else NONE

    def _get_administrators(self):
        """Return {group: those of these users who have it}."""
        mine = Domain("id", "in", self.ids)
        return {
            group: self.sudo().search(self._get_administrators_domain(group) & mine)
            for group in self._get_administrator_groups()
        }

    def _get_administrators_domain(self, group):
        """Active members of the staff with the group; OdooBot logs in nowhere."""
        return Domain(
            [
                ("active", "=", True),
                ("id", "!=", SUPERUSER_ID),
                ("share", "=", False),
                ("all_group_ids", "in", group.ids),
            ]
        )

    def _get_permanent_domain(self, group):
        """Rights given directly, or by a role without an end date: of a user with roles only the roles count."""
        begun = Domain("date_from", "=", False) | Domain("date_from", "<=", fields.Date.today())
        lines = Domain("date_to", "=", False) & begun & Domain("role_id.group_id.all_implied_ids", "in", group.ids)
        return Domain("role_line_ids", "=", False) | Domain("role_line_ids", "any", lines)
