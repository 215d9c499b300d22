from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import AgencyCommon

ROLES = ("performer", "account_manager", "project_manager", "accountant", "director", "agency_admin")


@tagged("post_install", "-at_install")
class TestRoles(AgencyCommon):
    def test_a_role_gives_its_group_and_keeps_the_user_internal(self):
        for role in ROLES:
            with self.subTest(role=role):
                user = new_test_user(self.env, f"role_{role}", "base.group_user")
                user.role_line_ids = [Command.create({"role_id": self.env.ref(f"crm_web_agency.role_{role}").id})]
                group = role if role == "agency_admin" else f"agency_{role}"
                self.assertTrue(user.has_group(f"crm_web_agency.group_{group}"))
                self.assertTrue(user.has_group("base.group_user"))

    def test_two_roles_add_up_and_one_taken_away_goes(self):
        user = new_test_user(self.env, "two_roles", "base.group_user")
        roles = self.env.ref("crm_web_agency.role_account_manager") | self.env.ref("crm_web_agency.role_accountant")
        user.role_line_ids = [Command.create({"role_id": role.id}) for role in roles]
        self.assertTrue(user.has_group("account.group_account_invoice"))
        self.assertTrue(user.has_group("sales_team.group_sale_salesman"))
        user.role_line_ids.filtered(lambda line: line.role_id == roles[1]).unlink()
        self.assertFalse(user.has_group("account.group_account_invoice"))

    def test_the_first_administrator_may_everything(self):
        admin = self.env.ref("base.user_admin")
        for group in ("director", "admin", "performer", "account_manager", "project_manager", "accountant"):
            self.assertTrue(admin.has_group(f"crm_web_agency.group_agency_{group}"), group)

    def test_milestones_are_switched_on(self):
        self.assertTrue(self.env["res.groups"]._is_feature_enabled("project.group_project_milestone"))

    def test_rights_on_own_models(self):
        """Who may do what: R read, W write and create, D delete; the rest is denied."""
        expected = {
            "agency.requirement": {
                "account_manager": "CRU",
                "project_manager": "CRU",
                "director": "CRUD",
                "performer": "R",
                "accountant": "R",
                "agency_admin": "",
            },
            "agency.website": {
                "account_manager": "CRU",
                "project_manager": "CRU",
                "director": "CRUD",
                "performer": "R",
                "accountant": "R",
                "agency_admin": "",
            },
            # Writing an event writes its source, with the rights there; events come from sources alone.
            "agency.event": dict.fromkeys(ROLES, "RU"),
            "agency.decline.reason": {
                "director": "CRUD",
                "agency_admin": "CRUD",
                "account_manager": "R",
                "project_manager": "R",
                "performer": "R",
                "accountant": "R",
            },
            "agency.client.segment": {
                "director": "CRUD",
                "agency_admin": "CRUD",
                "account_manager": "CRU",
                "project_manager": "R",
                "performer": "R",
                "accountant": "R",
            },
            "agency.service.effort": {
                "director": "CRUD",
                "project_manager": "CRUD",
                "account_manager": "R",
                "performer": "R",
                "accountant": "R",
                "agency_admin": "R",
            },
        }
        for model, by_role in expected.items():
            for role, rights in by_role.items():
                with self.subTest(model=model, role=role):
                    self.assertEqual(self._get_rights(model, role), rights)

    def _get_rights(self, model, role):
        records = self.env[model].with_user(getattr(self, role))
        letters = {"create": "C", "read": "R", "write": "U", "unlink": "D"}
        return "".join(letter for operation, letter in letters.items() if records.has_access(operation))

    def test_strangers_have_nothing(self):
        stranger = new_test_user(self.env, "stranger", "base.group_user")
        self.assertNotIn(self.env.ref("crm_web_agency.menu_root").id, self._visible_menus(stranger))
        for model in ("agency.requirement", "agency.website", "agency.event", "agency.client.segment"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(stranger).search([])

    def test_menus_by_role(self):
        accounts, lists = (
            self.env.ref(f"crm_web_agency.{name}").id for name in ("menu_agency_users", "menu_agency_decline_reasons")
        )
        for role, sees in (
            ("performer", (False, False)),
            ("account_manager", (False, False)),
            ("director", (False, True)),
            ("agency_admin", (True, True)),
        ):
            with self.subTest(role=role):
                menus = self._visible_menus(getattr(self, role))
                self.assertIn(self.env.ref("crm_web_agency.menu_root").id, menus)
                self.assertEqual((accounts in menus, lists in menus), sees)

    def _visible_menus(self, user):
        return set(self.env["ir.ui.menu"].with_user(user).load_menus(False))

    def test_administrator_makes_accounts_but_sees_no_needs_nor_rates(self):
        user = self.env["res.users"].with_user(self.agency_admin).create({"name": "New", "login": "new_colleague"})
        user.role_line_ids = [Command.create({"role_id": self.env.ref("crm_web_agency.role_performer").id})]
        self.assertTrue(user.has_group("crm_web_agency.group_agency_performer"))
        self.developer.with_user(self.agency_admin).name = "Web developer, senior"
        with self.assertRaises(AccessError):
            self.developer.with_user(self.agency_admin).hourly_price = 950
        with self.assertRaises(AccessError):
            self.env["agency.requirement"].with_user(self.agency_admin).search([])

    def test_project_manager_and_accountant_read_all_orders(self):
        order = self._create_order(self.service_fixed, user_id=self.director.id)
        for user in (self.project_manager, self.accountant, self.director):
            with self.subTest(user=user.name):
                self.assertEqual(order.with_user(user).read(["name"])[0]["name"], order.name)

    def test_pages_open_for_every_role(self):
        """Nothing on a page asks for what the role may not read."""
        project = self.env["project.project"].create({"name": "Site", "partner_id": self.client.id})
        self.env["project.task"].create(
            {"name": "Layout", "project_id": project.id, "user_ids": [Command.set(self.performer.ids)]}
        )
        pages = {
            "view_agency_client_form": self.client,
            "agency_requirement_view_form": self._create_requirement(user_id=self.performer.id),
            "agency_website_view_form": self.env["agency.website"].create(
                {"name": "Shop", "partner_id": self.client.id, "user_id": self.performer.id}
            ),
            "product_template_view_form_agency": self.service_fixed,
        }
        for role in ROLES[:-1]:
            for view, record in pages.items():
                with self.subTest(role=role, view=view):
                    self.env.invalidate_all()
                    form = Form(record.with_user(getattr(self, role)), view=f"crm_web_agency.{view}")
                    self.assertEqual(form.name, record.name)

    def test_windows_of_the_app_have_filters_periods_groups_and_help(self):
        """Each list of this file's menus can be filtered, grouped and narrowed to a period."""
        for name in (
            "clients",
            "requirements",
            "websites",
            "services",
            "events",
            "client_segments",
            "technologies",
            "requirement_categories",
            "decline_reasons",
            "jobs",
        ):
            action = self.env.ref(f"crm_web_agency.action_agency_{name}")
            view = self.env[action.res_model].get_view(action.search_view_id.id, "search")
            arch = etree.fromstring(view["arch"])
            with self.subTest(action=name):
                self.assertTrue(action.path and action.help)
                self.assertTrue(arch.xpath("//filter[@domain]"), "a filter")
                self.assertTrue(arch.xpath("//filter[@date]"), "a period")
                self.assertTrue(arch.xpath("//group/filter[contains(@context, 'group_by')]"), "a grouping")

    def test_privileges_of_the_settings_page(self):
        """One choice among the roles from the least to the most, and administration apart."""
        hierarchy = self.env["res.groups"]._get_view_group_hierarchy()
        privilege = hierarchy["privileges"][self.env.ref("crm_web_agency.privilege_agency").id]
        names = [hierarchy["groups"][group]["name"] for group in privilege["group_ids"]]
        self.assertEqual(names, ["Performer", "Account manager", "Project manager", "Accountant", "Director"])
