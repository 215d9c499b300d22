from hashlib import sha256

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .order_common import OrderCommon

PNG = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestSeal(OrderCommon):
    """What was signed stays as it was signed; what was sent stays readable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer = cls._create_order([cls.service_fixed])
        cls.offer.order_line.name = "Design of the shop"

    def _send(self):
        self.offer.with_user(self.account_manager).action_quotation_sent()

    def _sign(self):
        self._send()
        self.offer.sudo().write({"signed_by": "Марія Бондар", "signed_on": fields.Datetime.now(), "signature": PNG})
        return self.offer.sealed_version_id

    def test_each_sent_version_is_kept_as_it_was_sent(self):
        self._send()
        first = self.offer.version_ids
        self.assertEqual((first.number, first.state), (1, "sent"))
        price = first.amount_total
        self.offer.with_user(self.account_manager).action_new_revision()
        self.assertEqual(self.offer.state, "draft")
        self.offer.order_line.with_user(self.account_manager).price_unit += 100
        self._send()
        second = self.offer.version_ids - first
        self.assertEqual((second.number, second.state, first.state), (2, "sent", "superseded"))
        self.assertEqual(first.amount_total, price)
        self.assertGreater(second.amount_total, price)
        self.assertIn("Design of the shop", first.with_user(self.account_manager).content_html)

    def test_sending_the_same_again_makes_no_version(self):
        self._send()
        self.offer.with_context(mark_so_as_sent=True).message_post(body="Once more")
        self.assertEqual(len(self.offer.version_ids), 1)
        self.offer.order_line.price_unit += 1
        self.offer.with_context(mark_so_as_sent=True).message_post(body="A better price")
        self.assertEqual(sorted(self.offer.version_ids.mapped("number")), [1, 2])

    def test_signature_seals_the_file(self):
        version = self._sign()
        self.assertEqual((version.state, version.signed_by, version.number), ("sealed", "Марія Бондар", 1))
        self.assertEqual(version.sha256, sha256(version.attachment_id.raw).hexdigest())
        self.assertTrue(version.is_intact)
        self.env.invalidate_all()
        self.assertTrue(version.with_context(bin_size=True).is_intact)
        self.offer.action_confirm()
        self.assertEqual(self.offer.version_ids, version)

    def test_print_gives_the_sealed_bytes(self):
        version = self._sign()
        report = self.env["ir.actions.report"].with_user(self.account_manager)
        content, kind = report._render_qweb_pdf("sale.action_report_saleorder", self.offer.ids)
        self.assertEqual((content, kind), (version.attachment_id.raw, "pdf"))
        with self.assertRaises(AccessError):
            report.with_user(self.performer)._render_qweb_pdf("sale.action_report_saleorder", self.offer.ids)

    def test_terms_do_not_change_under_the_signature(self):
        self._sign()
        line, tax = self.offer.order_line, self.env["account.tax"].create({"name": "7 %", "amount": 7})
        changes = [
            (line, {"price_unit": 1}),
            (line, {"product_uom_qty": 5}),
            (line, {"discount": 10}),
            (line, {"name": "Something else"}),
            (line, {"tax_ids": [Command.set(tax.ids)]}),
            (self.offer, {"order_line": [Command.create({"product_id": self.service_hours.id})]}),
            (self.offer, {"order_line": [Command.delete(line.id)]}),
            (self.offer, {"note": "Other conditions"}),
            (self.offer, {"validity_date": "2031-01-01"}),
            (self.offer, {"instalment_ids": [Command.create({"name": "Advance", "percent": 100})]}),
        ]
        for env_user in (self.account_manager, self.env.ref("base.user_admin"), self.env.ref("base.user_root")):
            for record, vals in changes:
                with (
                    self.subTest(user=env_user.login, vals=vals),
                    self.assertRefused(UserError, "is signed by the client"),
                ):
                    record.with_user(env_user).sudo(env_user._is_superuser()).write(vals)
        with self.assertRefused(UserError, "is signed by the client"):
            line.unlink()

    def test_other_fields_of_a_signed_order_are_free(self):
        self._sign()
        self.offer.with_user(self.account_manager).write({"client_order_ref": "D-5"})
        self.offer.order_line.write({"name": self.offer.order_line.name})
        self.assertEqual(self.offer.client_order_ref, "D-5")

    def test_sealed_file_and_version_stay(self):
        version = self._sign()
        for user in (self.env.ref("base.user_admin"), self.env.ref("base.user_root")):
            file = version.attachment_id.with_user(user)
            for vals in ({"raw": b"other"}, {"name": "other.pdf"}, {"res_model": False}):
                with self.assertRefused(UserError, "signed and sealed"):
                    file.write(vals)
            with self.assertRefused(UserError, "signed and sealed"):
                file.unlink()
        with self.assertRefused(UserError, "signed and sealed"):
            version.write({"signed_by": "Somebody"})
        with self.assertRefused(UserError, "signed and sealed"):
            version.unlink()
        for user in (self.account_manager, self.director, self.env.ref("base.user_admin")):
            with self.assertRefused(AccessError, ""):
                version.with_user(user).write({"state": "superseded"})

    def test_changed_file_in_the_store_is_noticed(self):
        version = self._sign()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = %s WHERE id = %s",
            (b"other", version.attachment_id.id),
        )
        self.env.invalidate_all()
        self.assertFalse(version.is_intact)

    def test_nobody_signs_twice(self):
        self._sign()
        with self.assertRefused(UserError, "already signed by Марія Бондар"):
            self.offer.write({"signed_by": "Іван", "signature": PNG})
        with self.assertRefused(UserError, "already signed"):
            self.offer.write({"signed_by": "Іван"})

    def test_new_revision_keeps_the_signed_version(self):
        first = self._sign()
        self.offer.with_user(self.account_manager).action_new_revision()
        self.assertFalse(self.offer.signature)
        self.offer.order_line.price_unit += 50
        second = self._sign()
        self.assertEqual((first.state, second.state, second.number), ("superseded", "sealed", 2))
        self.assertTrue(first.is_intact)
        with self.assertRefused(UserError, "signed and sealed"):
            first.attachment_id.unlink()

    def test_confirmed_order_takes_no_revision(self):
        self._sign()
        self.offer.action_confirm()
        with self.assertRefused(UserError, "make a change request"):
            self.offer.with_user(self.account_manager).action_new_revision()
        with self.assertRefused(UserError, "Make a change request"):
            self.offer.order_line.price_unit = 1

    def test_down_payment_is_no_change(self):
        self._sign()
        self.offer.action_confirm()
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=self.offer.ids)
        wizard.create({"advance_payment_method": "percentage", "amount": 30}).create_invoices()
        self.assertTrue(self.offer.order_line.filtered("is_downpayment"))

    def test_signed_order_is_not_deleted(self):
        self._sign()
        self.offer._action_cancel()
        with self.assertRefused(UserError, "signed document is kept"):
            self.offer.unlink()

    def test_check_tells_no_more_than_needed(self):
        version = self._sign()
        check = self.env["agency.order.version"].with_user(self.env.ref("base.public_user"))._find_sealed
        found = check(version.attachment_id.raw)
        self.assertEqual((found["order"], found["signer"], found["is_current"]), (self.offer.name, "М*** Б***", True))
        self.assertIsNone(check(version.attachment_id.raw + b" "))
        self.offer.action_new_revision()
        self.assertFalse(check(version.attachment_id.raw)["is_current"])

    def test_who_reads_versions(self):
        version = self._sign()
        for user in (self.account_manager, self.project_manager, self.accountant, self.director, self.portal_user):
            self.assertTrue(version.with_user(user).has_access("read"), user.login)
        self.assertFalse(version.with_user(self.performer).has_access("read"))
