from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

AGENCY = "crm_web_agency.group_agency_admin"
SYSTEM = "base.group_system"


@tagged("post_install", "-at_install")
class TestLastAdministrator(TransactionCase):
    """Whatever way is tried, somebody stays who can give rights back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, no_reset_password=True, lang="en_US"))
        cls.agency, cls.system = cls.env.ref(AGENCY), cls.env.ref(SYSTEM)
        cls.role = cls.env.ref("crm_web_agency.role_agency_admin")
        cls.today = fields.Date.today()
        cls.only = new_test_user(cls.env, "only_admin", f"base.group_user,{AGENCY},{SYSTEM}", email="only@example.com")
        others = cls.env["res.users"].search([("id", "not in", (1, cls.only.id))])
        others.role_line_ids.unlink()
        for group in (cls.agency, cls.system):
            holders = cls.env["res.users"].with_context(active_test=False).search([("all_group_ids", "in", group.ids)])
            implying = group.all_implied_by_ids
            for user in holders - cls.only:
                if user.id != 1:
                    user.group_ids -= implying

    def assertRefused(self, action, pattern="Nobody would be left"):
        with self.assertRaisesRegex(UserError, pattern), self.env.cr.savepoint():
            action()
            self.env.flush_all()
        self.env.invalidate_all()
        # As after a request that failed: groups are remembered beyond the savepoint.
        self.env.registry.clear_all_caches()
        self.assertTrue(self.only.active)

    def _give_role_only(self, **dates):
        """The administrator has the rights by a role; those of the server stay with somebody else."""
        new_test_user(self.env, "server_admin", f"base.group_user,{SYSTEM}")
        self.only.role_line_ids = [Command.create({"role_id": self.role.id})]
        self.assertTrue(self.only.has_group(AGENCY))
        return self.only.role_line_ids

    def test_cannot_be_archived_or_deleted(self):
        self.assertRefused(lambda: self.only.write({"active": False}))
        self.assertRefused(self.only.action_archive)
        self.assertRefused(self.only.unlink)

    def test_cannot_lose_the_group_from_either_side(self):
        for group, pattern in ((self.agency, "Nobody would be left"), (self.system, "Nobody would|at least an admin")):
            unlink, clear = [Command.unlink(self.only.id)], [Command.set([1])]
            with self.subTest(group=group.name):
                self.assertRefused(partial(self.only.write, {"group_ids": [Command.unlink(group.id)]}), pattern)
                self.assertRefused(partial(group.write, {"user_ids": unlink}), pattern)
                self.assertRefused(partial(group.write, {"user_ids": clear}), pattern)

    def test_odoobot_is_nobody(self):
        self.assertTrue(self.env["res.users"].browse(1).has_group(SYSTEM))
        self.assertRefused(lambda: self.only.write({"group_ids": [Command.unlink(self.system.id)]}), "Nobody|at least")

    def test_a_role_that_brings_less_is_refused(self):
        performer = self.env.ref("crm_web_agency.role_performer")
        line = {"role_id": performer.id, "user_id": self.only.id}
        self.assertRefused(lambda: self.env["res.users.role.line"].create(line))
        self.assertRefused(lambda: self.only.write({"role_line_ids": [Command.create({"role_id": performer.id})]}))
        self.assertRefused(lambda: performer.write({"line_ids": [Command.create({"user_id": self.only.id})]}))

    def test_the_role_cannot_be_taken_dated_or_emptied(self):
        line = self._give_role_only()
        yesterday = self.today - timedelta(days=1)
        self.assertRefused(line.unlink)
        self.assertRefused(lambda: self.only.write({"role_line_ids": [Command.delete(line.id)]}))
        self.assertRefused(lambda: self.only.write({"role_line_ids": [Command.clear()]}))
        self.assertRefused(lambda: line.write({"date_to": yesterday}))
        self.assertRefused(lambda: line.write({"date_to": self.today + timedelta(days=30)}), "until a date")
        self.assertRefused(lambda: line.write({"date_from": self.today + timedelta(days=1)}))
        self.assertRefused(lambda: line.write({"role_id": self.env.ref("crm_web_agency.role_director").id}))
        self.assertRefused(lambda: self.role.write({"implied_ids": [Command.unlink(self.agency.id)]}))
        self.assertRefused(
            lambda: self.role.group_id.write({"implied_ids": [Command.set([self.env.ref("base.group_user").id])]}),
            "until a date",
        )

    def test_a_swap_of_roles_in_one_write_is_allowed(self):
        line = self._give_role_only()
        copy = self.role.copy({"name": "Administrator again"})
        self.only.write({"role_line_ids": [Command.delete(line.id), Command.create({"role_id": copy.id})]})
        self.assertTrue(self.only.has_group(AGENCY))

    def test_with_another_administrator_all_is_allowed(self):
        new_test_user(self.env, "second_admin", f"base.group_user,{AGENCY},{SYSTEM}")
        self.only.write({"active": False})
        self.assertFalse(self.only.active)

    def test_an_archived_or_dated_other_is_not_enough(self):
        second = new_test_user(self.env, "second_admin", f"base.group_user,{AGENCY},{SYSTEM}")
        second.active = False
        self.assertRefused(lambda: self.only.write({"active": False}))
        dated = new_test_user(self.env, "dated_admin", "base.group_user")
        until = self.today + timedelta(days=9)
        dated.role_line_ids = [Command.create({"role_id": self.role.id, "date_to": until})]
        self.assertTrue(dated.has_group(AGENCY))
        new_test_user(self.env, "server_admin", f"base.group_user,{SYSTEM}")
        self.assertRefused(lambda: self.only.write({"active": False}), "until a date")

    def test_the_scheduled_action_lets_the_last_one_keep_the_rights(self):
        line = self._give_role_only()
        # As it may be in a database from before: ended by a date without any check.
        self.env.cr.execute(
            "UPDATE res_users_role_line SET date_to = %s WHERE id = %s", (self.today - timedelta(days=1), line.id)
        )
        self.env.invalidate_all()
        for _run in range(2):
            self.env["res.users.role"].cron_update_users()
            self.env.invalidate_all()
            self.assertTrue(self.only.has_group(AGENCY))
        self.assertRefused(lambda: self.only.write({"active": False}))

    def test_no_queries_for_each_user(self):
        users = self.env["res.users"].create([{"name": f"u{n}", "login": f"many_{n}"} for n in range(12)])
        self.env.flush_all()
        one, many = users[:1], users[2:]

        def count(batch):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with batch._keep_administrators():
                pass
            return self.env.cr.sql_log_count - before

        count(one)
        self.assertEqual(count(one), count(many))
