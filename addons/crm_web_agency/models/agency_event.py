from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.date_utils import parse_date

from ..tools.event_wanted import Wanted

# An event's id is the id of its source * 16 + the number of the source.
NUMBERS = {
    "activity": 1,
    "meeting": 2,
    "task": 3,
    "milestone": 4,
    "act": 5,
    "invoice": 6,
    "domain_expiry": 7,
    "tls_expiry": 8,
    "requirement": 9,
    "offer": 10,
    "contract": 11,
    "stage": 12,
    "hosting_expiry": 13,
}
# Columns that every source gives, in this order; PostgreSQL looks into the sources only if the types are the same.
COLUMNS = {
    "source_id": SQL("bigint"),
    "type_number": SQL("integer"),
    "event_type": SQL("text"),
    "name": SQL("text"),
    "start_at": SQL("timestamp"),
    "stop_at": SQL("timestamp"),
    "day": SQL("date"),
    "is_done": SQL("boolean"),
    "user_id": SQL("integer"),
    "raw_partner_id": SQL("integer"),
    "company_id": SQL("integer"),
    "res_model": SQL("text"),
    "res_id": SQL("integer"),
    "task_id": SQL("integer"),
    "meeting_id": SQL("integer"),
    "is_private": SQL("boolean"),
    "value_before": SQL("text"),
    "value_after": SQL("text"),
}
DAYS_AHEAD = 6
MOST = 1000
WANTED = "agency_event_wanted"
MEMO = "agency_event_memo"


class Memo:
    """What one request has found out already: the statement of its search, the events that it may show, how many."""

    def __init__(self):
        self.statements, self.readable, self.counted = {}, set(), None


class AgencyEvent(models.Model):
    """What happened and what is due: one row per source record, straight from the sources.

    Nothing is stored: the rows are a query, in which "today" is today in the user's time zone. Days without a time
    (deadlines, expiries) start at nine in the morning of that zone.

    Rights: each source is searched as its own model, so its record rules decide; who may not read a model gets none of
    its events. Each source also gets the bounds of the search (see `Wanted`), which it can look up by its indexes.
    """

    _name = "agency.event"
    _description = "Event"
    _auto = False
    _order = "date_start, id"

    name = fields.Char("Event", readonly=True)
    event_type = fields.Selection(
        [
            ("activity", "Activity"),
            ("call", "Call"),
            ("meeting", "Meeting"),
            ("task", "Task"),
            ("milestone", "Milestone"),
            ("requirement", "Need"),
            ("offer", "Offer to answer"),
            ("act", "Act"),
            ("invoice", "Invoice"),
            ("contract", "End of contract"),
            ("domain_expiry", "Domain expiry"),
            ("tls_expiry", "Certificate expiry"),
            ("hosting_expiry", "Hosting expiry"),
            ("stage", "Stage change"),
        ],
        "Type",
        readonly=True,
    )
    state = fields.Selection(
        [("overdue", "Overdue"), ("today", "Today"), ("planned", "Planned"), ("done", "Done")],
        readonly=True,
        group_expand=True,
    )
    day_slot = fields.Selection(
        [
            ("overdue", "Overdue"),
            ("0", "Today"),
            ("1", "Tomorrow"),
            ("2", "In 2 days"),
            ("3", "In 3 days"),
            ("4", "In 4 days"),
            ("5", "In 5 days"),
            ("6", "In 6 days"),
            ("later", "Later"),
            ("done", "Done"),
        ],
        "By day",
        group_expand=True,
        help="Column of the board: drag a card to another day, or to Done.",
    )
    date_start = fields.Datetime("When")
    date_stop = fields.Datetime("Until")
    date = fields.Date("Day", readonly=True)
    user_id = fields.Many2one("res.users", "Performer", domain="[('share', '=', False)]")
    performer_ids = fields.Many2many(
        "res.users",
        string="Performers",
        compute="_compute_performer_ids",
        search="_search_performer_ids",
        help="All who take part: those assigned to the task, invited to the meeting, or responsible.",
    )
    partner_id = fields.Many2one("res.partner", "Client", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    res_model = fields.Char("Model of the source", readonly=True)
    res_id = fields.Many2oneReference("Source", model_field="res_model", readonly=True)
    task_id = fields.Many2one("project.task", readonly=True)
    meeting_id = fields.Many2one("calendar.event", readonly=True)
    is_private = fields.Boolean("Private", readonly=True)
    value_before = fields.Char("Before", readonly=True, help="Stage before the change.")
    value_after = fields.Char("After", readonly=True, help="Stage after the change.")

    @property
    def _table_query(self):
        wanted = self.env.context.get(WANTED)
        # Only the search below makes such objects: what a caller puts into the context is none.
        wanted = wanted if isinstance(wanted, Wanted) else Wanted()
        memo = self.env.context.get(MEMO)
        if not isinstance(memo, Memo):
            return self._get_statement(wanted)
        key = (wanted, self.env.su)
        if key not in memo.statements:
            memo.statements[key] = self._get_statement(wanted)
        return memo.statements[key]

    def _get_statement(self, wanted):
        """SELECT of the events within the bounds of a search."""
        branches = self._get_branches(wanted)
        return SQL(
            """
            SELECT e.source_id * 16 + e.type_number AS id,
                   e.name, e.event_type, e.start_at AS date_start, e.stop_at AS date_stop, e.day AS date,
                   CASE WHEN e.is_done THEN 'done'
                        WHEN e.day < %(today)s THEN 'overdue'
                        WHEN e.day = %(today)s THEN 'today'
                        ELSE 'planned' END AS state,
                   CASE WHEN e.is_done THEN 'done'
                        WHEN e.day < %(today)s THEN 'overdue'
                        WHEN e.day <= %(today)s + %(ahead)s THEN (e.day - %(today)s)::text
                        ELSE 'later' END AS day_slot,
                   e.user_id, p.commercial_partner_id AS partner_id, e.company_id, e.res_model, e.res_id,
                   e.task_id, e.meeting_id, e.is_private, e.value_before, e.value_after
              FROM (%(branches)s) e
              LEFT JOIN res_partner p ON p.id = e.raw_partner_id
            """,
            today=SQL("%s::date", fields.Date.context_today(self)),
            ahead=DAYS_AHEAD,
            branches=SQL(" UNION ALL ").join(branches or [self._select_nothing()]),
        )

    def _get_branches(self, wanted):
        """SELECT statements of the sources that may have something that is wanted, all with the same columns."""
        return [*self._select_activities(wanted), *self._select_documents(wanted), *self._select_stages(wanted)]

    def _select_nothing(self):
        """No event: for those who may read no source."""
        return SQL("SELECT %s WHERE FALSE", self._get_columns({}))

    def _get_columns(self, values):
        """All columns of a source with their types; those without a value are empty."""
        empty = SQL("NULL")
        return SQL(", ").join(
            SQL("(%s)::%s AS %s", values.get(name, empty), kind, SQL.identifier(name)) for name, kind in COLUMNS.items()
        )

    def _is_wanted(self, wanted, number, event_types):
        """Whether the search may find events of a source."""
        if wanted.types is not None and not wanted.types & set(event_types):
            return False
        return wanted.ids is None or bool(wanted.source_ids(number))

    def _moment_of(self, day):
        """Nine in the morning of a day in the user's time zone, as Odoo stores moments (UTC)."""
        return SQL("((%s + time '09:00') AT TIME ZONE %s AT TIME ZONE 'UTC')", day, str(self.env.tz))

    def _day_of(self, moment):
        """Day of a stored moment in the user's time zone."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, str(self.env.tz))

    # ---------------------------------------------------------------- searching

    @api.model
    @api.readonly
    def web_search_read(self, *args, **kwargs):
        return super(AgencyEvent, self._with_memo()).web_search_read(*args, **kwargs)

    @api.model
    @api.readonly
    def web_read_group(self, *args, **kwargs):
        return super(AgencyEvent, self._with_memo()).web_read_group(*args, **kwargs)

    def _with_memo(self):
        """The page and its count ask for the same: for one request that only reads, the sources are asked once."""
        return self.with_context(**{MEMO: Memo()})

    @api.model
    def _search(self, domain, *args, **kwargs):
        # PostgreSQL takes the rules of so many sources for far dearer than they are, and would compile the
        # statement, which takes longer than carrying it out.
        self.env.cr.execute("SET LOCAL jit TO off")
        domain = Domain(domain).optimize(self)
        wanted = self._get_wanted(domain)
        people = [part for part in self._get_conditions(domain) if part.field_expr in ("performer_ids", "user_id")]
        if wanted.people is not None and [part.field_expr for part in people] == ["performer_ids"]:
            # The sources have looked these people up already.
            domain = Domain.AND([part for part in getattr(domain, "children", (domain,)) if part is not people[0]])
        return super(AgencyEvent, self.with_context(**{WANTED: wanted}))._search(domain, *args, **kwargs)

    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        memo = self.env.context.get(MEMO)
        if not isinstance(memo, Memo):
            return super().search_fetch(domain, field_names, offset, limit, order)
        domain = Domain(domain).optimize(self)
        if limit and self._get_wanted(domain).people is not None:
            # Events of some people, the first `MOST` of them: so few are soon read, and need not be counted after.
            found = super().search_fetch(domain, field_names, 0, MOST, order)
            memo.counted = (domain, len(found)) if len(found) < MOST else memo.counted
            events = found[offset:][:limit]
        else:
            events = super().search_fetch(domain, field_names, offset, limit, order)
        memo.readable.update(events.ids)
        return events

    def search_count(self, domain, limit=None):
        memo = self.env.context.get(MEMO)
        if isinstance(memo, Memo) and memo.counted and memo.counted[0] == Domain(domain).optimize(self):
            return min(memo.counted[1], limit or memo.counted[1])
        return super().search_count(domain, limit)

    def _as_query(self, ordered=True):
        wanted = Wanted(ids=frozenset(self.ids))
        return super(AgencyEvent, self.with_context(**{WANTED: wanted}))._as_query(ordered)

    def _get_wanted(self, domain):
        """Bounds of an optimized domain."""
        conditions = [(part.field_expr, part.operator, self._read_value(part)) for part in self._get_conditions(domain)]
        return Wanted.of(conditions, fields.Date.context_today(self))

    def _get_conditions(self, domain):
        """The conditions of a search that must all hold."""
        parts = domain.children if getattr(domain, "OPERATOR", "") == "&" else [domain]
        return [part for part in parts if hasattr(part, "field_expr")]

    def _read_value(self, condition):
        """Value of a condition; days that are relative ("today -7d") as dates."""
        if condition.field_expr == "date" and isinstance(condition.value, str):
            day = parse_date(condition.value, self.env)
            return fields.Date.to_date(day)
        return condition.value

    def _search_performer_ids(self, operator, value):
        """Events of people: assigned first, assigned too, or invited."""
        if operator != "in":
            return NotImplemented
        return Domain.OR(
            [
                Domain("user_id", "in", value),
                Domain("task_id.user_ids", "in", value),
                Domain("meeting_id.partner_ids.user_ids", "in", value),
            ]
        )

    @api.depends("user_id", "task_id", "meeting_id")
    def _compute_performer_ids(self):
        for event in self:
            # sudo: names of colleagues on an event that the user may read.
            source = event.sudo()
            invited = source.meeting_id.partner_ids.user_ids.filtered(lambda user: not user.share)
            event.performer_ids = event.user_id | source.task_id.user_ids | invited

    # ------------------------------------------------------------------ rights

    def _check_access(self, operation):
        """Events whose source the user may not read are not to be had; the table does not hold them."""
        result = super()._check_access(operation)
        if result or not any(self._ids):
            return result
        memo = self.env.context.get(MEMO)
        known = memo.readable if isinstance(memo, Memo) and operation == "read" else set()
        asked = self.filtered(lambda event: event.id not in known)
        hidden = asked and asked - self.browse(self._search(Domain("id", "in", asked.ids)))
        return (hidden, lambda: hidden._make_hidden_error()) if hidden else None

    def _make_hidden_error(self):
        return AccessError(self.env._("Some of these events are gone, or you may not read what they are about."))
