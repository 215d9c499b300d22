from io import BytesIO

from pypdf import PdfReader

from odoo.tests import HttpCase, tagged

from .order_common import OrderCommon
from .test_seal import PNG


@tagged("post_install", "-at_install")
class TestSealPortal(OrderCommon, HttpCase):
    """The client reads, signs and checks; the printed agreement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer = cls._create_order([cls.service_fixed])
        cls.offer.require_signature = True
        cls.offer.require_payment = False
        cls.offer.action_quotation_sent()

    def _accept(self, terms=None, name="Марія Бондар"):
        query = f"&terms={terms or self.offer._get_terms_hash()}"
        url = self.offer.get_portal_url(suffix="/accept", query_string=query)
        answer = self.make_jsonrpc_request(url, {"name": name, "signature": PNG.decode()})
        self.env.invalidate_all()
        return answer

    def _check(self, content):
        page = self.url_open("/agency/check").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        files = {"document": ("file.pdf", content, "application/pdf")}
        return self.url_open("/agency/check", data={"csrf_token": token}, files=files).text

    def test_client_signs_reads_and_checks(self):
        self.authenticate(None, None)
        page = self.url_open(self.offer.get_portal_url()).text
        self.assertIn(f"terms={self.offer._get_terms_hash()}", page)
        self.assertIn("redirect_url", self._accept())
        version = self.offer.sealed_version_id
        self.assertEqual((self.offer.state, version.signed_by, version.ip), ("sale", "Марія Бондар", "127.0.0.1"))
        self.assertIn(version.attachment_id.checksum, self.offer.message_ids.attachment_ids.mapped("checksum"))
        url = version._get_portal_address()
        self.assertIn(version.sha256, self.url_open(url).text)
        file = self.url_open(f"{url}&download=1").content
        self.assertEqual(file, version.attachment_id.raw)
        self.assertIn('id="agency_sealed"', self._check(file))
        self.assertIn('id="agency_not_sealed"', self._check(file + b"x"))
        self.assertIn("Choose the file", self._check_nothing())

    def _check_nothing(self):
        page = self.url_open("/agency/check").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open("/agency/check", data={"csrf_token": token, "document": "text"}).text

    def test_changed_offer_is_not_signed_unread(self):
        self.authenticate(None, None)
        terms = self.offer._get_terms_hash()
        self.offer.order_line.price_unit += 1
        self.assertIn("has changed", self._accept(terms)["error"])
        self.assertFalse(self.offer.signature)

    def test_second_signature_is_refused(self):
        self.authenticate(None, None)
        self._accept()
        self.assertIn("error", self._accept(name="Іван"))
        self.assertEqual(len(self.offer.version_ids), 1)

    def test_versions_are_for_the_client_of_the_order(self):
        self.authenticate(None, None)
        address = f"/my/order-versions/{self.offer.version_ids.id}"
        answer = self.url_open(f"{address}?access_token=wrong")
        self.assertNotIn(self.offer.name, answer.text)
        self.authenticate("test_client", "test_client")
        self.assertIn(self.offer.name, self.url_open(address).text)

    def _read_agreement(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        pdf, _kind = report._render_qweb_pdf("crm_web_agency.report_agreement", self.offer.ids)
        return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)

    def test_agreement_in_english(self):
        self.client.lang = "en_US"
        self.offer.client_order_ref = "Д-17/2026"
        text = self._read_agreement()
        for word in (
            "Agreement No. Д-17/2026",
            "ТОВ «Світанок»",
            "32855961",
            "Коваль Олена Ігорівна",
            "acting on the basis of: Статуту",
            "Annex 1",
            self.offer._get_amount_in_words(),
            "Civil Code",
        ):
            with self.subTest(word=word):
                self.assertIn(word, text)

    def test_agreement_of_many_lines(self):
        self.offer.action_draft()
        for number in range(40):
            self.offer.order_line[0].copy(
                {"order_id": self.offer.id, "name": f"Line {number} <b>", "product_uom_qty": 0.05}
            )
        self.assertIn("Line 39 <b>", self._read_agreement())
