from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .retainer_common import RetainerCommon


@tagged("post_install", "-at_install")
class TestRetainer(RetainerCommon):
    """From the order to the contract, indexation and renewal."""

    def test_confirmed_order_drafts_the_retainer_once(self):
        retainer = self._sell()
        self.assertRecordValues(
            retainer,
            [
                {
                    "state": "draft",
                    "partner_id": self.client.id,
                    "hours_per_period": 10,
                    "carry_cap": 6,
                    "price_per_period": 6000,
                    "overage_price": 900,
                    "user_id": self.account_manager.id,
                }
            ],
        )
        self.assertEqual(retainer.sale_line_id.order_id.retainer_count, 1)
        retainer.order_id._make_retainers()
        self.assertEqual(len(retainer.order_id.retainer_ids), 1)

    def test_projects_and_other_services_draft_none(self):
        self.assertFalse(self.order.retainer_ids)
        order = self._create_order([self.service_retainer])
        order.action_confirm()
        self.assertFalse(order.retainer_ids)

    def test_hours_sold_by_the_hour_are_those_of_a_month(self):
        service = self._create_service("Support", "retainer", 1000, uom_id=self.env.ref("uom.product_uom_hour").id)
        order = self._create_order([service], agency_kind="support")
        order.order_line.product_uom_qty = 12
        order.action_confirm()
        retainer = order.retainer_ids
        self.assertEqual(retainer.hours_per_period, 12)
        self.assertEqual(retainer.price_per_period, 12000)
        self.assertEqual(retainer.overage_price, 1000)
        self.assertEqual(retainer.date_end, retainer.date_start + relativedelta(months=1, days=-1))

    def test_moved_start_keeps_the_term(self):
        retainer = self._sell()
        with Form(retainer.with_user(self.account_manager)) as form:
            form.date_start = self.start - relativedelta(months=1)
        self.assertEqual(retainer.date_end, self.start + relativedelta(months=2, days=-1))

    def test_start_opens_a_period_and_makes_the_contract(self):
        retainer = self._start()
        self.assertEqual(retainer.state, "running")
        self.assertEqual(len(retainer.period_ids), 1)
        self.assertEqual(retainer.period_id.date_from, self.start)
        self.assertEqual(retainer.period_id.date_to, self.start + relativedelta(months=1, days=-1))
        line = retainer.contract_line_id
        self.assertEqual(line.price_unit, 6000)
        self.assertEqual((line.date_start, line.date_end), (self.start, retainer.date_end))
        with self.assertRefused(UserError, "started already"):
            retainer.with_user(self.account_manager).action_start()

    def test_contract_invoices_each_period_once(self):
        retainer = self._start()
        line = retainer.sale_line_id
        self.assertEqual(line.qty_to_invoice, 0, "The contract invoices, not the order.")
        for number in range(1, 4):
            move = retainer.contract_id._recurring_create_invoice()
            self.assertEqual(move.amount_untaxed, 6000)
            self.assertEqual(move.invoice_line_ids.tax_ids, line.tax_ids)
            self.assertEqual(line.qty_invoiced, number)
        self.assertFalse(retainer.contract_id._recurring_create_invoice())
        self.assertEqual(retainer.order_id.invoice_status, "invoiced")
        self.assertEqual(sum(retainer.order_id.invoice_ids.mapped("amount_untaxed")), 18000)

    def test_what_the_order_has_billed_is_not_billed_again(self):
        retainer = self._sell()
        retainer.order_id._create_invoices()
        retainer.with_user(self.account_manager).action_start()
        self.assertFalse(retainer.contract_id)

    def test_website_plan_without_hours_is_only_invoiced(self):
        website = self.env["agency.website"].create({"name": "Shop", "partner_id": self.client.id})
        plan = self._make_plan(website_id=website.id, carry_cap=0)
        plan.with_user(self.account_manager).action_start()
        self.assertEqual(website.contract_id, plan.contract_id)
        self.assertEqual(website.with_user(self.account_manager).retainer_count, 1)
        self._run_cron()
        self.assertEqual(len(plan.period_ids), 3)
        self.assertFalse(plan.period_ids.invoice_id)
        self.assertFalse(plan.activity_ids)
        self.assertEqual(plan.contract_id._recurring_create_invoice().amount_untaxed, 500)

    def test_website_of_another_client_is_refused(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        website = self.env["agency.website"].create({"name": "Other shop", "partner_id": other.id})
        with self.assertRefused(ValidationError, "another client"):
            self._make_plan(website_id=website.id)

    def test_indexation_raises_prices_of_periods_to_come(self):
        retainer = self._start(periods=12)
        first = retainer.contract_id._recurring_create_invoice()
        retainer.write({"indexation_percent": 10, "indexation_date": self.start + relativedelta(months=1)})
        second = retainer.contract_id._recurring_create_invoice()
        self.assertEqual((first.amount_untaxed, second.amount_untaxed), (6000, 6600))
        self.assertEqual(retainer.price_per_period, 6600)
        self.assertEqual(retainer.overage_price, 990)
        self.assertEqual(retainer.indexation_date, self.start + relativedelta(months=13))
        self.assertEqual(retainer.period_id.overage_price, 900, "The open period keeps its price.")
        self.assertIn("Indexation", retainer.message_ids[0].body)
        self._run_cron()
        self.assertEqual(retainer.price_per_period, 6600)

    def test_cron_indexes_once_a_year(self):
        retainer = self._start(periods=12)
        retainer.write({"indexation_percent": 5, "indexation_date": self.today})
        self._run_cron()
        self._run_cron()
        self.assertEqual(retainer.price_per_period, 6300)
        self.assertEqual(retainer.contract_line_id.price_unit, 6300)

    def test_new_price_goes_to_the_contract(self):
        retainer = self._start(periods=12)
        retainer.with_user(self.account_manager).price_per_period = 7000
        self.assertEqual(retainer.contract_id._recurring_create_invoice().amount_untaxed, 7000)

    def test_contract_is_in_the_currency_of_the_order(self):
        currency = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("id", "!=", self.currency.id), ("name", "in", ("USD", "EUR"))], limit=1)
        )
        currency.active = True
        rates = [{"currency_id": currency.id, "company_id": self.company.id, "name": "2020-01-01", "rate": 0.5}]
        self.env["res.currency.rate"].create(rates)
        prices = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": currency.id})
        retainer = self._start(pricelist_id=prices.id)
        self.assertEqual(retainer.overage_price, 450)
        move = retainer.contract_id._recurring_create_invoice()
        self.assertEqual((move.currency_id, move.amount_untaxed), (currency, 3000))
        self._work(retainer, 12)
        self._close(retainer)
        invoice = retainer.period_ids[0].invoice_id
        self.assertEqual((invoice.currency_id, invoice.amount_untaxed), (currency, 900))

    def test_plan_of_a_service_sold_by_the_hour(self):
        hour = self.env.ref("uom.product_uom_hour").id
        service = self._create_service("Support", "retainer", 1000, uom_id=hour, retainer_hours=8)
        form = Form(self.env["agency.retainer"].with_user(self.account_manager))
        form.partner_id = self.client
        form.service_id = service.product_variant_id
        self.assertEqual((form.hours_per_period, form.price_per_period), (8, 8000))
        form.save().action_start()

    def test_prices_with_tax_in_them_stay(self):
        self.tax.price_include_override = "tax_included"
        retainer = self._start()
        move = retainer.contract_id._recurring_create_invoice()
        self.assertEqual((move.amount_total, move.amount_untaxed), (6000, 5000))

    def test_renewal_moves_the_end_on_and_indexes_from_its_first_day(self):
        retainer = self._start()
        retainer.indexation_percent = 10
        end = retainer.date_end
        for _number in range(3):
            retainer.contract_id._recurring_create_invoice()
        retainer.with_user(self.account_manager).action_renew()
        self.assertEqual(retainer.date_end, self.start + relativedelta(months=6, days=-1))
        self.assertEqual(retainer.indexation_date, end + relativedelta(days=1))
        self.assertEqual(retainer.price_per_period, 6000)
        self.assertEqual(retainer.contract_id._recurring_create_invoice().amount_untaxed, 6600)

    def test_ended_retainer_is_renewed(self):
        retainer = self._start(periods=1)
        self._run_cron()
        self.assertEqual(retainer.state, "ended")
        retainer.with_user(self.account_manager).action_renew()
        self.assertEqual(retainer.state, "running")
        self.assertEqual(retainer.period_id.date_from, self.start + relativedelta(months=1))

    def test_manager_is_reminded_of_the_end_once(self):
        retainer = self._start(start=self.today - relativedelta(months=2, days=20))
        self._run_cron()
        self._run_cron()
        reminders = retainer.activity_ids.filtered(lambda one: "Renew" in (one.summary or ""))
        self.assertEqual(reminders.user_id, self.account_manager)
        self.assertEqual(len(reminders), 1)

    def test_end_stops_the_contract(self):
        retainer = self._start(periods=12)
        retainer.contract_id._recurring_create_invoice()
        retainer.with_user(self.account_manager).action_end()
        self.assertEqual(retainer.state, "ended")
        self.assertEqual(retainer.date_end, self.today)
        self.assertFalse(retainer.period_ids.filtered(lambda one: one.state == "open"))
        self.assertEqual(retainer.contract_line_id.date_end, self.today)

    def test_terms_of_a_running_retainer_stay(self):
        retainer = self._start().with_user(self.account_manager)
        with self.assertRefused(UserError, "runs already"):
            retainer.carry_cap = 20
        with self.assertRefused(UserError, "by its buttons"):
            retainer.state = "ended"
        with self.assertRefused(UserError, "end it and archive"):
            retainer.unlink()

    def test_order_of_a_running_retainer_is_not_cancelled(self):
        retainer = self._start()
        with self.assertRefused(UserError, "end the retainer"):
            retainer.order_id._action_cancel()
        draft = self._sell()
        draft.order_id._action_cancel()
        self.assertFalse(draft.exists())

    def test_who_may_read_and_start(self):
        retainer = self._sell()
        foreign = self.env["res.partner"].create({"name": "Foreign", "is_company": True, "user_id": self.director.id})
        other = self._make_plan(partner_id=foreign.id)
        for user in (self.project_manager, self.accountant):
            self.assertEqual(retainer.with_user(user).price_per_period, 6000)
            with self.assertRefused(AccessError, ""):
                retainer.with_user(user).action_start()
        with self.assertRefused(AccessError, ""):
            retainer.with_user(self.performer).read(["name"])
        with self.assertRefused(AccessError, ""):
            other.with_user(self.account_manager).read(["name"])
        with self.assertRefused(AccessError, ""):
            retainer.with_user(self.portal_user).read(["name"])
        retainer.with_user(self.director).action_start()
        self.assertEqual(retainer.with_user(self.portal_user).name, "Care plan")
        with self.assertRefused(AccessError, ""):
            retainer.period_id.with_user(self.director).granted = 100

    def test_second_company_is_separate(self):
        company = self._make_other_company()
        plan = self._make_plan(company_id=company.id, currency_id=company.currency_id.id)
        mine = self._make_plan()
        director = self.env["agency.retainer"].with_user(self.director)
        domain = [("id", "in", (plan | mine).ids)]
        self.assertEqual(director.with_context(allowed_company_ids=self.company.ids).search(domain), mine)
        self.assertEqual(director.with_context(allowed_company_ids=company.ids).search(domain), plan)
        with self.assertRefused(AccessError, ""):
            plan.with_user(self.account_manager).read(["name"])
