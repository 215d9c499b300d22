from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestScope(AgencyCommon):
    """Whose clients, work and costs a member of the staff sees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.account_manager.copy({"login": "test_account_manager2", "name": "colleague"})
        cls.theirs = cls.env["res.partner"].create(
            {"name": "Their client", "is_company": True, "is_agency_client": True, "user_id": cls.colleague.id}
        )
        cls.project = cls.env["project.project"].create({"name": "Shop", "partner_id": cls.client.id})
        cls.their_project = cls.env["project.project"].create({"name": "Theirs", "partner_id": cls.theirs.id})

    def _see(self, user, records):
        """Return those of the records that the user finds."""
        return records.with_user(user).search([("id", "in", records.ids)]).sudo()

    def _assign(self, project, user):
        return self.env["project.task"].create(
            {"name": "Work", "project_id": project.id, "user_ids": [Command.set(user.ids)]}
        )

    def test_widest_role_counts(self):
        self.assertEqual(self.performer.agency_scope, "tasks")
        self.assertEqual(self.account_manager.agency_scope, "clients")
        for user in (self.project_manager, self.accountant, self.director, self.agency_admin):
            self.assertEqual(user.agency_scope, "all")
        both = self.env.ref("crm_web_agency.group_agency_account_manager")
        self.performer.group_ids += both
        self.assertEqual(self.performer.agency_scope, "clients")

    def test_account_manager_sees_own_and_free_clients(self):
        free = self.client.copy({"name": "Nobody's client", "user_id": False})
        seen = self._see(self.account_manager, self.client | self.theirs | free | self.company.partner_id)
        self.assertEqual(seen, self.client | free | self.company.partner_id)

    def test_client_shared_with_a_team(self):
        need = self.env["agency.requirement"].create({"name": "Blog", "partner_id": self.theirs.id})
        order = self._create_order([self.service_fixed], partner_id=self.theirs.id, user_id=self.colleague.id)
        team = self.env["crm.team"].create({"name": "Shops"})
        for record in (self.theirs, need, order):
            self.assertFalse(self._see(self.account_manager, record), record)
        self.theirs.shared_team_ids = team
        self.assertFalse(self._see(self.account_manager, need), "a team of others")
        team.member_ids = self.account_manager
        for record in (self.theirs, need, order, order.order_line):
            self.assertEqual(self._see(self.account_manager, record), record)

    def test_performer_sees_own_tasks_and_their_clients(self):
        mine = self._assign(self.project, self.performer)
        others = self._assign(self.project, self.colleague) | self._assign(self.their_project, self.colleague)
        self.assertEqual(self._see(self.performer, mine | others), mine)
        self.assertEqual(self._see(self.performer, self.project | self.their_project), self.project)
        self.assertEqual(self._see(self.performer, self.client | self.theirs), self.client)

    def test_currency_of_a_cost_reaches_the_database(self):
        plan = self.env["account.analytic.plan"].create({"name": "Costs"})
        account = self.env["account.analytic.account"].create({"name": "Rent", "plan_id": plan.id})
        entry = self.env["account.analytic.line"].create({"name": "November", "account_id": account.id, "amount": -100})
        entry.flush_model(["agency_cost"])
        entry.invalidate_recordset()
        self.assertEqual(entry.currency_id, self.company.currency_id)

    def test_cost_of_work_is_that_of_the_position(self):
        self.performer_employee.write({"job_id": self.developer.id, "hourly_cost": 777})
        task = self._assign(self.project, self.performer)
        entry = self.env["account.analytic.line"].create(
            {
                "name": "Layout",
                "project_id": self.project.id,
                "task_id": task.id,
                "employee_id": self.performer_employee.id,
                "unit_amount": 2,
            }
        )
        self.assertEqual((entry.agency_cost, entry.amount), (800, -1554))
        self.developer.hourly_cost = 4000
        self.assertEqual(entry.agency_cost, 800, "the rate of the day counts")
        self.assertEqual(entry.with_user(self.project_manager).agency_cost, 800)
        for user in (self.performer, self.project_manager):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                entry.with_user(user).read(["amount"])

    def test_performer_logs_hours_without_reading_their_cost(self):
        task = self._assign(self.project, self.performer)
        entry = (
            self.env["account.analytic.line"]
            .with_user(self.performer)
            .create({"name": "Layout", "project_id": self.project.id, "task_id": task.id, "unit_amount": 3})
        )
        self.assertEqual(entry.sudo().amount, -900)
        entry.unit_amount = 1
        self.assertEqual(entry.sudo().amount, -300)
        with self.assertRaises(AccessError):
            entry.search([("amount", "<", -100)])

    def test_prices_are_hidden_from_performers(self):
        service = self.service_fixed.with_user(self.performer)
        self.assertEqual(service.read(["name"])[0]["name"], "Online shop")
        for field in ("list_price", "standard_price", "effort_price", "effort_cost"):
            with self.subTest(field=field), self.assertRaises(AccessError):
                service.read([field])
