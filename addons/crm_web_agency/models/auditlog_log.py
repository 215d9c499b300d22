from odoo import api, fields, models
from odoo.exceptions import UserError

from .auditlog_rule import is_audit_writing


class AuditlogLog(models.Model):
    """Entries of the audit: the audit writes them, and nobody changes or deletes them, not even as superuser."""

    _inherit = "auditlog.log"

    company_id = fields.Many2one("res.company", readonly=True, index=True)

    _record_idx = models.Index("(model_model, res_id)")

    @api.model_create_multi
    def create(self, vals_list):
        if not is_audit_writing():
            raise UserError(self.env._("Entries of the audit are written by the audit itself."))
        for vals in vals_list:
            vals["company_id"] = self._get_company_of(vals)
        return super().create(vals_list)

    def _get_company_of(self, vals):
        """Return the id of the company that the changed record belongs to; False if it is of all."""
        model = self.env["ir.model"].browse(vals["model_id"]).model
        if model == "res.company":
            return vals.get("res_id")
        # An account is of several companies: its main one says little about who may know.
        if model == "res.users" or "company_id" not in self.env[model]._fields:
            return False
        return self.env[model].browse(vals.get("res_id")).company_id.id

    def write(self, vals):
        if self:
            raise UserError(self.env._("Entries of the audit cannot be changed."))
        return super().write(vals)

    # At uninstallation too: the flag of it is in the context, which a caller could fill.
    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        raise UserError(self.env._("Entries of the audit cannot be deleted."))
