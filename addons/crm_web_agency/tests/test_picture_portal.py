from odoo.tests import HttpCase, new_test_user, tagged

from . import picture_files as files
from .test_picture_gallery import PictureCommon


@tagged("post_install", "-at_install")
class TestPicturePortal(PictureCommon, HttpCase):
    """What clients are shown in the portal, and what they are not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shown = cls._create_picture(cls.website, name="Home <page>", is_shared=True)
        cls.hidden = cls._create_picture(cls.website, name="Administration panel")
        stranger = cls.env["res.partner"].create({"name": "Other", "is_company": True, "is_agency_client": True})
        new_test_user(cls.env, "test_stranger", "base.group_portal", parent_id=stranger.id)

    def _get_picture(self, address):
        """Return the type and the bytes that the address gives, followed by the size of the picture."""
        answer = self.url_open(address)
        return answer.headers["Content-Type"], files.opened(answer.content).size

    def _is_shown(self, picture, field="image_512"):
        # Whoever may not see a picture gets Odoo's placeholder, which is square.
        _kind, (width, height) = self._get_picture(f"/web/image/agency.picture/{picture.id}/{field}")
        return width > height

    def test_gallery_on_the_page_of_a_website(self):
        self.authenticate("test_client", "test_client")
        page = self.url_open(f"/my/websites/{self.website.id}").text
        self.assertIn(f"/web/image/agency.picture/{self.shown.id}/image_1920", page)
        self.assertIn("Home &lt;page&gt;", page)
        self.assertNotIn("Administration panel", page)
        self.assertNotIn(f"agency.picture/{self.hidden.id}/", page)

    def test_client_gets_what_is_shown_of_own_sites(self):
        self.authenticate("test_client", "test_client")
        self.assertTrue(self._is_shown(self.shown))
        self.assertFalse(self._is_shown(self.hidden))
        self.shown.is_shared = False
        self.assertFalse(self._is_shown(self.shown))

    def test_other_clients_and_visitors_get_nothing(self):
        self.authenticate("test_stranger", "test_stranger")
        self.assertFalse(self._is_shown(self.shown))
        self.authenticate(None, None)
        self.assertFalse(self._is_shown(self.shown))

    def test_services_in_a_quotation(self):
        self.service_fixed.image_1920 = files.encoded(files.save(files.drawing((400, 200)), "PNG"))
        example = self._create_picture(self.service_fixed, name="Example of work")
        draft = self._create_picture(self.service_fixed, name="Not for clients", is_shared=False)
        order = self._create_order(self.service_fixed)
        order.action_quotation_sent()
        page = self.url_open(order.get_portal_url()).text
        self.assertIn("Example of work", page)
        self.assertNotIn("Not for clients", page)
        addresses = {picture["name"]: picture for picture in self.service_fixed._get_offer_pictures()}
        for name, size in (("Example of work", (300, 200)), (self.service_fixed.name, (400, 200))):
            self.assertIn(addresses[name]["full"], page)
            self.assertEqual(self._get_picture(addresses[name]["full"])[1], size)
        # The token of one picture opens neither another one nor the service's other fields.
        token = addresses["Example of work"]["full"].partition("?")[2]
        for other in (f"agency.picture/{draft.id}/image_1920", f"product.template/{self.service_fixed.id}/image_1920"):
            self.assertEqual(len(set(self._get_picture(f"/web/image/{other}?{token}")[1])), 1)
        self.assertFalse(self._is_shown(example))

    def test_pictures_of_a_need_open_with_its_link(self):
        need = self._create_requirement()
        shown = self._create_picture(need, name="Sketch", is_shared=True)
        self._create_picture(need, name="Not for clients")
        page = self.url_open(need.get_portal_url()).text
        self.assertIn("Sketch", page)
        self.assertNotIn("Not for clients", page)
        [picture] = need.picture_ids._get_shown(with_token=True)
        self.assertIn(picture["full"], page)
        self.assertEqual(self._get_picture(picture["full"])[1], (300, 200))
        self.assertFalse(self._is_shown(shown))

    def test_products_that_are_no_services_have_no_gallery(self):
        product = self.env["product.template"].create({"name": "Domain", "image_1920": self.photo})
        self.assertEqual(product._get_offer_pictures(), [])

    def test_files_of_clients_are_never_served_as_pages(self):
        """Attachments stay as they are, so it is how they are served that makes them harmless."""
        need = self._create_requirement()
        attachments = self.env["ir.attachment"].with_user(self.portal_user).sudo()
        self.authenticate("test_account_manager", "test_account_manager")
        for name, raw in (("page.html", b"<html>" + files.SCRIPT), ("evil.svg", files.SVG % files.SCRIPT)):
            attachment = attachments.create({"name": name, "raw": raw, "res_model": need._name, "res_id": need.id})
            for kind in ("content", "image"):
                answer = self.url_open(f"/web/{kind}/{attachment.id}")
                self.assertEqual(answer.status_code, 200)
                self.assertNotRegex(answer.headers["Content-Type"], "html|svg|xml")
                self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
