from ast import literal_eval

from odoo import api, fields, models
from odoo.tools import SQL, format_date, format_datetime

from ..tools.audited import AUDITED, KINDS, get_kind

OPERATIONS = [("create", "Created"), ("write", "Changed"), ("unlink", "Deleted"), ("export_data", "Exported")]


class AgencyAudit(models.Model):
    """Who changed what and when: one row a field (SQL over the log of OCA's auditlog).

    The values are told only to those who may read the field itself; they are no columns, so they
    cannot be searched, grouped or guessed at either.
    """

    _name = "agency.audit"
    _description = "Audit"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "record_name"
    _depends = {
        "auditlog.log": ["model_model", "res_id", "name", "user_id", "method", "company_id", "http_request_id"],
        "auditlog.log.line": ["log_id", "field_id", "field_name", "old_value_text", "new_value_text"],
    }

    date = fields.Datetime(readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    kind = fields.Selection(
        [
            ("roles", "Accounts and roles"),
            ("requisites", "Requisites"),
            ("prices", "Prices and orders"),
            ("acts", "Acts"),
            ("approvals", "Approvals"),
            ("settings", "Settings"),
            ("other", "Other"),
        ],
        readonly=True,
    )
    model_id = fields.Many2one("ir.model", string="Object", readonly=True)
    res_model = fields.Char(string="Technical name of the object", readonly=True)
    res_id = fields.Many2oneReference(string="Number of the record", model_field="res_model", readonly=True)
    record_name = fields.Char(string="Record", readonly=True)
    operation = fields.Selection(OPERATIONS, readonly=True)
    field_id = fields.Many2one("ir.model.fields", readonly=True)
    field_label = fields.Char(related="field_id.field_description", string="Label of the field")
    field_name = fields.Char(string="Technical name of the field", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    request_id = fields.Many2one("auditlog.http.request", readonly=True)
    before = fields.Char(compute="_compute_values", compute_sudo=False)
    after = fields.Char(compute="_compute_values", compute_sudo=False)

    @property
    def _table_query(self) -> SQL:
        kinds = SQL(" ").join(
            SQL("WHEN log.model_model IN %s THEN %s", tuple(m for m in AUDITED if get_kind(m) == kind), kind)
            for kind in KINDS
        )
        return SQL(
            """SELECT line.id, line.create_date AS date, log.user_id, log.model_id, log.model_model AS res_model,
                      log.res_id, log.name AS record_name, log.method AS operation, line.field_id, line.field_name,
                      log.company_id, log.http_request_id AS request_id,
                      CASE %s ELSE 'other' END AS kind
                 FROM auditlog_log_line line
                 JOIN auditlog_log log ON log.id = line.log_id""",
            kinds,
        )

    # Values ------------------------------------------------------------------------------------

    @api.depends_context("uid", "lang", "tz")
    @api.depends("res_model", "field_name")
    def _compute_values(self):
        # sudo: the raw values are closed; each is told only if the user may read its field.
        lines = {line.id: line for line in self.env["auditlog.log.line"].sudo().browse(self.ids)}
        open_fields = {}
        for audit in self:
            key = (audit.res_model, audit.field_name)
            if key not in open_fields:
                open_fields[key] = self._may_read_field(*key)
            if not open_fields[key]:
                audit.before = audit.after = self.env._("hidden")
                continue
            line = lines[audit.id]
            audit.before, audit.after = self._say_values(key, line.old_value_text, line.new_value_text)

    @api.model
    def _may_read_field(self, model, name):
        """Tell whether the user may read the field; a field that is gone is told to nobody."""
        if model not in self.env or name not in self.env[model]._fields:
            return False
        records = self.env[model]
        return records.has_access("read") and records._has_field_access(records._fields[name], "read")

    @api.model
    def _say_values(self, key, before, after):
        """Return both values in words; of lists only what was taken out and what was put in."""
        model, name = key
        field = self.env[model]._fields[name]
        before, after = self._parse(before), self._parse(after)
        if field.type in ("one2many", "many2many"):
            return self._say_difference(before, after), self._say_difference(after, before)
        return self._say(field, before), self._say(field, after)

    @api.model
    def _parse(self, text):
        """Return the value behind a text of the log: OCA keeps Python literals, and plain text as it is."""
        try:
            return literal_eval(text) if text else False
        except (ValueError, SyntaxError):
            return text

    @api.model
    def _say_difference(self, values, others):
        values, others = (value if isinstance(value, list) else [] for value in (values, others))
        known = {item[0] for item in others if isinstance(item, tuple)}
        return ", ".join(str(item[1]) for item in values if isinstance(item, tuple) and item[0] not in known)

    @api.model
    def _say(self, field, value):
        """Return one value in the words of the user's language; an empty one is empty."""
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if value is False or value is None:
            return ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, str(value))
        if field.type == "many2one":
            return str(value[1]) if isinstance(value, tuple) and len(value) > 1 else str(value)
        if field.type == "date":
            return format_date(self.env, str(value))
        if field.type == "datetime":
            return format_datetime(self.env, str(value).partition(".")[0])
        if field.type in ("float", "monetary"):
            return self._say_number(value)
        return str(value)

    @api.model
    def _say_number(self, value):
        """Return a number as people write it in the user's language, without idle zeros."""
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        digits = max(len(f"{value:.6f}".rstrip("0").partition(".")[2]), 0)
        return self.env["res.lang"].browse(lang.id).format(f"%.{digits}f", value, grouping=True)

    def action_open_record(self):
        """Show the changed record to those who may see it."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists()
        if record and self.res_model == "tier.review":
            record = record.order_id
        if not record:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {"message": self.env._("The record does not exist any more."), "type": "warning"},
            }
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
