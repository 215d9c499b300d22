from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from dateutil.tz import gettz

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .agency_event import NUMBERS

PARTNERS = "partner_ids"
# Up to so many records of a source are named by their ids.
FEW = 5000


@dataclass(frozen=True)
class Source:
    """A model whose records are events.

    Attributes:
        model: its name.
        day: field of the day (Date) or of the moment (Datetime) on which it is due.
        events: records that are events.
        done: of these, those that are done.
        users: paths to those who perform it, for searching; "partner_ids" leads to their partners.
        columns: further columns as SQL, made of (event model, alias of the table, query).
    """

    model: str
    day: str
    events: Domain
    done: Domain
    users: tuple[str, ...] = ("user_id",)
    columns: dict[str, Callable] = field(default_factory=dict)


def _of_owner(link, table, column):
    """Column of the record that a source hangs on: the project of a milestone, the order of an act."""

    def make(event, alias, query):
        return SQL.identifier(query.left_join(alias, link, table, "id", link), column)

    return make


def _task_user(event, alias, query):
    return SQL("SELECT min(u.user_id) FROM project_task_user_rel u WHERE u.task_id = %s", SQL.identifier(alias, "id"))


def _meeting_client(event, alias, query):
    """Client of the meeting's opportunity, else the first one among the people invited."""
    return SQL(
        """COALESCE(%s, (
            SELECT min(k.id)
              FROM calendar_event_res_partner_rel i
              JOIN res_partner a ON a.id = i.res_partner_id
              JOIN res_partner k ON k.id = a.commercial_partner_id AND k.is_agency_client
             WHERE i.calendar_event_id = %s))""",
        _of_owner("opportunity_id", "crm_lead", "partner_id")(event, alias, query),
        SQL.identifier(alias, "id"),
    )


def _meeting_private(event, alias, query):
    settings = query.left_join(alias, "user_id", "res_users_settings", "user_id", "settings")
    return SQL(
        "COALESCE(%s, %s, 'public') = 'private'",
        SQL.identifier(alias, "privacy"),
        SQL.identifier(settings, "calendar_default_privacy"),
    )


def _act_name(event, alias, query):
    """Number of the act; a draft has none yet and is named after its order."""
    order = query.left_join(alias, "order_id", "sale_order", "id", "order_id")
    return SQL(
        "CASE WHEN %(state)s = 'draft' THEN concat_ws(' ', %(draft)s, %(order)s) ELSE %(name)s END",
        draft=event.env._("Draft act of order"),
        state=SQL.identifier(alias, "state"),
        order=SQL.identifier(order, "name"),
        name=SQL.identifier(alias, "name"),
    )


def _expiry(day):
    # What has expired stays to be dealt with until the date moves.
    return Source("agency.website", day, Domain("active", "=", True), Domain.FALSE)


SOURCES = {
    "meeting": Source(
        "calendar.event",
        "start",
        Domain("active", "=", True),
        Domain("stop", "<", "now"),
        ("user_id", PARTNERS),
        {
            "raw_partner_id": _meeting_client,
            "company_id": _of_owner("opportunity_id", "crm_lead", "company_id"),
            "stop_at": lambda event, alias, query: SQL.identifier(alias, "stop"),
            "meeting_id": lambda event, alias, query: SQL.identifier(alias, "id"),
            "is_private": _meeting_private,
        },
    ),
    "task": Source(
        "project.task",
        "date_deadline",
        Domain("active", "=", True) & Domain("is_template", "=", False),
        Domain("state", "in", ("1_done", "1_canceled")),
        ("user_ids",),
        {"user_id": _task_user, "task_id": lambda event, alias, query: SQL.identifier(alias, "id")},
    ),
    "milestone": Source(
        "project.milestone",
        "deadline",
        Domain("project_id.active", "=", True) & Domain("project_id.is_template", "=", False),
        Domain("is_reached", "=", True),
        ("project_id.user_id",),
        {
            "user_id": _of_owner("project_id", "project_project", "user_id"),
            "raw_partner_id": _of_owner("project_id", "project_project", "partner_id"),
            "company_id": _of_owner("project_id", "project_project", "company_id"),
        },
    ),
    "act": Source(
        "agency.acceptance.act",
        "date",
        Domain("state", "!=", "cancelled"),
        Domain("state", "in", ("signed", "invoiced")),
        columns={"name": _act_name},
    ),
    "invoice": Source(
        "account.move",
        "invoice_date_due",
        Domain("move_type", "=", "out_invoice") & Domain("state", "=", "posted"),
        Domain("payment_state", "in", ("paid", "in_payment", "reversed", "blocked")),
        ("invoice_user_id",),
        {"user_id": lambda event, alias, query: SQL.identifier(alias, "invoice_user_id")},
    ),
    "domain_expiry": _expiry("domain_expiry"),
    "tls_expiry": _expiry("tls_expiry"),
    "hosting_expiry": _expiry("hosting_expiry"),
    "requirement": Source(
        "agency.requirement",
        "wanted_date",
        Domain("active", "=", True),
        Domain("state", "in", ("delivered", "declined")),
    ),
    # An offer that the client has neither accepted nor refused: its last day.
    "offer": Source("sale.order", "validity_date", Domain("state", "=", "sent"), Domain.FALSE),
    "contract": Source("contract.contract", "date_end", Domain("active", "=", True), Domain.FALSE),
}


class AgencyEvent(models.Model):
    """Events that are records with a day: meetings, tasks, milestones, documents, expiries."""

    _inherit = "agency.event"
    _depends = {
        "account.move": [
            "company_id", "invoice_date_due", "invoice_user_id", "move_type", "name", "partner_id", "payment_state",
            "state",
        ],
        "agency.acceptance.act": ["company_id", "date", "name", "order_id", "partner_id", "state", "user_id"],
        "agency.requirement": ["active", "company_id", "name", "partner_id", "state", "user_id", "wanted_date"],
        "agency.website": [
            "active", "company_id", "domain_expiry", "hosting_expiry", "name", "partner_id", "tls_expiry", "user_id",
        ],
        "calendar.event": ["active", "name", "opportunity_id", "partner_ids", "privacy", "start", "stop", "user_id"],
        "contract.contract": ["active", "company_id", "date_end", "name", "partner_id", "user_id"],
        "crm.lead": ["company_id", "partner_id"],
        "project.milestone": ["deadline", "is_reached", "name", "project_id"],
        "project.project": ["active", "company_id", "is_template", "partner_id", "user_id"],
        "project.task": [
            "active", "company_id", "date_deadline", "is_template", "name", "partner_id", "project_id", "state",
            "user_ids",
        ],
        "res.partner": ["commercial_partner_id", "is_agency_client"],
        "res.users.settings": ["calendar_default_privacy"],
        "sale.order": ["company_id", "name", "partner_id", "state", "user_id", "validity_date"],
    }  # fmt: skip

    def _select_documents(self, wanted):
        """One SELECT per type of event that the user may read and the search may find."""
        found = [
            self._select_source(event_type, source, wanted)
            for event_type, source in SOURCES.items()
            if self._is_wanted(wanted, NUMBERS[event_type], [event_type])
        ]
        return [statement for statement in found if statement]

    def _select_source(self, event_type, source, wanted):
        """Records of a source by its own rules, within the bounds of the search; None if there can be none."""
        Model = self.env[source.model].with_context(active_test=False)
        if not Model.has_access("read"):
            return None
        domain = source.events & Domain(source.day, "!=", False) & self._narrow_source(event_type, source, wanted)
        if wanted.people is not None:
            domain = self._narrow_to_people(source, Model, domain, wanted.people)
        if source.model == "calendar.event" and not self.env.su:
            domain &= self._get_meeting_domain(wanted)
        query = Model._search(domain)
        if query.is_empty():
            return None
        return query.select(self._get_columns(self._prepare_columns(event_type, source, Model, query)))

    def _narrow_source(self, event_type, source, wanted):
        """The bounds of the search, as a domain on the source."""
        Model = self.env[source.model]
        domain = Domain.TRUE
        ids = wanted.source_ids(NUMBERS[event_type])
        if ids is not None:
            domain &= Domain("id", "in", ids)
        if wanted.done is not None:
            domain &= source.done if wanted.done else ~source.done
        is_moment = Model._fields[source.day].type == "datetime"
        if wanted.first:
            domain &= Domain(source.day, ">=", self._midnight(wanted.first) if is_moment else wanted.first)
        if wanted.last:
            after = wanted.last + timedelta(days=1)
            domain &= Domain(source.day, "<", self._midnight(after) if is_moment else after)
        return domain

    def _narrow_to_people(self, source, Model, domain, people):
        """The records of the people, looked up by the indexes first: record rules cost too much to be tried on all."""
        # sudo: ids only; the search in which they are used is the user's own.
        sudo = Model.sudo()
        partners = self.env["res.users"].sudo().browse(people).partner_id.ids
        parts = [Domain(path, "in", partners if path == PARTNERS else list(people)) for path in source.users]
        ids = {record_id for part in parts for record_id in sudo._search(domain & part, limit=FEW + 1)}
        return domain & Domain.OR(parts) if len(ids) > FEW else Domain("id", "in", list(ids))

    def _midnight(self, day):
        """Beginning of a day in the user's time zone, as Odoo stores moments (UTC)."""
        local = datetime.combine(day, time.min, gettz(str(self.env.tz)))
        return local.astimezone(gettz("UTC")).replace(tzinfo=None)

    def _get_meeting_domain(self, wanted):
        """Own meetings; of others', no private ones, and only those that concern whom the user works for."""
        if wanted.people == {self.env.uid}:
            return Domain.TRUE
        partner = self.env.user.partner_id
        own = Domain("user_id", "=", self.env.uid) | Domain("partner_ids", "in", partner.ids)
        # sudo: who keeps a calendar private is a setting of that person; nothing is shown.
        settings = self.env["res.users.settings"].sudo()
        public = settings._search([("calendar_default_privacy", "!=", "private")])
        free = Domain("privacy", "in", ("public", "confidential")) | (
            Domain("privacy", "=", False) & Domain("user_id", "in", public.subselect("user_id"))
        )
        if self.env.user.agency_scope == "all":
            return own | free
        leads = self.env["crm.lead"]
        if not leads.has_access("read"):
            return own
        return own | (free & Domain("opportunity_id", "in", leads._search([])))

    def _prepare_columns(self, event_type, source, Model, query):
        """Columns of a source: those that most have, and its own over them."""
        alias = Model._table
        day = SQL.identifier(alias, source.day)
        is_moment = Model._fields[source.day].type == "datetime"
        moment = day if is_moment else self._moment_of(day)
        columns = {
            "source_id": SQL.identifier(alias, "id"),
            "type_number": SQL("%s", NUMBERS[event_type]),
            "event_type": SQL("%s", event_type),
            "name": SQL.identifier(alias, "name"),
            "start_at": moment,
            "stop_at": moment,
            "day": self._day_of(day) if is_moment else day,
            "is_done": self._get_done_sql(source, Model, query),
            "res_model": SQL("%s", source.model),
            "res_id": SQL.identifier(alias, "id"),
            "is_private": SQL("FALSE"),
        }
        plain = {"user_id": "user_id", "raw_partner_id": "partner_id", "company_id": "company_id"}
        columns |= {name: SQL.identifier(alias, own) for name, own in plain.items() if own in Model._fields}
        return columns | {name: make(self, alias, query) for name, make in source.columns.items()}

    def _get_done_sql(self, source, Model, query):
        """Whether a record is done, as SQL."""
        done = source.done.optimize_full(Model)
        return SQL("FALSE") if done.is_false() else SQL("(%s) IS TRUE", done._to_sql(Model, Model._table, query))
