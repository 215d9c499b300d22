from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestRoleLines(AgencyCommon):
    """Roles with dates, substitution, and a history that stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.manager_role = cls.env.ref("crm_web_agency.role_account_manager")
        cls.performer_role = cls.env.ref("crm_web_agency.role_performer")
        cls.absent = new_test_user(cls.env, "absent", "base.group_user")
        cls.absent.role_line_ids = [
            Command.create({"role_id": role.id}) for role in cls.manager_role | cls.performer_role
        ]
        cls.substitute = new_test_user(cls.env, "substitute", "base.group_user")
        cls.substitute.role_line_ids = [Command.create({"role_id": cls.performer_role.id})]

    def _day(self, days):
        return self.today + timedelta(days=days)

    def _substitute(self, first, last, **values):
        form = (
            self.env["agency.substitution"]
            .with_user(self.agency_admin)
            .create(
                {
                    "absent_id": self.absent.id,
                    "substitute_id": self.substitute.id,
                    "date_from": self._day(first),
                    "date_to": self._day(last),
                    **values,
                }
            )
        )
        form.action_substitute()
        return form

    def _get_line(self, role=None):
        return self.substitute.role_line_ids.filtered(lambda line: line.role_id == (role or self.manager_role))

    def _get_dates(self):
        line = self._get_line()
        return line.date_from, line.date_to

    def test_a_substitution_from_today_gives_the_rights_at_once(self):
        form = self._substitute(0, 7)
        self.assertEqual(self._get_dates(), (self._day(0), self._day(7)))
        self.assertTrue(self.substitute.has_group("crm_web_agency.group_agency_account_manager"))
        self.assertIn("Performer (agency)", form.notice)

    def test_a_permanent_role_stays_permanent(self):
        self._substitute(0, 7)
        line = self._get_line(self.performer_role)
        self.assertFalse(line.date_from or line.date_to)

    def test_a_later_substitution_gives_nothing_yet(self):
        self._substitute(3, 7)
        self.assertFalse(self.substitute.has_group("crm_web_agency.group_agency_account_manager"))

    def test_it_ends_by_itself(self):
        self._substitute(0, 7)
        self.env.cr.execute(
            "UPDATE res_users_role_line SET date_to = %s WHERE id = %s", (self._day(-1), self._get_line().id)
        )
        self.env.invalidate_all()
        self.env["res.users.role"].cron_update_users()
        self.assertFalse(self.substitute.has_group("crm_web_agency.group_agency_account_manager"))
        self.assertTrue(self.substitute.has_group("crm_web_agency.group_agency_performer"))

    def test_overlapping_dates_are_joined(self):
        self._substitute(2, 5)
        self._substitute(4, 9)
        self.assertEqual(self._get_dates(), (self._day(2), self._day(9)))
        self._substitute(0, 1)
        self.assertEqual(self._get_dates(), (self._day(0), self._day(9)))

    def test_a_past_line_is_used_again(self):
        self.substitute.role_line_ids = [
            Command.create({"role_id": self.manager_role.id, "date_from": "2020-01-01", "date_to": "2020-02-01"})
        ]
        self._substitute(0, 4)
        self.assertEqual(self._get_dates(), (self._day(0), self._day(4)))

    def test_a_gap_is_explained(self):
        self._substitute(10, 12)
        with self.assertRaisesRegex(UserError, "days between"):
            self._substitute(0, 3)

    def test_bad_input(self):
        for values, message in (
            ({"substitute_id": self.absent.id}, "somebody else"),
            ({"date_to": self._day(-3)}, "ends before"),
            ({"date_from": self._day(-9), "date_to": self._day(-3)}, "over already"),
            ({"role_ids": [Command.clear()]}, "at least one"),
            ({"role_ids": [Command.set(self.env.ref("crm_web_agency.role_director").ids)]}, "Only roles"),
            ({"substitute_id": self.portal_user.id}, "no active member"),
        ):
            with self.subTest(message=message), self.assertRaisesRegex(UserError, message):
                self._substitute(0, 5, **values)

    def test_the_form_opens_without_a_notice(self):
        form = Form(
            self.env["agency.substitution"].with_user(self.agency_admin).with_context(default_absent_id=self.absent.id)
        )
        self.assertFalse(form.notice)
        self.assertEqual(set(form.role_ids.ids), set((self.manager_role | self.performer_role).ids))
        form.substitute_id = self.substitute
        self.assertIn("Performer (agency)", form.notice)

    def test_only_administrators_substitute(self):
        with self.assertRaises(AccessError):
            self.env["agency.substitution"].with_user(self.director).create(
                {"absent_id": self.absent.id, "substitute_id": self.substitute.id, "date_to": self._day(1)}
            )

    def test_dates_in_the_wrong_order_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "ends before"):
            self._get_line(self.performer_role).write({"date_from": self._day(3), "date_to": self._day(1)})

    def test_a_line_changed_directly_changes_the_rights_at_once(self):
        line = self.absent.role_line_ids.filtered(lambda line: line.role_id == self.manager_role)
        line.with_user(self.agency_admin).date_to = self._day(-1)
        self.assertFalse(self.absent.has_group("crm_web_agency.group_agency_account_manager"))

    def test_the_history_says_who_what_and_when(self):
        self._substitute(0, 7)
        line = self._get_line()
        line.with_user(self.agency_admin).date_to = self._day(9)
        line.with_user(self.agency_admin).unlink()
        history = self.env["base.user.role.line.history"].with_user(self.director)
        rows = history.search([("user_id", "=", self.substitute.id)], order="id").filtered(
            lambda row: self.manager_role in row.old_role_id | row.new_role_id
        )
        self.assertEqual(rows.mapped("performed_action"), ["add", "edit", "unlink"])
        self.assertEqual(rows.create_uid, self.agency_admin)
        self.assertEqual((rows[1].old_date_to, rows[1].new_date_to), (self._day(7), self._day(9)))

    def test_nobody_changes_the_history(self):
        row = self.env["base.user.role.line.history"].search([], limit=1)
        self.assertTrue(row)
        for user in (self.env.ref("base.user_admin"), self.agency_admin, self.director, self.performer):
            mine = row.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    mine.write({"new_date_to": self.today})
                with self.assertRaises(AccessError):
                    mine.unlink()
                with self.assertRaises(AccessError):
                    mine.create({"performed_action": "add", "user_id": self.performer.id})

    def test_rights_to_the_table_do_not_open_the_history(self):
        self.env["ir.model.access"].create(
            {
                "name": "all",
                "model_id": self.env["ir.model"]._get_id("base.user.role.line.history"),
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
                "perm_unlink": True,
            }
        )
        row = self.env["base.user.role.line.history"].search([], limit=1).with_user(self.agency_admin)
        with self.assertRaisesRegex(AccessError, "written by the system"):
            row.write({"new_date_to": self.today})
        with self.assertRaisesRegex(AccessError, "written by the system"):
            row.unlink()

    def test_a_role_or_person_with_history_is_not_deleted(self):
        role = self.env["res.users.role"].create({"name": "For a day"})
        self.substitute.role_line_ids = [Command.create({"role_id": role.id})]
        self._get_line(role).unlink()
        with self.assertRaisesRegex(UserError, "history"), self.env.cr.savepoint():
            role.with_user(self.agency_admin).unlink()
        with self.assertRaisesRegex(UserError, "history"), self.env.cr.savepoint():
            self.substitute.with_user(self.agency_admin).unlink()

    def test_only_administrators_and_the_director_read_the_history(self):
        history = self.env["base.user.role.line.history"]
        for user in (self.agency_admin, self.director):
            self.assertTrue(history.with_user(user).has_access("read"))
        for user in (self.performer, self.account_manager, self.project_manager, self.accountant):
            self.assertFalse(history.with_user(user).has_access("read"))

    def test_lists_of_accounts_and_roles(self):
        users = self.env["res.users"].with_user(self.agency_admin)
        groups = dict(
            users._read_group([("id", "in", (self.absent | self.substitute).ids)], ["agency_role_ids"], ["__count"])
        )
        self.assertEqual(groups[self.performer_role], 2)
        self.assertEqual(groups[self.manager_role], 1)
        arch = users.get_view(self.env.ref("crm_web_agency.res_users_view_search_agency").id, "search")["arch"]
        for domain in (
            [("role_line_ids", "=", False)],
            [("log_ids", "=", False)],
            [("totp_enabled", "=", True)],
            [("totp_enabled", "=", False)],
            [("role_line_ids.date_to", "!=", False)],
        ):
            with self.subTest(domain=domain):
                self.assertIn(domain[0][0], arch)
                users.search(domain)

    def test_people_of_a_role(self):
        count = self.manager_role.user_count
        self._substitute(3, 7)
        self.manager_role.invalidate_recordset()
        self.assertEqual(self.manager_role.user_count, count, "a role that begins later is nobody's yet")
        self._substitute(0, 3)
        self.manager_role.invalidate_recordset()
        self.assertEqual(self.manager_role.user_count, count + 1)
