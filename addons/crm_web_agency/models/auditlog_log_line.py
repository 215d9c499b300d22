from odoo import api, models
from odoo.exceptions import UserError

from .auditlog_rule import is_audit_writing


class AuditlogLogLine(models.Model):
    """Values before and after: as closed as the entries that they are of."""

    _inherit = "auditlog.log.line"

    @api.model_create_multi
    def create(self, vals_list):
        if not is_audit_writing():
            raise UserError(self.env._("Entries of the audit are written by the audit itself."))
        return super().create(vals_list)

    def write(self, vals):
        if self:
            raise UserError(self.env._("Entries of the audit cannot be changed."))
        return super().write(vals)

    # At uninstallation too: the flag of it is in the context, which a caller could fill.
    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        raise UserError(self.env._("Entries of the audit cannot be deleted."))
