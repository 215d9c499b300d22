from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import new_test_user

from .common import AgencyCommon


class EventCommon(AgencyCommon):
    """Activities, tasks and meetings of the people of the agency, and a client of another account manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.account_manager)
        cls.other_manager = new_test_user(
            cls.env, "test_account_manager2", "crm_web_agency.group_agency_account_manager", tz="Europe/Kyiv"
        )
        cls.foreign_client = cls.env["res.partner"].create(
            {"name": "ТОВ «Чужий»", "is_company": True, "is_agency_client": True, "user_id": cls.other_manager.id}
        )
        cls.project = cls.env["project.project"].create({"name": "Shop", "user_id": cls.project_manager.id})

    def _panel(self, user):
        return self.env["agency.event"].with_user(user).with_context(tz="Europe/Kyiv")

    def _event_of(self, user, record, event_type):
        """The event of a source, as a user sees it (empty if not)."""
        domain = [("event_type", "=", event_type)]
        if record._name == "mail.activity":
            return self._panel(user).search([*domain, ("id", "=", record.id * 16 + 1)])
        return self._panel(user).search([*domain, ("res_id", "=", record.id)])

    def _activity(self, record, user, days=0, kind="mail.mail_activity_data_todo"):
        return record.activity_schedule(
            kind, date_deadline=self.today + timedelta(days=days), summary="Call back", user_id=user.id
        )

    def _task(self, users, days=0, **values):
        """A task that is due at noon UTC of a day."""
        noon = datetime.combine(self.today, datetime.min.time()) + timedelta(hours=12, days=days)
        values = {"name": "Pages", "project_id": self.project.id, "date_deadline": noon, **values}
        return self.env["project.task"].create({**values, "user_ids": users.ids})

    def _meeting(self, user, days=1, **values):
        start = datetime.combine(self.today, datetime.min.time()) + timedelta(hours=10, days=days)
        values = {"name": "Kick-off", "start": start, "stop": start + timedelta(hours=1), **values}
        return self.env["calendar.event"].create({**values, "user_id": user.id, "partner_ids": user.partner_id.ids})
