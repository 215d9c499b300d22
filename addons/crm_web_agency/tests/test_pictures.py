import random
import time
from datetime import date
from unittest.mock import patch

from PIL import Image

from odoo.tests import BaseCase, tagged

from ..tools import pictures
from ..tools.pictures import PictureError, clean, get_day_taken
from . import picture_files as files


@tagged("post_install", "-at_install")
class TestPictures(BaseCase):
    """Cleaning of files, without a database."""

    def _assert_refused(self, raw, reason, **options):
        with self.assertRaises(PictureError) as caught:
            clean(raw, **options)
        self.assertEqual(caught.exception.reason, reason)

    def _assert_bare(self, raw):
        """Nothing but pixels: no place, no texts, no profile, nothing of what was hidden in the file."""
        image = files.opened(raw)
        self.assertFalse(dict(image.getexif()))
        self.assertFalse(set(image.info) & {"exif", "xmp", "comment", "icc_profile", "Comment", "Packed"})
        for hidden in (
            b"<script",
            b"<?php",
            b"PK\x03\x04",
            b"%PDF",
            b"secret",
            files.CAMERA.encode(),
            b"Exif",
            b"http",
        ):
            self.assertNotIn(hidden, raw)

    def test_photo_loses_place_camera_and_comments(self):
        cleaned = clean(files.photo() + files.TAIL)
        self.assertEqual((cleaned.mimetype, cleaned.size), ("image/jpeg", (300, 200)))
        self._assert_bare(cleaned.content)

    def test_photo_is_turned_as_the_camera_was_held(self):
        cleaned = clean(files.photo(orientation=6))
        self.assertEqual(cleaned.size, (200, 300))
        red, _green, blue = files.opened(cleaned.content).getpixel((100, 10))
        self.assertTrue(red > 200 and blue < 60)

    def test_day_of_the_photo_is_read_before_it_is_removed(self):
        self.assertEqual(get_day_taken(files.photo()), date(2025, 3, 4))
        for nothing in (clean(files.photo()).content, b"", b"no picture", files.gif_of_frames(2)):
            self.assertIsNone(get_day_taken(nothing))

    def test_png_loses_texts_profile_and_what_follows_it(self):
        cleaned = clean(files.png_with_texts() + files.TAIL)
        self.assertEqual(cleaned.mimetype, "image/png")
        self._assert_bare(cleaned.content)

    def test_cleaning_again_changes_nothing(self):
        for mode in ("RGB", "L", "RGBA"):
            cleaned = clean(files.save(files.drawing(mode=mode), "PNG")).content
            self.assertEqual(clean(cleaned).content, cleaned)

    def test_webp_becomes_what_odoo_resizes(self):
        solid = clean(files.save(files.drawing(), "WEBP", xmp=b"<x>secret</x>", exif=files.exif(orientation=6)))
        self.assertEqual((solid.mimetype, solid.size), ("image/jpeg", (200, 300)))
        self._assert_bare(solid.content)
        glass = files.drawing(mode="RGBA")
        glass.putalpha(100)
        self.assertEqual(clean(files.save(glass, "WEBP")).mimetype, "image/png")

    def test_other_types(self):
        for kind in ("GIF", "BMP"):
            self.assertEqual(clean(files.save(files.drawing(), kind)).mimetype, "image/png")

    def test_of_many_frames_one_is_left(self):
        cleaned = clean(files.gif_of_frames())
        self.assertEqual(getattr(files.opened(cleaned.content), "n_frames", 1), 1)
        self._assert_bare(cleaned.content)
        frames = [Image.new("RGB", (40, 40), (shade, 0, 0)) for shade in range(100)]
        moving = files.save(frames[0], "PNG", save_all=True, append_images=frames[1:])
        self.assertEqual(getattr(files.opened(clean(moving).content), "n_frames", 1), 1)

    def test_colours(self):
        cases = {
            "CMYK": (files.save(files.drawing(mode="CMYK"), "JPEG"), "RGB"),
            "16 bits": (files.save(Image.new("I;16", (9, 9), 0x8000), "PNG"), "L"),
            "palette": (files.save(files.drawing().quantize(8), "PNG", transparency=0), "P"),
            "profile": (files.save(files.drawing(), "PNG", icc_profile=files.profile()), "RGB"),
            "broken profile": (files.save(files.drawing(), "PNG", icc_profile=b"profile"), "RGB"),
            "profile of other colours": (files.save(files.drawing(mode="L"), "PNG", icc_profile=files.profile()), "L"),
        }
        for name, (raw, mode) in cases.items():
            with self.subTest(name):
                image = files.opened(clean(raw).content)
                self.assertEqual(image.mode, mode)
                self.assertNotIn("icc_profile", image.info)
        grey = files.opened(clean(cases["16 bits"][0]).content)
        self.assertEqual(grey.getpixel((4, 4)), 0x80)
        palette = files.opened(clean(cases["palette"][0]).content)
        self.assertEqual(palette.convert("RGBA").getpixel((0, 0))[3] * palette.convert("RGBA").getpixel((299, 0))[3], 0)

    def test_profile_is_applied_before_it_is_dropped(self):
        def to_srgb(image, _profile):
            return Image.new("RGB", image.size, "lime")

        with patch.object(pictures, "_to_srgb", to_srgb):
            cleaned = clean(files.save(files.drawing(), "PNG", icc_profile=files.profile()))
        self.assertEqual(files.opened(cleaned.content).getpixel((0, 0)), (0, 255, 0))

    def test_large_ones_are_made_smaller(self):
        for kind in ("JPEG", "PNG", "GIF"):
            self.assertEqual(clean(files.save(files.drawing((900, 600)), kind), longest=300).size, (300, 200))
        self.assertEqual(clean(files.photo(), longest=1000).size, (300, 200))

    def test_bombs_are_refused_from_the_header(self):
        start = time.monotonic()
        for raw in (files.png_claiming(20_000, 20_000), files.png_claiming(2**31 - 1, 2**31 - 1)):
            self.assertLess(len(raw), 1000)
            self._assert_refused(raw, "too_many_pixels")
        self._assert_refused(files.save(Image.new("1", (9000, 9000)), "GIF"), "too_many_pixels")
        self._assert_refused(files.save(Image.new("1", (9000, 9000)), "BMP"), "too_many_pixels")
        self.assertLess(time.monotonic() - start, 3)

    def test_promised_pixels_that_do_not_come(self):
        self._assert_refused(files.png_claiming(5000, 5000), "damaged")

    def test_large_files_are_refused(self):
        self._assert_refused(files.photo() + bytes(pictures.MAX_BYTES), "too_large")

    def test_what_is_cut_short_is_refused(self):
        for name, raw in (
            ("JPEG", files.photo()),
            ("PNG", files.png_with_texts()),
            ("GIF", files.save(Image.effect_noise((90, 90), 80), "GIF")),
            ("WebP", files.save(files.drawing(), "WEBP")),
            ("BMP", files.save(files.drawing(), "BMP")),
        ):
            for share in (0.1, 0.5, 0.9):
                with self.subTest(name, share=share):
                    self._assert_refused(raw[: int(len(raw) * share)], "damaged")

    def test_what_is_corrupt_is_refused(self):
        raw = bytearray(files.save(files.drawing(), "PNG"))
        raw[len(raw) // 2] ^= 0xFF
        self._assert_refused(bytes(raw), "damaged")

    def test_whatever_is_sent_is_cleaned_or_refused(self):
        dice = random.Random(19)
        for raw in (files.photo(), files.png_with_texts(), files.gif_of_frames(3), files.save(files.drawing(), "WEBP")):
            for _attempt in range(60):
                broken = bytearray(raw)
                for _byte in range(dice.randint(1, 9)):
                    broken[dice.randrange(min(len(broken), 900))] = dice.randrange(256)
                try:
                    self._assert_bare(clean(bytes(broken), longest=100).content)
                except PictureError as error:
                    self.assertIn(error.reason, ("damaged", "too_many_pixels", "unknown"))

    def test_what_is_no_picture_is_refused(self):
        page = b"<!DOCTYPE html><html>" + files.SCRIPT + b"</html>"
        cases = (
            b"",
            b"text",
            page,
            b"<?php echo 1;",
            b"%PDF-1.7",
            b"PK\x03\x04",
            b"<svgx/>",
            b"\xff\xfe<\x00s\x00v\x00g",
        )
        for raw in (*cases, files.save(files.drawing(), "TIFF"), files.save(files.drawing(), "ICO")):
            with self.subTest(raw[:20]):
                self._assert_refused(raw, "unknown", svg=True)

    def test_drawings_that_only_draw_are_kept(self):
        for content in (
            b'<defs><linearGradient id="a"/></defs><rect fill="url(#a)" style="stroke:red"/>',
            b'<use xlink:href="#a"/><image href="data:image/png;base64,iVBORw0KGgo="/>',
            b"<style>rect { fill: url('#a') }</style><!-- a note --><text>on load</text>",
        ):
            raw = files.SVG % content
            self.assertEqual(clean(raw, svg=True).content, raw)
        self._assert_refused(files.SVG % b"<rect/>", "svg")

    def test_drawings_that_do_more_are_refused(self):
        for content in (
            b"<script>alert(1)</script>",
            b'<SCRIPT xlink:href="x"/>',
            b'<rect onload="alert(1)"/>',
            b'<rect ONclick="alert(1)"/>',
            b"<foreignObject><body/></foreignObject>",
            b'<body xmlns="http://www.w3.org/1999/xhtml"/>',
            b'<image xlink:href="http://elsewhere.example/pixel.png"/>',
            b'<use href="//elsewhere.example/a.svg#b"/>',
            b'<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
            b'<a xlink:href="javascript:alert(1)"><rect/></a>',
            b'<a href="jav&#97;script:alert(1)"><rect/></a>',
            b'<g xml:base="http://elsewhere.example/"><use href="#a"/></g>',
            b'<rect style="fill: url( http://elsewhere.example/ )"/>',
            b"<rect fill=\"url('//elsewhere.example/')\"/>",
            b'<style>@import "http://elsewhere.example/a.css";</style>',
            b"<style>a{}<!-- x -->@im\\70ort url(x)</style>",
            b'<set attributeName="href" to="javascript:alert(1)"/>',
            b'<animate attributeName="onload" values="alert(1)"/>',
            b"<?xml-stylesheet href='x'?>",
        ):
            with self.subTest(content):
                self._assert_refused(files.SVG % content, "svg_active", svg=True)

    def test_drawings_with_entities_are_refused(self):
        declared = (
            b'<!ENTITY a "b">',
            b'<!ENTITY a SYSTEM "file:///etc/passwd">',
            b'<!ENTITY % a SYSTEM "http://x.example">',
        )
        for entity in declared:
            raw = b"<!DOCTYPE svg [%s]>" % entity + files.SVG % b"<text>&a;</text>"
            self._assert_refused(raw, "svg_active", svg=True)
        plain = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">' + files.SVG % b""
        self.assertTrue(clean(plain, svg=True))
