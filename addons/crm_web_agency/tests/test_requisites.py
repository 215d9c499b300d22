from odoo.exceptions import RedirectWarning
from odoo.tests import tagged

from .document_common import DocumentCommon
from .order_common import OrderCommon

REPORT = "crm_web_agency.report_payment_invoice"


@tagged("post_install", "-at_install")
class TestMissingRequisites(DocumentCommon, OrderCommon):
    """A document that would lack obligatory requisites is not issued; the answer says what is missing and where."""

    def _check_refused(self, method, *words):
        """Expect a refusal that names `words` and return the action of its button."""
        with self.assertRaises(RedirectWarning) as caught:
            method()
        message, action = caught.exception.args[:2]
        for word in words:
            self.assertIn(word, message)
        return action

    def test_complete_parties_lack_nothing(self):
        everything = {"code", "address", "account", "signatory"}
        self.assertEqual(self.company.partner_id._get_missing_requisites(everything), [])
        self.assertEqual(self.client._get_missing_requisites(everything), [])
        self.assertEqual(self._make_sole_trader()._get_missing_requisites({"code", "signatory"}), [])

    def test_foreign_client_needs_no_ukrainian_code(self):
        foreign = self._make_foreign()
        foreign.company_registry = False
        self.assertEqual(foreign._get_missing_requisites({"code"}), [])

    def test_person_needs_no_code(self):
        person = self.env["res.partner"].create({"name": "Марія", "is_agency_client": True})
        self.assertEqual(person._get_missing_requisites({"code", "signatory"}), [])

    def test_act_without_the_code_of_the_client(self):
        act = self._reach(self.first)
        self.client.company_registry = False
        for method in (act.action_send, act.action_mark_sent):
            action = self._check_refused(method, "ТОВ «Світанок»: ЄДРПОУ / РНОКПП")
            self.assertEqual((action["res_model"], action["res_id"]), ("res.partner", self.client.id))
        self.assertEqual(act.state, "draft")
        self.client.company_registry = "32855961"
        act.action_mark_sent()
        self.assertEqual(act.state, "sent")

    def test_both_parties_are_listed(self):
        act = self._reach(self.first)
        self.client.company_registry = False
        self.company.partner_id.signatory_name = False
        action = self._check_refused(act.action_mark_sent, "ТОВ «Світанок»", "who signs: name")
        self.assertEqual(set(action["domain"][0][2]), {self.client.id, self.company.partner_id.id})

    def test_signatory_from_the_contact_of_that_role(self):
        partner = self.company.partner_id
        partner.write({"signatory_name": False, "signatory_position": False})
        role = self.env.ref("crm_web_agency.contact_role_signatory")
        contact = self.env["res.partner"].create({"name": "Коваль О. І.", "parent_id": partner.id})
        contact.write({"function": "директор", "contact_role_ids": role.ids})
        self.assertEqual(partner._get_missing_requisites({"signatory"}), [])

    def test_invoice_without_an_account_is_not_sent(self):
        invoice = self._create_invoice([{"name": "work", "price_unit": 100}])
        invoice.action_post()
        self.assertEqual(invoice.action_send_and_print()["res_model"], "account.move.send.wizard")
        invoice.partner_bank_id = False
        self.company.partner_id.bank_ids.active = False
        self._check_refused(invoice.action_send_and_print, invoice.name, "bank account (IBAN)")

    def test_reconciliation_without_a_code(self):
        window = self.env["agency.reconciliation.wizard"].create({"partner_id": self.client.id})
        self.client.company_registry = False
        self._check_refused(window.action_print, "ЄДРПОУ / РНОКПП")

    def test_draft_of_an_invoice_is_printed_all_the_same(self):
        self.company.partner_id.company_registry = False
        invoice = self._create_invoice([{"name": "work", "price_unit": 100}])
        self.assertTrue(self.env["ir.actions.report"]._render_qweb_html(REPORT, invoice.ids))

    def test_what_is_printed_is_checked_too(self):
        invoice = self._create_invoice([{"name": "work", "price_unit": 100}])
        invoice.action_post()
        self.company.partner_id.company_registry = False
        for name, record in (
            ("report_agreement", self.order),
            ("report_payment_invoice", invoice),
            ("report_reconciliation_act", self.client),
        ):
            report = f"crm_web_agency.{name}"
            with self.subTest(report=name):
                self._check_refused(
                    lambda report=report, record=record: self.env["ir.actions.report"]._render_qweb_html(
                        report, record.ids
                    ),
                    "ЄДРПОУ / РНОКПП",
                )


@tagged("post_install", "-at_install")
class TestDocumentMail(DocumentCommon):
    """Letters to clients of the agency are its own, with its own documents."""

    def test_templates(self):
        order = self._create_order([self.service_fixed])
        self.assertEqual(order._find_mail_template(), self.env.ref("crm_web_agency.mail_template_offer"))
        order.action_confirm()
        self.assertEqual(order._find_mail_template(), self.env.ref("crm_web_agency.mail_template_confirmation"))
        order.partner_id.is_agency_client = False
        self.assertEqual(order._find_mail_template(), self.env.ref("sale.mail_template_sale_confirmation"))

    def test_letters_are_rendered(self):
        order = self._create_order([self.service_fixed])
        invoice = self._create_invoice([{"name": "work", "price_unit": 100}])
        invoice.action_post()
        for xmlid, record in (
            ("mail_template_offer", order),
            ("mail_template_confirmation", order),
            ("mail_template_payment_invoice", invoice),
        ):
            template = self.env.ref(f"crm_web_agency.{xmlid}")
            body = template._render_field("body_html", record.ids)[record.id]
            with self.subTest(template=xmlid):
                self.assertIn(record.name, body)
                self.assertIn(record.name, template._render_field("subject", record.ids)[record.id])

    def test_invoice_goes_out_with_the_invoice_for_payment(self):
        self.contact.email = self.client.email = "office@svitanok.example"
        invoice = self._create_invoice([{"name": "work", "price_unit": 100}])
        invoice.action_post()
        wizard = (
            self.env["account.move.send.wizard"]
            .with_context(active_model="account.move", active_ids=invoice.ids, force_report_rendering=True)
            .create({})
        )
        self.assertEqual(wizard.pdf_report_id, self.env.ref("crm_web_agency.report_payment_invoice"))
        self.assertEqual(wizard.template_id, self.env.ref("crm_web_agency.mail_template_payment_invoice"))
        wizard.action_send_and_print()
        # What was sent stays with the invoice.
        self.assertTrue(invoice.invoice_pdf_report_id)
        self.assertTrue(invoice.invoice_pdf_report_id.raw.startswith(b"%PDF"))
        self.company.partner_id.street = "вул. Інша, 99"
        self.assertEqual(self._print(REPORT, invoice), invoice.invoice_pdf_report_id.raw)
        # Taken back to draft it is another document.
        sent = invoice.invoice_pdf_report_id.raw
        invoice.button_draft()
        invoice.action_post()
        # Another request reads anew what is attached.
        invoice.invalidate_recordset()
        self.assertNotEqual(self._print(REPORT, invoice), sent)

    def test_other_customers_get_the_letters_of_odoo(self):
        self.client.is_agency_client = False
        invoice = self._create_invoice([{"name": "work", "price_unit": 100}])
        self.assertEqual(invoice._get_mail_template(), self.env.ref("account.email_template_edi_invoice"))
