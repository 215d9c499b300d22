from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Number of each source: an event's id is the id of its source * 16 + this number.
EVENT_TYPES = [
    ("activity", "Activity"),
    ("meeting", "Meeting"),
    ("task", "Task"),
    ("milestone", "Milestone"),
    ("act", "Act"),
    ("invoice", "Invoice"),
    ("domain_expiry", "Domain expiry"),
    ("tls_expiry", "Certificate expiry"),
    ("requirement", "Need"),
]
TYPE_NUMBERS = {name: number for number, (name, _label) in enumerate(EVENT_TYPES, start=1)}


class AgencyEvent(models.Model):
    """Everything that is due or was done, one row per source record, straight from the sources.

    Nothing is stored: the rows are a query, in which "today" is today in the user's time zone.
    Days without a time (deadlines, expiries) start at nine in the morning of that zone.
    """

    _name = "agency.event"
    _description = "Event"
    _auto = False
    _order = "date_start, id"
    _depends = {
        "account.move": [
            "commercial_partner_id",
            "company_id",
            "invoice_date_due",
            "invoice_user_id",
            "move_type",
            "name",
            "payment_state",
            "state",
        ],
        "agency.acceptance.act": ["company_id", "date", "name", "order_id", "partner_id", "state"],
        "agency.requirement": ["active", "company_id", "name", "partner_id", "state", "user_id", "wanted_date"],
        "agency.website": ["active", "company_id", "domain_expiry", "name", "partner_id", "tls_expiry", "user_id"],
        "calendar.event": ["active", "name", "opportunity_id", "partner_ids", "privacy", "start", "stop", "user_id"],
        "crm.lead": ["company_id", "partner_id"],
        "mail.activity": [
            "active",
            "activity_type_id",
            "date_deadline",
            "res_id",
            "res_model",
            "summary",
            "user_id",
        ],
        "mail.activity.type": ["name"],
        "project.milestone": ["deadline", "is_reached", "name", "project_id"],
        "project.project": ["active", "company_id", "is_template", "partner_id", "user_id"],
        "project.task": [
            "active",
            "company_id",
            "date_deadline",
            "is_template",
            "name",
            "partner_id",
            "project_id",
            "state",
            "user_ids",
        ],
        "res.partner": ["commercial_partner_id", "is_agency_client"],
        "res.users.settings": ["calendar_default_privacy"],
        "sale.order": ["company_id", "partner_id", "user_id"],
    }

    name = fields.Char("Event", readonly=True)
    event_type = fields.Selection(EVENT_TYPES, "Type", readonly=True)
    state = fields.Selection(
        [("overdue", "Overdue"), ("today", "Today"), ("planned", "Planned"), ("done", "Done")],
        readonly=True,
        group_expand=True,
    )
    date_start = fields.Datetime("When", readonly=True)
    date_stop = fields.Datetime("Until", readonly=True)
    date = fields.Date("Day", readonly=True)
    user_id = fields.Many2one("res.users", "Performer", readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    res_model = fields.Char("Model of the source", readonly=True)
    res_id = fields.Many2oneReference("Source", model_field="res_model", readonly=True)
    task_id = fields.Many2one("project.task", readonly=True)
    meeting_id = fields.Many2one("calendar.event", readonly=True)
    is_private = fields.Boolean("Private", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT e.source_id::bigint * 16 + e.type_number AS id,
                   e.name, e.event_type, e.start_at AS date_start, e.stop_at AS date_stop, e.day AS date,
                   CASE WHEN e.is_done THEN 'done'
                        WHEN e.day < %(today)s THEN 'overdue'
                        WHEN e.day = %(today)s THEN 'today'
                        ELSE 'planned' END AS state,
                   e.user_id, p.commercial_partner_id AS partner_id, e.company_id, e.res_model, e.res_id,
                   e.task_id, e.meeting_id, e.is_private
              FROM (%(sources)s) e
              LEFT JOIN res_partner p ON p.id = e.raw_partner_id
            """,
            today=fields.Date.context_today(self),
            sources=SQL(" UNION ALL ").join(self._get_source_queries()),
        )

    # ---------------------------------------------------------------- sources
    # Each gives: source_id, type_number, event_type, name, start_at, stop_at, day, is_done, user_id,
    # raw_partner_id, company_id, res_model, res_id, task_id, meeting_id, is_private.

    def _get_source_queries(self):
        """One SELECT per type of event, all with the same columns in the same order."""
        return [
            self._select_activities(),
            self._select_meetings(),
            self._select_tasks(),
            self._select_milestones(),
            self._select_acts(),
            self._select_invoices(),
            self._select_expiries("domain_expiry", SQL("domain_expiry")),
            self._select_expiries("tls_expiry", SQL("tls_expiry")),
            self._select_requirements(),
        ]

    def _head(self, event_type, table):
        return SQL(
            "%s.id AS source_id, %s AS type_number, %s AS event_type", table, TYPE_NUMBERS[event_type], event_type
        )

    def _moment_of(self, day):
        """Nine in the morning of a day in the user's time zone, as Odoo stores moments (UTC)."""
        return SQL("((%s + time '09:00') AT TIME ZONE %s AT TIME ZONE 'UTC')", day, str(self.env.tz))

    def _day_of(self, moment):
        """Day of a stored moment in the user's time zone."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, str(self.env.tz))

    def _translated(self, column):
        """Text of a translated column in the user's language, else in English."""
        return SQL("COALESCE(%s->>%s, %s->>'en_US')", column, self.env.lang or "en_US", column)

    def _select_activities(self):
        """Open and done activities, but those of meetings: the meeting is there itself."""
        return SQL(
            """
            SELECT %(head)s, COALESCE(NULLIF(a.summary, ''), %(type_name)s, '') AS name,
                   %(moment)s AS start_at, %(moment)s AS stop_at, a.date_deadline AS day,
                   (a.active IS NOT TRUE) AS is_done, a.user_id,
                   CASE a.res_model WHEN 'res.partner' THEN a.res_id
                        ELSE COALESCE(l.partner_id, o.partner_id, t.partner_id, r.partner_id, w.partner_id,
                                      m.partner_id) END AS raw_partner_id,
                   COALESCE(l.company_id, o.company_id, t.company_id, r.company_id, w.company_id, m.company_id)
                   AS company_id,
                   a.res_model, a.res_id, NULL::int AS task_id, NULL::int AS meeting_id,
                   (a.res_model IS NULL OR (t.id IS NOT NULL AND t.project_id IS NULL)) AS is_private
              FROM mail_activity a
              LEFT JOIN mail_activity_type y ON y.id = a.activity_type_id
              LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
              LEFT JOIN sale_order o ON a.res_model = 'sale.order' AND o.id = a.res_id
              LEFT JOIN project_task t ON a.res_model = 'project.task' AND t.id = a.res_id
              LEFT JOIN agency_requirement r ON a.res_model = 'agency.requirement' AND r.id = a.res_id
              LEFT JOIN agency_website w ON a.res_model = 'agency.website' AND w.id = a.res_id
              LEFT JOIN account_move m ON a.res_model = 'account.move' AND m.id = a.res_id
             WHERE a.calendar_event_id IS NULL
            """,
            head=self._head("activity", SQL("a")),
            type_name=self._translated(SQL("y.name")),
            moment=self._moment_of(SQL("a.date_deadline")),
        )

    def _select_meetings(self):
        return SQL(
            """
            SELECT %(head)s, c.name, c.start, c.stop, %(day)s, (c.stop < now() AT TIME ZONE 'UTC'), c.user_id,
                   COALESCE(l.partner_id, (%(client)s)), l.company_id, 'calendar.event', c.id, NULL::int, c.id,
                   COALESCE(c.privacy, s.calendar_default_privacy, 'public') = 'private'
              FROM calendar_event c
              LEFT JOIN crm_lead l ON l.id = c.opportunity_id
              LEFT JOIN res_users_settings s ON s.user_id = c.user_id
             WHERE c.active
            """,
            head=self._head("meeting", SQL("c")),
            day=self._day_of(SQL("c.start")),
            client=self._select_invited_client(),
        )

    def _select_invited_client(self):
        """Client among the people invited to meeting "c" (the first one, if several)."""
        return SQL(
            """
            SELECT min(k.id)
              FROM calendar_event_res_partner_rel i
              JOIN res_partner a ON a.id = i.res_partner_id
              JOIN res_partner k ON k.id = a.commercial_partner_id AND k.is_agency_client
             WHERE i.calendar_event_id = c.id
            """
        )

    def _select_tasks(self):
        """Tasks with a deadline; the performer shown is the one assigned first, all count for "mine"."""
        return SQL(
            """
            SELECT %(head)s, t.name, t.date_deadline, t.date_deadline, %(day)s,
                   t.state IN ('1_done', '1_canceled'),
                   (SELECT min(u.user_id) FROM project_task_user_rel u WHERE u.task_id = t.id),
                   t.partner_id, t.company_id, 'project.task', t.id, t.id, NULL::int, t.project_id IS NULL
              FROM project_task t
             WHERE t.active AND t.date_deadline IS NOT NULL AND t.is_template IS NOT TRUE
            """,
            head=self._head("task", SQL("t")),
            day=self._day_of(SQL("t.date_deadline")),
        )

    def _select_milestones(self):
        return SQL(
            """
            SELECT %(head)s, m.name, %(moment)s, %(moment)s, m.deadline, m.is_reached IS TRUE, p.user_id,
                   p.partner_id, p.company_id, 'project.milestone', m.id, NULL::int, NULL::int, FALSE
              FROM project_milestone m
              JOIN project_project p ON p.id = m.project_id AND p.active AND p.is_template IS NOT TRUE
             WHERE m.deadline IS NOT NULL
            """,
            head=self._head("milestone", SQL("m")),
            moment=self._moment_of(SQL("m.deadline")),
        )

    def _select_acts(self):
        """Acts wait for a signature from their date on."""
        return SQL(
            """
            SELECT %(head)s, a.name, %(moment)s, %(moment)s, a.date, a.state IN ('signed', 'invoiced'), o.user_id,
                   a.partner_id, o.company_id, 'agency.acceptance.act', a.id, NULL::int, NULL::int, FALSE
              FROM agency_acceptance_act a
              JOIN sale_order o ON o.id = a.order_id
             WHERE a.state != 'cancelled' AND a.date IS NOT NULL
            """,
            head=self._head("act", SQL("a")),
            moment=self._moment_of(SQL("a.date")),
        )

    def _select_invoices(self):
        return SQL(
            """
            SELECT %(head)s, m.name, %(moment)s, %(moment)s, m.invoice_date_due,
                   m.payment_state IN ('paid', 'in_payment', 'reversed', 'blocked'), m.invoice_user_id,
                   m.commercial_partner_id, m.company_id, 'account.move', m.id, NULL::int, NULL::int, FALSE
              FROM account_move m
             WHERE m.move_type = 'out_invoice' AND m.state = 'posted' AND m.invoice_date_due IS NOT NULL
            """,
            head=self._head("invoice", SQL("m")),
            moment=self._moment_of(SQL("m.invoice_date_due")),
        )

    def _select_expiries(self, event_type, column):
        return SQL(
            """
            SELECT %(head)s, w.name, %(moment)s, %(moment)s, w.%(column)s, FALSE, w.user_id,
                   w.partner_id, w.company_id, 'agency.website', w.id, NULL::int, NULL::int, FALSE
              FROM agency_website w
             WHERE w.active AND w.%(column)s IS NOT NULL
            """,
            head=self._head(event_type, SQL("w")),
            moment=self._moment_of(SQL("w.%s", column)),
            column=column,
        )

    def _select_requirements(self):
        return SQL(
            """
            SELECT %(head)s, r.name, %(moment)s, %(moment)s, r.wanted_date,
                   r.state IN ('delivered', 'declined'), r.user_id,
                   r.partner_id, r.company_id, 'agency.requirement', r.id, NULL::int, NULL::int, FALSE
              FROM agency_requirement r
             WHERE r.active AND r.wanted_date IS NOT NULL
            """,
            head=self._head("requirement", SQL("r")),
            moment=self._moment_of(SQL("r.wanted_date")),
        )

    # ---------------------------------------------------------------- actions

    def action_open(self):
        """Open the source of the event; its own access rules decide."""
        self.ensure_one()
        if not self.res_model:
            return self._get_activity()._get_records_action(target="new")
        record = self.env[self.res_model].browse(self.res_id)
        record.check_access("read")
        return record._get_records_action()

    def action_done(self):
        """Mark the activities behind the events as done, as far as the user may."""
        activities = self._get_activity()
        if not activities:
            raise UserError(self.env._("Only activities can be marked as done here; open the others."))
        activities.action_feedback()
        self.invalidate_model()

    def _get_activity(self):
        """Open activities that the events show (an event's id holds the id of its source)."""
        ids = [event.id // 16 for event in self if event.event_type == "activity" and event.state != "done"]
        return self.env["mail.activity"].browse(ids)
