import re

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..tools.audited import AUDITED, COST_FIELDS, FIRST_VALUES
from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestAudit(AgencyCommon):
    """Changes that matter are written down with the values before and after, for good."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.system = new_test_user(cls.env, "test_system", "base.group_system,base.group_partner_manager")
        for user in (cls.agency_admin, cls.director, cls.account_manager):
            user.partner_id.lang = "en_US"

    def _get_audit(self, record, field, user=None):
        """The latest row of a field of a record, as the user sees it."""
        rows = self.env["agency.audit"].with_user(user or self.director)
        return rows.search([("res_model", "=", record._name), ("res_id", "=", record.id), ("field_name", "=", field)])[
            :1
        ]

    def assertAudited(self, record, field, before, after, user=None):
        row = self._get_audit(record, field, user)
        self.assertTrue(row, f"{field} of {record} is not in the audit")
        self.assertEqual((row.before, row.after), (before, after))
        return row

    # What is written down ----------------------------------------------------------------------

    def test_every_audited_model_has_its_rule(self):
        rules = self.env["auditlog.rule"].search([("state", "=", "confirmed")])
        self.assertLessEqual(set(AUDITED), set(rules.mapped("model_model")))
        for rule in rules.filtered(lambda rule: rule.model_model in AUDITED):
            self.assertEqual(rule.log_create, rule.model_model in FIRST_VALUES, rule.model_model)
            self.assertTrue(rule.log_write and rule.log_unlink and rule.log_type == "full", rule.model_model)

    def test_requisites_before_and_after(self):
        self.client.with_user(self.account_manager).street = "вул. Нова, 5"
        row = self.assertAudited(self.client, "street", "вул. Хрещатик, 1", "вул. Нова, 5", self.agency_admin)
        self.assertEqual((row.user_id, row.kind, row.operation), (self.account_manager, "requisites", "write"))
        self.assertIn("Світанок", row.record_name)
        self.client.country_id = self.env.ref("base.pl")
        self.assertAudited(self.client, "country_id", "Ukraine", "Poland")

    def test_other_fields_leave_no_trace(self):
        count = self.env["auditlog.log"].search_count([])
        self.client.with_user(self.account_manager).comment = "prefers calls"
        self.assertEqual(self.env["auditlog.log"].search_count([]), count)

    def test_roles_of_a_person(self):
        role = self.env.ref("crm_web_agency.role_accountant")
        self.performer.with_user(self.agency_admin).role_line_ids = [Command.create({"role_id": role.id})]
        line = self.performer.role_line_ids
        self.assertAudited(line, "role_id", "", role.name, self.agency_admin)
        row = self._get_audit(self.performer, "group_ids", self.agency_admin)
        self.assertIn("Accountant", row.after)
        line.unlink()
        row = self._get_audit(line, "role_id", self.agency_admin)
        self.assertEqual((row.operation, row.before), ("unlink", role.name))

    def test_groups_show_only_the_difference(self):
        group = self.env.ref("crm_web_agency.group_agency_director")
        group.user_ids = [Command.link(self.account_manager.id)]
        self.assertAudited(group, "user_ids", "", self.account_manager.display_name, self.agency_admin)

    def test_account_is_switched_off(self):
        self.performer.with_user(self.agency_admin).active = False
        self.assertAudited(self.performer, "active", "Yes", "No", self.agency_admin)

    def test_prices(self):
        order = self._create_order([self.service_fixed])
        order.order_line.with_user(self.account_manager).price_unit = 52500.5
        self.assertAudited(order.order_line, "price_unit", "50,000", "52,500.5")
        order.with_user(self.account_manager).action_confirm()
        self.assertAudited(order, "state", "Quotation", "Sales Order")
        self.service_fixed.with_user(self.director).list_price = 60000
        self.assertAudited(self.service_fixed, "list_price", "50,000", "60,000")

    def test_choices_made_together_stay(self):
        """The salesperson's own team does not take the place of the one chosen with the salesperson."""
        order = self._create_order([self.service_fixed])
        own, other = self.env["crm.team"].create([{"name": "Own"}, {"name": "Other"}])
        own.member_ids = self.director
        line = Command.update(order.order_line.id, {"price_unit": 49000})
        order.write({"user_id": self.director.id, "team_id": other.id, "order_line": [line]})
        self.assertEqual((order.user_id, order.team_id, order.order_line.price_unit), (self.director, other, 49000))

    def test_approvals_and_limits(self):
        order = self._create_order([self.service_fixed])
        order.order_line.with_user(self.account_manager).discount = 30
        order.with_user(self.account_manager).action_ask_approval()
        review = order.review_ids
        order.with_user(self.director).validate_tier()
        row = self.assertAudited(review, "status", "Pending", "Approved")
        self.assertEqual((row.user_id, row.kind), (self.director, "approvals"))
        limit = self.env["agency.approval.limit"].search([("company_id", "=", self.company.id)], limit=1)
        limit.with_user(self.agency_admin).max_discount = 15
        self.assertAudited(limit, "max_discount", "10", "15", self.agency_admin)

    # Who reads it ------------------------------------------------------------------------------

    def test_only_administrators_and_the_director_read(self):
        for user in (self.account_manager, self.project_manager, self.performer, self.accountant, self.portal_user):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["agency.audit"].with_user(user).search([])

    def test_values_are_for_those_who_may_read_the_field(self):
        self.developer.with_user(self.director).hourly_cost = 450
        self.assertAudited(self.developer, "hourly_cost", "400", "450", self.director)
        self.assertAudited(self.developer, "hourly_cost", "hidden", "hidden", self.agency_admin)
        order = self._create_order([self.service_fixed])
        order.order_line.discount = 7
        self.assertAudited(order.order_line, "discount", "hidden", "hidden", self.agency_admin)

    def test_values_cannot_be_searched(self):
        self.developer.hourly_cost = 450
        audit = self.env["agency.audit"].with_user(self.agency_admin)
        with self.assertRaises(ValueError):
            audit.search([("after", "ilike", "450")])

    def test_raw_costs_are_closed(self):
        self.developer.hourly_cost = 450
        for model in ("auditlog.log.line", "auditlog.log.line.view"):
            with self.subTest(model):
                rows = self.env[model].with_user(self.system).search([("field_name", "in", COST_FIELDS)])
                self.assertFalse(rows)
                with self.assertRaises(AccessError):
                    self.env[model].with_user(self.agency_admin).search([])

    def test_companies_do_not_mix(self):
        company = self.env["res.company"].create({"name": "Another agency"})
        stranger = new_test_user(
            self.env,
            "other_admin",
            "crm_web_agency.group_agency_admin",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        order = self._create_order([self.service_fixed])
        order.order_line.discount = 5
        self.assertTrue(self._get_audit(order.order_line, "discount", self.agency_admin))
        self.assertFalse(self._get_audit(order.order_line, "discount", stranger))

    # For good ----------------------------------------------------------------------------------

    def test_nobody_edits_or_deletes(self):
        self.client.street = "вул. Нова, 5"
        log = self.env["auditlog.log"].search([("model_model", "=", "res.partner"), ("res_id", "=", self.client.id)])[0]
        line = log.line_ids[0]
        admin = self.env.ref("base.user_admin")
        for user in (self.agency_admin, self.director, self.system, admin, self.env.user):
            for record, values in ((log, {"name": "x"}), (line, {"new_value_text": "x"})):
                record = record.with_user(user)
                for forged in (record, record.sudo()):
                    with self.subTest(f"{user.login} {record}"):
                        with self.assertRaises(UserError):
                            forged.write(values)
                        with self.assertRaises(UserError):
                            forged.unlink()
                        with self.assertRaises(UserError):
                            forged.with_context(_force_unlink=True).unlink()
                        with self.assertRaises(UserError):
                            forged.create({"model_id": log.model_id.id, "log_id": log.id})
        self.assertEqual(line.exists().log_id.exists(), log)

    def test_log_is_not_written_from_outside(self):
        self.assertTrue(getattr(type(self.env["auditlog.rule"]).create_logs, "_api_private", False))

    def test_key_of_the_session_is_nobodys(self):
        with self.assertRaises(AccessError):
            self.env["auditlog.http.session"].with_user(self.system).search([("name", "=", "x")])
        with self.assertRaises(AccessError):
            self.env["auditlog.http.session"].with_user(self.system).search([]).read(["name"])

    def test_hidden_costs_are_the_same_in_the_rules(self):
        for name in ("auditlog_line_rule_costs", "auditlog_line_view_rule_costs"):
            listed = re.findall(r'"(\w+)"', self.env.ref(f"crm_web_agency.{name}").domain_force.partition("not in")[2])
            self.assertEqual(set(listed), set(COST_FIELDS))

    def test_old_entries_stay(self):
        count = self.env["auditlog.log"].search_count([])
        self.client.street = "вул. Нова, 5"
        self.env["auditlog.autovacuum"].with_user(self.system).autovacuum(0)
        self.assertEqual(self.env["auditlog.log"].search_count([]), count + 1)

    def test_shipped_rules_stay_on(self):
        rule = self.env.ref("crm_web_agency.audit_res_users").with_user(self.system)
        for change in (
            rule.set_to_draft,
            rule.unlink,
            lambda: rule.write({"log_write": False}),
            lambda: rule.write({"users_to_exclude_ids": [Command.link(self.system.id)]}),
        ):
            with self.assertRaises(UserError):
                change()
        self.performer.login = "another_login"
        self.assertAudited(self.performer, "login", "test_performer", "another_login")
