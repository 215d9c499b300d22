from odoo import models
from odoo.fields import Command


class ProjectProject(models.Model):
    """A project that an order makes from a template: its tasks go to those who usually take their roles."""

    _inherit = "project.project"

    def action_create_from_template(self, values=None, role_to_users_mapping=None):
        mapping = role_to_users_mapping or self._get_usual_team()
        return super().action_create_from_template(values, mapping)

    def _get_usual_team(self):
        """Return rows of role and person, as the wizard of a template makes them."""
        roles = self.task_ids.role_ids.filtered("agency_user_id")
        # sudo: rows of a wizard that name the people whom an administrator gave the roles.
        return (
            self.env["project.template.role.to.users.map"]
            .sudo()
            .create([{"role_id": role.id, "user_ids": [Command.set(role.agency_user_id.ids)]} for role in roles])
        )
