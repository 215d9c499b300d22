from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .agency_event import NUMBERS

# Fields whose changes are events, where they are tracked: what the chatter of the record tells too.
STAGES = {
    "res.partner": ("client_stage",),
    "crm.lead": ("stage_id",),
    "agency.requirement": ("state",),
    "sale.order": ("state", "delivery_stage"),
    "agency.acceptance.act": ("state",),
    "project.task": ("stage_id",),
}


class AgencyEvent(models.Model):
    """Events that are changes of a stage, with the value before and after, from the history of the record."""

    _inherit = "agency.event"
    _depends = {
        "mail.message": ["date", "model", "res_id"],
        "mail.tracking.value": [
            "create_uid", "field_id", "mail_message_id", "new_value_char", "old_value_char",
        ],
    }  # fmt: skip

    def _select_stages(self, wanted):
        """One SELECT per model; what has happened is done."""
        if wanted.done is False or not self._is_wanted(wanted, NUMBERS["stage"], ["stage"]):
            return []
        found = [self._select_stages_of(name, fields, wanted) for name, fields in STAGES.items()]
        return [statement for statement in found if statement]

    def _select_stages_of(self, name, fields, wanted):
        """Changes in the records that the user may read; None if there can be none."""
        Model = self.env[name].with_context(active_test=False)
        if not Model.has_access("read"):
            return None
        query = Model._search(Domain.TRUE)
        if query.is_empty():
            return None
        self._join_history(query, Model, fields)
        for condition in self._get_stage_bounds(wanted):
            query.add_where(condition)
        return query.select(self._get_columns(self._prepare_stage_columns(Model)))

    def _join_history(self, query, Model, fields):
        ids = [self.env["ir.model.fields"]._get(Model._name, field).id for field in fields]
        query.add_join(
            "JOIN",
            "event_message",
            "mail_message",
            SQL(
                "event_message.model = %s AND event_message.res_id = %s",
                Model._name,
                SQL.identifier(Model._table, "id"),
            ),
        )
        query.add_join(
            "JOIN",
            "event_change",
            "mail_tracking_value",
            SQL("event_change.mail_message_id = event_message.id AND event_change.field_id = ANY(%s)", ids),
        )

    def _get_stage_bounds(self, wanted):
        """Bounds of the search, as conditions on the joined history."""
        ids = wanted.source_ids(NUMBERS["stage"])
        if ids is not None:
            yield SQL("event_change.id = ANY(%s)", ids)
        if wanted.people is not None:
            yield SQL("event_change.create_uid = ANY(%s)", list(wanted.people))
        if wanted.first:
            yield SQL("event_message.date >= %s", self._midnight(wanted.first))
        if wanted.last:
            yield SQL("%s <= %s", self._day_of(SQL("event_message.date")), wanted.last)

    def _prepare_stage_columns(self, Model):
        alias = Model._table
        partner = "id" if Model._name == "res.partner" else "partner_id"
        name = SQL("COALESCE(%s, '')", SQL.identifier(alias, "name"))
        before, after = SQL("event_change.old_value_char"), SQL("event_change.new_value_char")
        return {
            "source_id": SQL("event_change.id"),
            "type_number": SQL("%s", NUMBERS["stage"]),
            "event_type": SQL("'stage'"),
            "name": SQL("%s || ': ' || COALESCE(%s, '–') || ' → ' || COALESCE(%s, '–')", name, before, after),
            "start_at": SQL("event_message.date"),
            "stop_at": SQL("event_message.date"),
            "day": self._day_of(SQL("event_message.date")),
            "is_done": SQL("TRUE"),
            "user_id": SQL("event_change.create_uid"),
            "raw_partner_id": SQL.identifier(alias, partner),
            "company_id": SQL.identifier(alias, "company_id"),
            "res_model": SQL("%s", Model._name),
            "res_id": SQL.identifier(alias, "id"),
            "is_private": SQL("FALSE"),
            "value_before": before,
            "value_after": after,
        }
