from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.auditlog.models import auditlog_rule as oca
from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..tools.audited import AUDITED, FOLLOWERS

# Tells the log that the audit itself is writing. Kept apart from the context, which a caller could fill.
_writing = ContextVar("crm_web_agency_audit", default=False)
# (model, names of the fields that the write under way may change).
_written = ContextVar("crm_web_agency_audit_fields", default=(None, ()))


def is_audit_writing():
    return _writing.get()


@contextmanager
def _audit_writes():
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def _unguarded(env):
    """Set aside what the writes under way guard from being computed: the audit reads values as they are."""
    # In the stack itself: environments keep hold of it.
    stack = env.transaction.protected
    guarded, stack._maps = stack._maps, []
    try:
        yield
    finally:
        stack._maps = guarded


class AuditCache(oca.ThrowAwayCache):
    """OCA's, which empties a shallow copy of this stack, and with it the stack itself.

    A write would then lose what it guards: a team chosen together with the salesperson was computed anew.
    """

    transaction_attributes = [name for name in oca.ThrowAwayCache.transaction_attributes if name != "protected"]

    def __init__(self, env):
        super().__init__(env)
        self._guard = _unguarded(env)

    def __enter__(self):
        self._guard.__enter__()
        return super().__enter__()

    def __exit__(self, *error):
        result = super().__exit__(*error)
        self._guard.__exit__(None, None, None)
        return result


# OCA's methods find the class in their module.
oca.ThrowAwayCache = AuditCache


@contextmanager
def _reads(model, names):
    token = _written.set((model, names))
    try:
        yield
    finally:
        _written.reset(token)


class AuditlogRule(models.Model):
    """Rules of the shipped audit: only the fields that matter, at the price of those fields, and for good."""

    _inherit = "auditlog.rule"

    @api.model
    def get_auditlog_fields(self, model):
        """Read only the audited fields of our models, and of these what a write may change; others as OCA does."""
        names = AUDITED.get(model._name)
        if names is None:
            return super().get_auditlog_fields(model)
        written_model, written = _written.get()
        if written_model == model._name:
            names = [name for name in names if name in written]
        return [name for name in names if name in model._fields]

    def _make_write(self):
        """Do without reading anything when none of the audited fields is written."""
        logged = super()._make_write()
        model = self.model_id.model
        if model not in AUDITED:
            return logged
        audited = frozenset(AUDITED[model])

        def write_plainly(self, vals, **kwargs):
            # What is written from within is logged by its own measure.
            with _reads(None, ()):
                return write_audited.origin(self, vals, **kwargs)

        def write_audited(self, vals, **kwargs):
            if audited.isdisjoint(vals):
                return write_audited.origin(self, vals, **kwargs)
            # Computed fields follow the written ones; reading the names behind the others costs most.
            followers = {name for name in audited if name in self._fields and self._fields[name].compute}
            with _reads(model, followers | vals.keys() | FOLLOWERS.get(model, frozenset())):
                return logged(self, vals, **kwargs)

        logged.origin = write_plainly
        return write_audited

    @api.private
    def create_logs(self, uid, res_model, res_ids, method, *args, **kwargs):
        """Write the log; not to be called from outside, where anything could be made up."""
        with _audit_writes(), _unguarded(self.env):
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
        """Refuse to change rules of the shipped audit, except while modules are updated or uninstalled."""
        # Only the server itself is superuser; the flag alone could come from a caller.
        uninstalls = self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG)
        if not self.env.registry.ready or uninstalls:
            return
        shipped = self.filtered(lambda rule: rule.model_model in AUDITED)
        if shipped:
            raise UserError(
                self.env._(
                    "The audit of %s is part of the application and cannot be changed or switched off.",
                    ", ".join(shipped.mapped("model_name")),
                )
            )
