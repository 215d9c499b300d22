import xmlrpc.client
from datetime import datetime, timedelta

from odoo.exceptions import AccessDenied, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

PASSWORD = "a long password of tests"


@tagged("post_install", "-at_install")
class TestAccountSafety(HttpCase):
    """Second factor, time-outs and passwords, as a role asks for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, no_reset_password=True, lang="en_US"))
        cls.env["ir.config_parameter"].set_param("auth_totp.policy", False)
        cls.role = cls.env.ref("crm_web_agency.role_performer")
        cls.user = new_test_user(
            cls.env, "safe_performer", "base.group_user", password=PASSWORD, email="safe@example.com"
        )
        cls.user.role_line_ids = [Command.create({"role_id": cls.role.id})]

    def _log_in_by_api(self, password=PASSWORD):
        return self.xmlrpc_common.authenticate(get_db_name(), self.user.login, password, {})

    def test_a_role_asks_for_a_second_factor(self):
        self.assertFalse(self.user._mfa_type())
        self.role.two_factor_required = True
        self.assertEqual(self.user._mfa_type(), "totp_mail")
        self.assertEqual(self.user._mfa_url(), "/web/login/totp")
        self.assertTrue(self.user._rpc_api_keys_only())

    def test_other_roles_and_ended_ones_do_not(self):
        self.role.two_factor_required = True
        other = new_test_user(self.env, "other_role", "base.group_user")
        other.role_line_ids = [Command.create({"role_id": self.env.ref("crm_web_agency.role_accountant").id})]
        self.assertFalse(other._mfa_type())
        self.user.role_line_ids.date_to = "2020-01-01"
        self.assertFalse(self.user._mfa_type())

    def test_an_application_on_the_phone_comes_first(self):
        self.role.two_factor_required = True
        self.env.cr.execute("UPDATE res_users SET totp_secret = 'TEST' WHERE id = %s", (self.user.id,))
        self.user.invalidate_recordset()
        self.assertEqual(self.user._mfa_type(), "totp")

    @mute_logger("odoo.addons.base.models.res_users", "odoo.addons.rpc.controllers.xmlrpc", "odoo.http")
    def test_a_password_opens_the_api_only_without_a_second_factor(self):
        self.assertEqual(self._log_in_by_api(), self.user.id)
        self.role.two_factor_required = True
        self.assertFalse(self._log_in_by_api())
        with self.assertRaises(xmlrpc.client.Fault):
            self.xmlrpc_object.execute_kw(
                get_db_name(), self.user.id, PASSWORD, "res.users", "read", [self.user.ids, ["name"]]
            )
        key = self.env(user=self.user)["res.users.apikeys"]._generate(
            "rpc", "of tests", datetime.now() + timedelta(days=1)
        )
        self.assertEqual(self._log_in_by_api(key), self.user.id)

    def test_the_login_page_asks_for_the_code(self):
        self.role.two_factor_required = True
        self.authenticate(None, None)
        page = self.url_open("/web/login")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        answer = self.url_open(
            "/web/login", {"login": self.user.login, "password": PASSWORD, "csrf_token": token}, allow_redirects=False
        )
        self.assertIn("/web/login/totp", answer.headers["Location"])

    def test_time_outs_of_a_role_reach_its_people(self):
        self.assertFalse(self.user._get_lock_timeouts()["lock_timeout_inactivity"])
        self.role.write({"lock_timeout_inactivity": 15, "lock_timeout": 600, "lock_timeout_mfa": True})
        timeouts = self.user._get_lock_timeouts()
        self.assertEqual(timeouts["lock_timeout_inactivity"], [(900, False)])
        self.assertEqual(timeouts["lock_timeout"], [(36000, True)])
        self.role.write({"lock_timeout_inactivity": 0, "lock_timeout": 0})
        self.assertFalse(self.user._get_lock_timeout_inactivity())

    def test_of_two_roles_the_shorter_time_counts(self):
        other = self.env.ref("crm_web_agency.role_accountant")
        self.user.role_line_ids = [Command.create({"role_id": other.id})]
        self.role.lock_timeout_inactivity = 30
        other.lock_timeout_inactivity = 10
        self.assertEqual(self.user._get_lock_timeout_inactivity(), 600)

    def test_a_negative_time_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "minutes"):
            self.role.lock_timeout_inactivity = -5

    def test_short_passwords_are_refused(self):
        self.env["res.config.settings"].create({"minlength": 12}).execute()
        with self.assertRaisesRegex(UserError, "at least 12"):
            self.user.password = "short"
        self.user.password = "long enough of tests"
        with self.assertRaises(AccessDenied), mute_logger("odoo.addons.base.models.res_users"):
            self.user.with_user(self.user)._check_credentials(
                {"type": "password", "password": "short"}, {"interactive": True}
            )

    def test_an_agency_administrator_may_set_it_up(self):
        admin = new_test_user(self.env, "safety_admin", "crm_web_agency.group_agency_admin")
        role = self.role.with_user(admin)
        role.write({"two_factor_required": True, "lock_timeout_inactivity": 20})
        self.assertEqual(self.user._mfa_type(), "totp_mail")
        self.assertEqual(self.user._get_lock_timeout_inactivity(), 1200)
        self.assertEqual(role.user_count, len(self.role.line_ids.filtered("is_enabled")))
