from odoo import models


class ProjectTask(models.Model):
    _inherit = "project.task"

    def _portal_get_parent_hash_token(self, pid):
        """An expired link to the project opens no conversation of its tasks either."""
        if self.project_id._is_portal_link_expired():
            return False
        return super()._portal_get_parent_hash_token(pid)
