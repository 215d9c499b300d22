from datetime import date, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .order_common import OrderCommon


@tagged("post_install", "-at_install")
class TestClientService(OrderCommon):
    """All services given to a client, in one list: of orders and of contracts, as far as who looks may see them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls.env["contract.contract"].create(
            {
                "name": "Care",
                "partner_id": cls.client.id,
                "user_id": cls.account_manager.id,
                "contract_type": "sale",
                "contract_line_ids": [
                    Command.create(
                        {
                            "product_id": cls.service_retainer.product_variant_id.id,
                            "name": "Care of the shop",
                            "quantity": 2,
                            "price_unit": 6000,
                            "discount": 10,
                            "date_start": date(2026, 1, 1),
                            "recurring_next_date": date(2026, 1, 1),
                        }
                    )
                ],
            }
        )

    def _search(self, user, domain=()):
        self.env.flush_all()
        return self.env["agency.client.service"].with_user(user).search([("partner_id", "=", self.client.id), *domain])

    def test_orders_and_contracts_are_in_one_list(self):
        services = self._search(self.account_manager)
        self.assertEqual(services.mapped("service_id"), self.service_fixed | self.service_hours | self.service_retainer)
        by_service = {service.service_id: service for service in services}
        fixed, care = by_service[self.service_fixed], by_service[self.service_retainer]
        self.assertEqual((fixed.amount, fixed.kind, fixed.order_id), (50000, "project", self.order))
        self.assertEqual((care.amount, care.kind, care.contract_id), (10800, "contract", self.contract))
        self.assertEqual(care.state, "in_progress")
        self.assertEqual(fixed.date, fields.Datetime.context_timestamp(self.order, self.order.date_order).date())
        self.assertEqual(fixed.project_id, self.order.project_id)

    def test_newest_comes_first(self):
        dates = self._search(self.account_manager).mapped("date")
        self.assertEqual(dates, sorted(dates, reverse=True))

    def test_rows_open_their_sources(self):
        services = self._search(self.account_manager)
        actions = {service.action_open_source()["res_model"]: service for service in services}
        self.assertEqual(set(actions), {"sale.order", "contract.contract"})

    def test_state_follows_delivery_and_acts(self):
        line = self._search(self.account_manager, [("service_id", "=", self.service_fixed.id)])
        self.assertEqual(line.state, "ordered")
        act = self._reach(self.first)
        self.env.invalidate_all()
        self.assertEqual((line.state, line.act_ids), ("in_progress", act))
        self._reach(self.second)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(line.state, "delivered")

    def test_drafts_and_cancelled_orders_are_no_services_given(self):
        draft = self._create_order(self.service_hours)
        self.assertNotIn(draft, self._search(self.account_manager).order_id)
        self.order.with_context(disable_cancel_warning=True)._action_cancel()
        self.assertFalse(self._search(self.account_manager).order_id)

    def test_performers_see_none_and_others_only_own_clients(self):
        stranger = new_test_user(self.env, "test_stranger", "crm_web_agency.group_agency_account_manager")
        self.assertFalse(self._search(self.performer))
        self.assertFalse(self._search(stranger))
        self.assertEqual(self._search(self.director), self._search(self.account_manager))
        # Contracts are not for project managers.
        self.assertEqual(self._search(self.project_manager).order_id, self.order)
        self.assertFalse(self._search(self.project_manager).contract_id)

    def test_sums_are_not_for_performers(self):
        self.assertNotIn("amount", self.env["agency.client.service"].with_user(self.performer).fields_get())

    def test_list_is_grouped_and_summed(self):
        self.env.flush_all()
        groups = (
            self.env["agency.client.service"]
            .with_user(self.director)
            .formatted_read_group([("partner_id", "=", self.client.id)], ["kind", "date:year"], ["amount:sum"])
        )
        self.assertEqual(sum(group["amount:sum"] for group in groups), 50000 + 9000 + 10800)

    def test_other_companies_stay_apart(self):
        company = self.env["res.company"].create({"name": "Other agency"})
        self.director.company_ids |= company
        alone = self.env["agency.client.service"].with_user(self.director).with_context(allowed_company_ids=company.ids)
        self.assertFalse(alone.search([("partner_id", "=", self.client.id)]))

    def test_card_counts_what_the_role_may_see(self):
        self._log_hours(3)
        self.env.flush_all()
        card = self.client.with_user(self.account_manager)
        self.assertEqual((len(card.service_given_ids), card.hours_spent), (3, 3))

    def test_debt_is_of_posted_invoices_of_the_company(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.contact.id,
                "invoice_date": fields.Date.today() - timedelta(days=40),
                "invoice_date_due": fields.Date.today() - timedelta(days=10),
                "invoice_line_ids": [Command.create({"name": "Work", "price_unit": 100, "tax_ids": False})],
            }
        )
        card = self.client.with_user(self.account_manager)
        self.assertEqual((card.amount_due, card.amount_overdue), (0, 0))
        invoice.action_post()
        self.env.invalidate_all()
        self.assertEqual((card.amount_due, card.amount_overdue), (100, 100))
        self.assertNotIn("amount_due", self.env["res.partner"].with_user(self.performer).fields_get())

    def test_documents_are_those_of_readable_records(self):
        files = self.env["ir.attachment"].create(
            [
                {"name": "logo", "raw": b"1", "res_model": "res.partner", "res_id": self.client.id},
                {"name": "passport", "raw": b"2", "res_model": "res.partner", "res_id": self.contact.id},
                {"name": "terms", "raw": b"3", "res_model": "sale.order", "res_id": self.order.id},
                {"name": "other", "raw": b"4", "res_model": "res.partner", "res_id": self.company.partner_id.id},
            ]
        )
        for user, names in (
            (self.account_manager, {"logo", "passport", "terms"}),
            (self.agency_admin, {"logo", "passport"}),
        ):
            found = (
                self.env["ir.attachment"]
                .with_user(user)
                .search([("agency_client_id", "=", self.client.id), ("id", "in", files.ids)])
            )
            self.assertEqual(set(found.mapped("name")), names)
