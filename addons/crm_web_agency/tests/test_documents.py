from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .order_common import OrderCommon
from .retainer_common import RetainerCommon


@tagged("post_install", "-at_install")
class TestDocuments(OrderCommon):
    """The journal of documents."""

    def _find(self, user=None, **conditions):
        self.env.flush_all()
        documents = self.env["agency.document"].with_user(user or self.accountant)
        documents.invalidate_model()
        domain = [("partner_id", "=", self.client.id), *((name, "=", value) for name, value in conditions.items())]
        return documents.search(domain)

    def _invoice(self):
        act = self._get_sent_act()
        act._sign("Шевчук А. П.")
        act.invoice_ids.action_post()
        return act, act.invoice_ids

    def test_documents_of_an_order(self):
        """40 % of 50000 with 20 % VAT is 24000 in the act and in its invoice."""
        act, invoice = self._invoice()
        found = {document.kind: document for document in self._find()}
        self.assertEqual(set(found), {"agreement", "act", "invoice"})
        self.assertEqual((found["act"].name, found["act"].amount, found["act"].state), (act.name, 24000, "signed"))
        self.assertEqual((found["act"].signed_by, found["act"].date), ("Шевчук А. П.", act.date))
        self.assertEqual(found["act"].signed_on, fields.Datetime.context_timestamp(act, act.signed_on).date())
        self.assertEqual((found["invoice"].name, found["invoice"].amount), (invoice.name, 24000))
        self.assertEqual(found["invoice"].state, "issued")
        self.assertEqual(found["agreement"].amount, self.order.amount_total)
        self.assertEqual(found["act"].action_open_source()["res_id"], act.id)
        self.assertEqual(found["invoice"].action_open_source()["res_model"], "account.move")

    def test_states_follow_the_sources(self):
        act = self._get_sent_act()
        self.assertEqual(self._find(kind="act").state, "waiting")
        act.with_user(self.account_manager).action_cancel()
        self.assertEqual(self._find(kind="act").state, "cancelled")
        act, invoice = self._invoice_again()
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({"amount": 4000})._create_payments()
        self.assertEqual(self._find(kind="invoice").state, "partial")

    def _invoice_again(self):
        act = self.order._draft_act_from_milestones(self.first)
        act._issue()
        act._sign("Шевчук А. П.")
        act.invoice_ids.action_post()
        return act, act.invoice_ids

    def test_credit_note_is_negative(self):
        _act, invoice = self._invoice()
        invoice._reverse_moves([{"date": fields.Date.today(), "invoice_date": fields.Date.today()}]).action_post()
        note = self._find(kind="credit_note")
        self.assertEqual(note.amount, -24000)
        total = (
            self.env["agency.document"]
            .with_user(self.accountant)
            ._read_group(
                [("partner_id", "=", self.client.id), ("kind", "in", ("invoice", "credit_note"))], [], ["amount:sum"]
            )
        )
        self.assertEqual(total[0][0], 0)

    def test_drafts_are_no_documents(self):
        self._reach(self.first)
        draft = self._create_order([self.service_fixed])
        self.assertFalse(self._find(kind="act"))
        self.assertFalse(self._find(order_id=draft.id))

    def test_versions_of_an_offer(self):
        offer = self._create_order([self.service_fixed])
        offer.action_quotation_sent()
        offer._record_version("Sent")
        documents = self._find(order_id=offer.id)
        self.assertEqual(
            [(one.kind, one.state, one.name) for one in documents], [("offer", "waiting", f"{offer.name} / 1")]
        )

    def test_contract_begins_with_its_first_line(self):
        line = {"name": "Hosting", "product_id": self.service_hours.product_variant_id.id, "quantity": 1}
        terms = {"specific_price": 100, "recurring_next_date": "2032-01-05", "date_start": "2032-01-05"}
        self.env["contract.contract"].create(
            {
                "name": "Hosting",
                "partner_id": self.contact.id,
                "line_recurrence": True,
                "contract_line_ids": [Command.create({**line, **terms})],
            }
        )
        contract = self._find(kind="contract")
        self.assertEqual((contract.date, contract.state), (date(2032, 1, 5), "in_force"))
        self.assertEqual(contract.partner_id, self.client)

    def test_last_file_is_shown(self):
        act, _invoice = self._invoice()
        self.assertFalse(self._find(kind="act").attachment_id)
        for name in ("first.pdf", "second.pdf"):
            file = self.env["ir.attachment"].create(
                {
                    "name": name,
                    "raw": b"%PDF-1.4",
                    "mimetype": "application/pdf",
                    "res_model": act._name,
                    "res_id": act.id,
                }
            )
        document = self._find(kind="act")
        self.assertEqual(document.attachment_id, file)
        self.assertIn(str(file.id), document.action_open_file()["url"])

    def test_rights_are_those_of_the_sources(self):
        self._invoice()
        other = self.account_manager.copy({"login": "test_account_manager2"})
        self.assertTrue(self._find(self.account_manager))
        self.assertFalse(self._find(other))
        self.assertTrue(self._find(self.project_manager))
        for user in (self.performer, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._find(user)

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Other agency"})
        self._invoice()
        self.director.company_ids = [Command.link(company.id)]
        documents = self.env["agency.document"].with_user(self.director)
        self.assertFalse(
            documents.with_context(allowed_company_ids=company.ids).search([("partner_id", "=", self.client.id)])
        )

    def test_queries_do_not_grow_with_documents(self):
        self._invoice()
        names = ["name", "kind", "date", "partner_id", "amount", "state", "signed_by", "attachment_id", "user_id"]
        specification = {name: {"fields": {"display_name": {}}} if name.endswith("_id") else {} for name in names}
        documents = self.env["agency.document"].with_user(self.accountant)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = documents.web_search_read([("partner_id", "=", self.client.id)], specification, limit=80)
            return found["length"], self.env.cr.sql_log_count - before

        count()
        few = count()
        for _number in range(8):
            order = self._create_order([self.service_fixed])
            order.action_confirm()
        many = count()
        self.assertEqual((few[0], many[0]), (3, 11))
        self.assertLessEqual(many[1], few[1])


@tagged("post_install", "-at_install")
class TestMissingPapers(RetainerCommon):
    """Each gap is found, goes away when it is mended, and nothing else is there."""

    def _find(self, user=None):
        self.env.flush_all()
        papers = self.env["agency.missing.paper"].with_user(user or self.director)
        papers.invalidate_model()
        return papers.search([("partner_id", "=", self.client.id)])

    def _kinds(self, user=None):
        return sorted(self._find(user).mapped("kind"))

    def _lose_milestone(self):
        """A milestone is reached and its draft act thrown away."""
        self._reach(self.first).with_user(self.account_manager).action_cancel()

    def _approve_hours(self):
        sheet = self._log_hours(3)
        sheet.with_user(self.project_manager).action_agency_approve()

    def _send_act(self, days):
        act = self._reach(self.second)
        act.with_user(self.account_manager).action_mark_sent()
        act.sudo().sent_on = fields.Date.today() - timedelta(days=days)
        return act

    def _post_invoice(self, **values):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.client.id,
                "invoice_line_ids": [Command.create({"name": "Work", "quantity": 1, "price_unit": 100, **values})],
            }
        )
        invoice.action_post()
        return invoice

    def _make_contract(self, days):
        return self.env["contract.contract"].create(
            {
                "name": "Hosting",
                "partner_id": self.client.id,
                "user_id": self.account_manager.id,
                "line_recurrence": True,
                "contract_line_ids": [
                    Command.create(
                        {
                            "name": "Hosting",
                            "product_id": self.service_hours.product_variant_id.id,
                            "quantity": 1,
                            "specific_price": 100,
                            "recurring_rule_type": "monthly",
                            "recurring_next_date": fields.Date.today(),
                            "date_start": fields.Date.today() - timedelta(days=100),
                            "date_end": fields.Date.today() + timedelta(days=days),
                        }
                    )
                ],
            }
        )

    def test_nothing_is_missing_at_first(self):
        self.assertEqual(self._kinds(), [])

    def test_milestone(self):
        self._lose_milestone()
        paper = self._find()
        self.assertEqual((paper.kind, paper.name, paper.order_id), ("milestone", self.first.name, self.order))
        self.assertEqual((paper.amount, paper.age), (24000, 0))
        act = self.env["agency.acceptance.act"].browse(paper.with_user(self.account_manager).action_mend()["res_id"])
        self.assertEqual(act.line_ids.milestone_id, self.first)
        self.assertEqual(self._kinds(), [])

    def test_hours(self):
        self._log_hours(2)
        self.assertEqual(self._kinds(), [])
        self._approve_hours()
        paper = self._find(self.account_manager)
        self.assertEqual((paper.kind, paper.hours, paper.res_id), ("hours", 3, self.order.id))
        paper.action_mend()
        self.assertEqual(self._kinds(), [])

    def test_period(self):
        retainer = self._start(periods=6)
        self._work(retainer, 4)
        self._close(retainer)
        paper = self._find()
        period = retainer.period_ids[0]
        self.assertEqual((paper.kind, paper.date, paper.res_id), ("period", period.date_to, period.id))
        paper.with_user(self.account_manager).action_mend()
        self.assertEqual(self._kinds(), [])
        period.act_id.with_user(self.account_manager).action_cancel()
        self.assertEqual(self._kinds(), ["period"])

    def test_unsigned_act(self):
        """Seven days are given to sign; on the seventh it is missed."""
        act = self._send_act(6)
        self.assertEqual(self._kinds(), [])
        act.sudo().sent_on = fields.Date.today() - timedelta(days=7)
        paper = self._find()
        self.assertEqual((paper.kind, paper.name, paper.age, paper.amount), ("unsigned_act", act.name, 7, 36000))
        with self.assertRaises(AccessError):
            paper.with_user(self.accountant).action_mend()
        paper.with_user(self.account_manager).action_mend()
        self.assertEqual(act.reminded_on, fields.Date.today())
        act._sign("Шевчук А. П.")
        self.assertEqual(self._kinds(), [])
        with self.assertRefused(UserError, "signed and invoiced"):
            act.with_user(self.account_manager).action_remind()

    def test_invoice_without_basis(self):
        invoice = self._post_invoice()
        paper = self._find(self.accountant)
        self.assertEqual((paper.kind, paper.name, paper.amount), ("invoice", invoice.name, invoice.amount_total))
        self.assertEqual(paper.action_mend()["res_id"], invoice.id)

    def test_invoice_with_basis(self):
        act = self._send_act(0)
        act._sign("Шевчук А. П.")
        act.invoice_ids.action_post()
        contract = self._make_contract(100)
        self._post_invoice(contract_line_id=contract.contract_line_ids.id)
        self._post_invoice(sale_line_ids=[Command.link(self.hours_line.id)])
        self.assertEqual(self._kinds(), [])

    def test_contract_about_to_expire(self):
        for days, expected in ((31, []), (30, ["contract"]), (0, ["contract"])):
            with self.subTest(days=days), self.env.cr.savepoint() as savepoint:
                self._make_contract(days)
                self.assertEqual(self._kinds(), expected)
                savepoint.rollback()
        self.company.agency_paper_expiry_days = 60
        self._make_contract(50)
        self.assertEqual(self._kinds(), ["contract"])

    def test_retainer_about_to_expire_once(self):
        """With its contract, which ends the same day, it is one gap."""
        self._start(start=self.today.replace(day=1), periods=1)
        self.assertEqual(self._kinds(), ["retainer"])

    def test_all_gaps_and_nothing_else(self):
        self._lose_milestone()
        self._approve_hours()
        self._send_act(20)
        self._post_invoice()
        self._make_contract(10)
        retainer = self._start(periods=6)
        self._work(retainer, 4)
        self._close(retainer)
        expected = ["contract", "hours", "invoice", "milestone", "period", "unsigned_act"]
        self.assertEqual(self._kinds(), expected)
        self.assertEqual(self._kinds(self.account_manager), expected)

    def test_rights_are_those_of_the_sources(self):
        self._lose_milestone()
        self._post_invoice()
        other = self.account_manager.copy({"login": "test_account_manager2"})
        self.assertEqual(self._kinds(other), [])
        for user in (self.performer, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._find(user)
