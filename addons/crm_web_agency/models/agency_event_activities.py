from odoo import models
from odoo.tools import SQL

from .agency_event import NUMBERS

# Documents whose activities are the work of the agency: column of the client, and of the company.
DOCUMENTS = {
    "res.partner": ("id", None),
    "crm.lead": ("partner_id", "company_id"),
    "sale.order": ("partner_id", "company_id"),
    "project.project": ("partner_id", "company_id"),
    "project.task": ("partner_id", "company_id"),
    "agency.requirement": ("partner_id", "company_id"),
    "agency.website": ("partner_id", "company_id"),
    "agency.acceptance.act": ("partner_id", "company_id"),
    "account.move": ("partner_id", "company_id"),
    "contract.contract": ("partner_id", "company_id"),
}


class AgencyEvent(models.Model):
    """Events that are activities, open and done; not those of meetings, for the meeting is there itself."""

    _inherit = "agency.event"
    _depends = {
        "mail.activity": [
            "active", "activity_type_id", "calendar_event_id", "date_deadline", "res_id", "res_model", "summary",
            "user_id",
        ],
        "mail.activity.type": ["category", "name"],
    }  # fmt: skip

    def _select_activities(self, wanted):
        """One's own activities on anything, and those of others on the documents that one may read.

        As Odoo's rule for activities says, which is made for few records: it reads them all one by one.
        """
        if not self._is_wanted(wanted, NUMBERS["activity"], ["activity", "call"]):
            return []
        bounds = self._get_activity_bounds(wanted)
        if self.env.su:
            return [self._select_activities_where(bounds)]
        mine, others = SQL("a.user_id = %s", self.env.uid), SQL("a.user_id IS DISTINCT FROM %s", self.env.uid)
        branches = [self._select_activities_where([mine, *bounds])]
        if wanted.people is None or wanted.people - {self.env.uid}:
            branches += [
                self._select_activities_where([others, readable, *bounds])
                for readable in self._get_readable_documents()
            ]
        return branches

    def _get_activity_bounds(self, wanted):
        """Bounds of the search, as conditions on "a"."""
        conditions = [SQL("a.calendar_event_id IS NULL")]
        ids = wanted.source_ids(NUMBERS["activity"])
        if ids is not None:
            conditions.append(SQL("a.id = ANY(%s)", ids))
        if wanted.done is not None:
            conditions.append(SQL("a.active IS NOT TRUE") if wanted.done else SQL("a.active IS TRUE"))
        if wanted.people is not None:
            conditions.append(SQL("a.user_id = ANY(%s)", list(wanted.people)))
        if wanted.first:
            conditions.append(SQL("a.date_deadline >= %s", wanted.first))
        if wanted.last:
            conditions.append(SQL("a.date_deadline <= %s", wanted.last))
        return conditions

    def _get_readable_documents(self):
        """A condition on "a" for each model of documents: the activity is on one that the user may read."""
        for name in DOCUMENTS:
            Model = self.env[name].with_context(active_test=False)
            if Model.has_access("read") and not (query := Model._search([])).is_empty():
                yield SQL("a.res_model = %s AND a.res_id IN %s", name, query.subselect())

    def _select_activities_where(self, conditions):
        moment = self._moment_of(SQL("a.date_deadline"))
        columns = {
            "source_id": SQL("a.id"),
            "type_number": SQL("%s", NUMBERS["activity"]),
            "event_type": SQL("CASE WHEN y.category = 'phonecall' THEN 'call' ELSE 'activity' END"),
            "name": SQL("COALESCE(NULLIF(a.summary, ''), %s, '')", self._get_type_name()),
            "start_at": moment,
            "stop_at": moment,
            "day": SQL("a.date_deadline"),
            "is_done": SQL("a.active IS NOT TRUE"),
            "user_id": SQL("a.user_id"),
            "raw_partner_id": self._get_document_column(0),
            "company_id": self._get_document_column(1),
            "res_model": SQL("a.res_model"),
            "res_id": SQL("a.res_id"),
            "is_private": SQL("a.res_model IS NULL"),
        }
        return SQL(
            "SELECT %s FROM mail_activity a LEFT JOIN mail_activity_type y ON y.id = a.activity_type_id WHERE %s",
            self._get_columns(columns),
            SQL(" AND ").join(conditions),
        )

    def _get_type_name(self):
        """Name of the type of activity in the user's language, else in English."""
        return SQL("COALESCE(y.name->>%s, y.name->>'en_US')", self.env.lang or "en_US")

    def _get_document_column(self, number):
        """Client or company of the document of activity "a", looked up for the rows that are shown."""
        cases = [
            SQL(
                "WHEN %s THEN (SELECT d.%s FROM %s d WHERE d.id = a.res_id)",
                name,
                SQL.identifier(columns[number]),
                SQL.identifier(self.env[name]._table),
            )
            for name, columns in DOCUMENTS.items()
            if columns[number]
        ]
        return SQL("CASE a.res_model %s END", SQL(" ").join(cases))
