from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import UserError

from ..tools.audited import AUDITED

# Tells the log that the audit itself is writing. Kept apart from the context, which a caller could fill.
_writing = ContextVar("crm_web_agency_audit", default=False)


def is_audit_writing():
    return _writing.get()


@contextmanager
def _audit_writes():
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


class AuditlogRule(models.Model):
    """Rules of the shipped audit: only the fields that matter, at the price of those fields, and for good."""

    _inherit = "auditlog.rule"

    @api.model
    def get_auditlog_fields(self, model):
        """Read only the audited fields of our models; others as OCA does."""
        names = AUDITED.get(model._name)
        if names is None:
            return super().get_auditlog_fields(model)
        return [name for name in names if name in model._fields]

    def _make_write(self):
        """Do without reading anything when none of the audited fields is written."""
        logged = super()._make_write()
        audited = AUDITED.get(self.model_id.model)
        if audited is None:
            return logged
        audited = frozenset(audited)

        def write_audited(self, vals, **kwargs):
            if audited.isdisjoint(vals):
                return write_audited.origin(self, vals, **kwargs)
            # The origin is known only after this method has taken its place.
            logged.origin = write_audited.origin
            return logged(self, vals, **kwargs)

        return write_audited

    @api.private
    def create_logs(self, uid, res_model, res_ids, method, *args, **kwargs):
        """Write the log; not to be called from outside, where anything could be made up."""
        with _audit_writes():
            return super().create_logs(uid, res_model, res_ids, method, *args, **kwargs)

    def _create_log_line_on_create(self, log_vals, fields_list, new_values, fields_to_exclude):
        """Leave out what a new record leaves empty."""
        values = new_values[log_vals["res_id"]]
        filled = [name for name in fields_list if values.get(name) not in (False, None, [], "")]
        return super()._create_log_line_on_create(log_vals, filled, new_values, fields_to_exclude)

    def write(self, vals):
        self._check_not_shipped()
        return super().write(vals)

    def set_to_draft(self):
        # Before OCA takes the methods off the models, which no rollback would put back.
        self._check_not_shipped()
        return super().set_to_draft()

    def unlink(self):
        self._check_not_shipped()
        return super().unlink()

    def _check_not_shipped(self):
        """Refuse to change rules of the shipped audit, except while modules are updated."""
        if self.env.registry.ready and any(rule.model_model in AUDITED for rule in self):
            raise UserError(
                self.env._("The audit of %s is part of the application and cannot be changed or switched off.")
                % ", ".join(self.mapped("model_name"))
            )
