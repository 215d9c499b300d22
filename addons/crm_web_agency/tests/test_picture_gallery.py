from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models import agency_picture_guard
from . import picture_files as files
from .common import AgencyCommon

HARMFUL = files.SVG % files.SCRIPT
HARMLESS = files.SVG % b"<rect/>"


class PictureCommon(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["agency.website"].create({"name": "Shop", "partner_id": cls.client.id})
        cls.photo = files.encoded(files.photo() + files.TAIL)

    @classmethod
    def _create_picture(cls, owner, **values):
        field = {"agency.website": "website_id", "product.template": "product_tmpl_id"}.get(
            owner._name, "requirement_id"
        )
        return cls.env["agency.picture"].create({"name": "View", field: owner.id, "image_1920": cls.photo, **values})


@tagged("post_install", "-at_install")
class TestPictureCleaning(PictureCommon):
    """Pictures written through models, as the people who do it."""

    def _assert_clean(self, record, field):
        self.env.flush_all()
        self.env.invalidate_all()
        raw = files.base64.b64decode(record[field])
        self.assertFalse(dict(files.opened(raw).getexif()))
        for hidden in (b"<script", b"PK\x03\x04", b"%PDF", files.CAMERA.encode()):
            self.assertNotIn(hidden, raw)

    def test_account_manager_s_client_and_website(self):
        client = self.client.with_user(self.account_manager)
        client.write({"image_1920": self.photo})
        self._assert_clean(client, "image_1920")
        self._assert_clean(client, "image_128")
        website = self.website.with_user(self.account_manager)
        website.image_1920 = self.photo.encode()
        self._assert_clean(website, "image_1920")

    def test_created_with_a_picture(self):
        contact = self.env["res.partner"].with_user(self.account_manager)
        contacts = contact.create([{"name": "With", "image_1920": self.photo}, {"name": "Without"}])
        self._assert_clean(contacts[0], "image_1920")
        self.assertFalse(contacts[1].image_1920)

    def test_director_s_services(self):
        service = self.service_fixed.with_user(self.director)
        service.image_1920 = self.photo
        self._assert_clean(service, "image_1920")
        variant = self.service_hours.product_variant_id.with_user(self.director)
        variant.image_variant_1920 = self.photo
        self._assert_clean(variant, "image_variant_1920")
        variant = self.service_retainer.product_variant_id.with_user(self.director)
        variant.image_1920 = self.photo
        self._assert_clean(self.service_retainer, "image_1920")

    def test_logo_of_the_company_and_picture_of_a_user(self):
        self.company.logo = self.photo
        self._assert_clean(self.company, "logo")
        performer = self.performer.with_user(self.performer)
        performer.write({"image_1920": self.photo})
        self._assert_clean(performer, "image_1920")

    def test_refusal_names_record_and_field_and_says_what_to_do(self):
        partners = self.env["res.partner"].with_user(self.account_manager)
        page = files.encoded(b"<html>" + files.SCRIPT)
        with self.assertRaisesRegex(UserError, "Image, “Evil”: this file is not a picture.*Upload a JPEG"):
            partners.create({"name": "Evil", "image_1920": page})
        for raw, message in (
            (files.png_claiming(20_000, 20_000), "Image: .*million pixels"),
            (files.photo()[:500], "Image: .*damaged"),
            (files.photo() + bytes(26 * 1024**2), "Image: .*larger than 25 MB"),
            (HARMFUL, r"Image: .*\(SVG\) has scripts"),
        ):
            with self.subTest(message), self.assertRaisesRegex(UserError, message):
                self.client.with_user(self.account_manager).image_1920 = files.encoded(raw)
        self.assertFalse(self.client.image_1920)

    def test_form_refuses_a_bomb_when_it_is_chosen(self):
        bomb = files.encoded(files.png_claiming(20_000, 20_000))
        for record in (self.client, self.performer, self.website, self.service_fixed):
            with self.assertRaisesRegex(UserError, "Image: .*million pixels"):
                record.onchange({"image_1920": bomb}, ["image_1920"], {"image_1920": {}, "display_name": {}})
        chosen = self.client.onchange({"image_1920": self.photo}, ["image_1920"], {"avatar_128": {}})
        self.assertTrue(chosen["value"]["avatar_128"])

    def test_drawings(self):
        """As everywhere in Odoo, for those who may write views; galleries take none."""
        self.client.image_1920 = files.encoded(HARMLESS)
        self.assertEqual(files.base64.b64decode(self.client.image_1920), HARMLESS)
        with self.assertRaisesRegex(UserError, "Save it as PNG"):
            self.client.with_user(self.account_manager).image_1920 = files.encoded(HARMLESS)
        with self.assertRaisesRegex(UserError, "Save it as PNG"):
            self._create_picture(self.website, image_1920=files.encoded(HARMLESS))

    def test_avatars_that_odoo_draws_stay(self):
        user = new_test_user(self.env(user=self.agency_admin.id), "newcomer", "base.group_user", name="Новенька")
        avatar = files.base64.b64decode(user.image_1920)
        self.assertTrue(avatar.startswith(agency_picture_guard.AVATAR_START))
        self.assertIn("Н".encode(), avatar)

    def test_nothing_is_cleaned_where_nothing_is_written(self):
        with patch.object(agency_picture_guard, "clean", side_effect=AssertionError("needless")):
            partners = self.env["res.partner"].create([{"name": f"Client {number}"} for number in range(20)])
            partners.write({"image_1920": False, "comment": "x"})
            self.client.write({"name": "Renamed"})

    def test_odoo_says_what_is_no_base64(self):
        with self.assertRaisesRegex(UserError, "base64"):
            self.client.image_1920 = "x"


@tagged("post_install", "-at_install")
class TestPictureGallery(PictureCommon):
    """Who sees and changes pictures of websites, services and needs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls.env["res.partner"].create(
            {"name": "Other", "is_company": True, "is_agency_client": True, "user_id": cls.director.id}
        )
        cls.other_website = cls.env["agency.website"].create({"name": "Other", "partner_id": cls.stranger.id})
        cls.own = cls._create_picture(cls.website)
        cls.other = cls._create_picture(cls.other_website, is_shared=True)
        cls.catalogue = cls._create_picture(cls.service_fixed)
        cls.need = cls._create_requirement()
        cls.of_need = cls._create_picture(cls.need)
        cls.all = cls.own + cls.other + cls.catalogue + cls.of_need

    def _seen_by(self, user):
        return self.env["agency.picture"].with_user(user).search([("id", "in", self.all.ids)])

    def test_each_role_sees_pictures_of_what_it_sees(self):
        self.assertEqual(self._seen_by(self.account_manager), self.own + self.catalogue + self.of_need)
        self.assertEqual(self._seen_by(self.performer), self.catalogue)
        for user in (self.project_manager, self.accountant, self.director):
            self.assertEqual(self._seen_by(user), self.all)
        self.assertEqual(self._seen_by(self.agency_admin), self.catalogue)

    def test_performer_sees_those_of_clients_worked_for(self):
        project = self.env["project.project"].create({"name": "Shop", "partner_id": self.client.id})
        self.env["project.task"].create(
            {
                "name": "Pages",
                "project_id": project.id,
                "partner_id": self.client.id,
                "user_ids": [(6, 0, self.performer.ids)],
            }
        )
        self.assertEqual(self._seen_by(self.performer), self.own + self.catalogue)
        with self.assertRaises(AccessError):
            self.own.with_user(self.performer).name = "Changed"

    def test_account_manager_keeps_galleries_of_own_clients(self):
        pictures = self.env["agency.picture"].with_user(self.account_manager)
        values = {"name": "New", "image_1920": self.photo}
        made = pictures.create({**values, "website_id": self.website.id})
        made.write({"sequence": 1, "is_shared": True})
        made.unlink()
        for owner in ({"website_id": self.other_website.id}, {"product_tmpl_id": self.service_fixed.id}):
            with self.assertRaises(AccessError):
                pictures.create({**values, **owner})
        with self.assertRaises(AccessError):
            self.own.with_user(self.account_manager).write(
                {"website_id": False, "product_tmpl_id": self.service_fixed.id}
            )

    def test_catalogue_belongs_to_the_director(self):
        self.catalogue.with_user(self.director).name = "Changed"
        for user in (self.account_manager, self.project_manager, self.accountant):
            with self.assertRaises(AccessError):
                self.catalogue.with_user(user).name = "Mine"

    def test_client_sees_what_is_shown_of_own_sites(self):
        self.assertFalse(self._seen_by(self.portal_user))
        self.own.is_shared = True
        self.assertEqual(self._seen_by(self.portal_user), self.own)
        with self.assertRaises(AccessError):
            self.own.with_user(self.portal_user).name = "Changed"

    def test_companies_do_not_mix(self):
        company = self.env["res.company"].create({"name": "Other agency"})
        self.website.company_id = company
        self.assertEqual(self.own.company_id, company)
        self.assertNotIn(self.own, self._seen_by(self.director))

    def test_shown_by_default_are_services_only(self):
        self.assertEqual(self.all.mapped("is_shared"), [False, True, True, False])

    def test_day_is_the_camera_s(self):
        self.assertEqual(self.own.taken_on, date(2025, 3, 4))
        plain = self._create_picture(self.website, image_1920=files.encoded(files.save(files.drawing(), "PNG")))
        self.assertEqual(plain.taken_on, date.today())

    def test_picture_has_one_owner_and_a_file(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env["agency.picture"].create({"name": "Nobody's", "image_1920": self.photo})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._create_picture(self.website, product_tmpl_id=self.service_fixed.id)
        with self.assertRaisesRegex(ValidationError, "upload the picture"):
            self._create_picture(self.website, image_1920=False)

    def test_variants_are_resized(self):
        large = files.encoded(files.save(files.drawing((3000, 1500)), "WEBP"))
        picture = self._create_picture(self.website, image_1920=large)
        sizes = [files.opened(files.base64.b64decode(picture[f"image_{side}"])).size for side in (1920, 512, 128)]
        self.assertEqual(sizes, [(1920, 960), (512, 256), (128, 64)])

    def test_pictures_go_with_the_copy_of_a_service(self):
        copy = self.service_fixed.with_user(self.director).copy()
        self.assertEqual(copy.picture_ids.mapped("name"), ["View"])
        self.assertTrue(copy.picture_ids.image_1920)
