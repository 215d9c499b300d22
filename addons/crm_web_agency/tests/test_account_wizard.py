from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .account_common import AGENCY, AccountCommon

SENDING = "odoo.addons.mail.models.mail_mail.MailMail.send"


@tagged("post_install", "-at_install")
class TestAccountWizard(AccountCommon):
    def _make(self, user=None, **values):
        wizard = self.env["agency.account.wizard"].with_user(user or self.administrator)
        return wizard.create(
            {
                "name": "Olena Koval",
                "email": "Olena@Example.com",
                "role_ids": [Command.set(self.role_manager.ids)],
                **values,
            }
        )

    def test_an_account_with_role_employee_and_invitation(self):
        wizard = self._make(phone="+380501234567", job_id=self.job.id)
        self.assertEqual(wizard.login, "olena@example.com")
        self.assertTrue(wizard.send_invitation)
        action = wizard.action_create()
        user = self._find_user("olena@example.com")
        self.assertEqual((action["res_model"], action["res_id"]), ("res.users", user.id))
        self.assertRecordValues(
            user,
            [
                {
                    "name": "Olena Koval",
                    "email": "olena@example.com",
                    "phone": "+380501234567",
                    "state": "new",
                    "share": False,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(user.role_line_ids.role_id, self.role_manager)
        self.assertTrue(user.has_group("crm_web_agency.group_agency_account_manager"))
        self.assertFalse(user.has_group("crm_web_agency.group_agency_director"))
        self.assertEqual(user.group_ids - self.role_manager.all_implied_ids, self.env["res.groups"])
        employee = self.env["hr.employee"].search([("user_id", "=", user.id)])
        self.assertEqual((employee.job_id, employee.mobile_phone), (self.job, "+380501234567"))
        self.assertEqual(employee.work_email, "olena@example.com")

    def test_the_invitation_goes_to_the_person_with_a_link(self):
        sent = []

        def send(mails, **options):
            sent.extend((mail.email_to, str(mail.body_html)) for mail in mails)

        with patch(SENDING, autospec=True, side_effect=send):
            self._make().action_create()
        self.assertEqual([to for to, _body in sent], ["olena@example.com"])
        self.assertIn("/web/signup?", sent[0][1])

    def test_without_invitation_the_link_opens_the_account(self):
        wizard = self._make(send_invitation=False)
        action = wizard.action_create()
        self.assertEqual((action["res_model"], action["res_id"]), ("agency.account.wizard", wizard.id))
        token = wizard.signup_url.partition("token=")[2].partition("&")[0]
        self.assertIn("/web/signup", wizard.signup_url)
        self.env["res.users"].signup({"password": "Long-enough-1"}, token)
        self.assertTrue(
            wizard.user_id.with_user(wizard.user_id)._check_credentials(
                {"type": "password", "login": wizard.login, "password": "Long-enough-1"}, {"interactive": True}
            )
        )

    def test_no_mail_server_no_invitation(self):
        self.env["ir.mail_server"].search([]).unlink()
        self.assertFalse(self._make().send_invitation)

    def test_a_mail_server_that_refuses_leaves_the_account_and_a_link(self):
        wizard = self._make()
        with patch(SENDING, side_effect=UserError("No route")):
            action = wizard.action_create()
        self.assertEqual(action["res_model"], "agency.account.wizard")
        self.assertTrue(wizard.invitation_failed)
        self.assertIn("/web/signup", wizard.signup_url)

    def test_create_and_new_opens_an_empty_form(self):
        action = self._make().action_create_and_new()
        following = action["params"]["next"]
        self.assertEqual((following["res_model"], following["res_id"]), ("agency.account.wizard", False))

    def test_several_roles_add_up(self):
        self._make(role_ids=[Command.set((self.role_manager | self.role_accountant).ids)]).action_create()
        user = self._find_user("olena@example.com")
        self.assertTrue(user.has_group("account.group_account_invoice"))
        self.assertTrue(user.has_group("sales_team.group_sale_salesman"))

    def test_an_existing_employee_gets_the_account(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "O. Koval",
                "work_email": "Olena@example.com",
                "work_phone": "+380440000000",
                "job_id": self.job.id,
            }
        )
        wizard = self._make()
        self.assertEqual(wizard.employee_id.id, employee.id)
        wizard.action_create()
        self.assertEqual(employee.user_id, self._find_user("olena@example.com"))
        self.assertEqual((employee.job_id, employee.work_phone), (self.job, "+380440000000"))
        self.assertEqual(self.env["hr.employee"].search_count([("work_email", "=ilike", "olena@example.com")]), 1)

    def test_not_an_employee(self):
        self._make(is_employee=False).action_create()
        user = self._find_user("olena@example.com")
        self.assertFalse(self.env["hr.employee"].search([("user_id", "=", user.id)]))

    def test_what_can_not_be(self):
        for values, error in (
            ({"name": " "}, "name"),
            ({"email": "olena"}, "e-mail"),
            ({"email": "a@b.example, c@d.example"}, "e-mail"),
            ({"login": "ol ena"}, "spaces"),
            ({"role_ids": []}, "role"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, error):
                self._make(**values).action_create()
        self.assertFalse(self._find_user("olena@example.com"))

    def test_a_login_is_unique_in_any_case_of_letters(self):
        self._create_person("olena@example.com", name="First Olena")
        wizard = self._make(login="OLENA@example.com")
        self.assertIn("First Olena", wizard.notice)
        with self.assertRaisesRegex(ValidationError, "First Olena already has an account"):
            wizard.action_create()

    def test_the_login_of_a_client_is_named_as_such(self):
        self._create_person("olena@example.com", "base.group_portal")
        with self.assertRaisesRegex(ValidationError, "client account"):
            self._make().action_create()

    def test_a_deactivated_account_is_reactivated(self):
        user = self._create_person("olena@example.com", active=False)
        wizard = self._make()
        with self.assertRaisesRegex(ValidationError, "reactivate"):
            wizard.action_create()
        self.assertTrue(wizard.can_reactivate)
        self.assertEqual(wizard.action_reactivate()["res_id"], user.id)
        self.assertTrue(user.active)

    def test_only_a_deactivated_account_is_reactivated(self):
        self._create_person("olena@example.com")
        with self.assertRaises(UserError):
            self._make().action_reactivate()

    def test_the_same_email_under_another_login_is_only_remarked(self):
        self._create_person("first", email="olena@example.com", name="First Olena")
        wizard = self._make(login="second")
        self.assertIn("First Olena", wizard.notice)
        wizard.action_create()
        self.assertTrue(self._find_user("second"))

    def test_roles_with_more_than_the_administrator_has_are_refused(self):
        self.assertNotIn(self.role_system, self._make().grantable_role_ids)
        with self.assertRaisesRegex(UserError, "Server"):
            self._make(role_ids=[Command.set(self.role_system.ids)]).action_create()
        self.assertFalse(self._find_user("olena@example.com"))
        owner = self.env.ref("base.user_admin")
        self._make(owner, role_ids=[Command.set(self.role_system.ids)]).action_create()
        self.assertTrue(self._find_user("olena@example.com").has_group("base.group_system"))

    def test_roles_of_clients_are_not_for_staff(self):
        client_role = self.env["res.users.role"].create(
            {"name": "Client", "implied_ids": [Command.set(self.env.ref("base.group_portal").ids)]}
        )
        self.assertNotIn(client_role, self._make().grantable_role_ids)
        with self.assertRaises(UserError):
            self._make(role_ids=[Command.set(client_role.ids)]).action_create()

    def test_only_own_companies(self):
        other = self.env["res.company"].create({"name": "Other agency"})
        with self.assertRaisesRegex(UserError, "companies"):
            self._make(company_ids=[Command.set(other.ids)]).action_create()

    def test_nobody_but_the_administrator(self):
        for role in ("performer", "account_manager", "project_manager", "accountant", "director"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._make(self._create_user(role))

    def test_the_screen_fills_in_what_follows(self):
        self.company.partner_id.lang = "en_US"
        with Form(self.env["agency.account.wizard"].with_user(self.administrator)) as form:
            form.name = "Petro Bondar"
            form.email = "petro@example.com"
            self.assertEqual(form.login, "petro@example.com")
            self.assertTrue(form.is_employee and form.tz)
            self.assertIn(form.lang, dict(self.env["res.lang"].get_installed()))
            form.role_ids.add(self.role_performer)
            self.assertEqual(form.role_description, self.role_performer.comment)

    def test_menus_and_the_button_of_the_list(self):
        menus = {self.env.ref(f"{AGENCY}.menu_agency_{name}").id for name in ("new_account", "import_accounts")}
        director = self._create_user("director")
        for user, sees in ((self.administrator, True), (director, False)):
            with self.subTest(user=user.login):
                visible = set(self.env["ir.ui.menu"].with_user(user).load_menus(False))
                self.assertEqual(menus <= visible, sees)
        view = (
            self.env["res.users"]
            .with_user(self.administrator)
            .get_view(self.env.ref("base.view_users_tree").id, "list")
        )
        self.assertIn(str(self.env.ref(f"{AGENCY}.action_agency_new_account").id), view["arch"])
