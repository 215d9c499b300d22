"""An account manager fills the gallery of a website; the client looks through what is shown."""

import io

from browser.odoo_page import OdooPage
from PIL import Image
from playwright.sync_api import Page, expect

NAMES = ("Каталог", "Кошик", "Оплата")
GALLERY = ".o_agency_gallery"


def test_gallery_from_upload_to_portal(page_as, rpc):
    manager = rpc("account_manager")
    website = _website_of_client(rpc)
    office = OdooPage(page_as("account_manager"), "account_manager")
    office.open(f"agency-websites/{website}")
    office.tab("pictures")
    kept = _captions(office)

    office.page.set_input_files(f"{GALLERY} input[type=file]", [_file(name) for name in NAMES])
    expect(office.page.locator(f"{GALLERY}_item")).to_have_count(len(kept) + len(NAMES))
    assert _captions(office) == [*kept, *NAMES]
    office.shot("gallery-uploaded")

    _put_first(office, len(kept) + 1)
    assert _captions(office) == [NAMES[1], *kept, NAMES[0], NAMES[2]]
    last = office.page.locator(f"{GALLERY}_item").last
    last.locator("input[type=text]").fill("Сторінка оплати")
    last.locator("input[type=text]").press("Tab")
    for number in (0, -1):
        office.page.locator(f"{GALLERY}_share").nth(number).click()
    office.save()
    stored = manager.call("agency.picture", "search_read", [("website_id", "=", website)], ["name", "is_shared"])
    assert [picture["name"] for picture in stored] == [NAMES[1], *kept, NAMES[0], "Сторінка оплати"]
    assert (stored[0]["is_shared"], stored[-1]["is_shared"], stored[-2]["is_shared"]) == (True, True, False)

    _look_through(office.page, f"{GALLERY}_open", ".o-FileViewer", ".o-FileViewer-viewImage")
    _see_in_portal(page_as("client1"), website)


def _website_of_client(rpc):
    admin = rpc("admin")
    [client] = admin.call("res.users", "search_read", [("login", "=", "client1")], ["commercial_partner_id"])
    domain = [("partner_id", "=", client["commercial_partner_id"][0])]
    return admin.call("agency.website", "search", domain, limit=1)[0]


def _file(name):
    stream = io.BytesIO()
    Image.new("RGB", (800, 500), "teal").save(stream, "WEBP")
    return {"name": f"{name}.webp", "mimeType": "image/webp", "buffer": stream.getvalue()}


def _captions(office: OdooPage) -> list[str]:
    return [box.input_value() for box in office.page.locator(f"{GALLERY}_item input[type=text]").all()]


def _put_first(office: OdooPage, number: int) -> None:
    """Move a picture with the keyboard, as those do who cannot drag."""
    name = _captions(office)[number]
    handle = office.page.locator(f"{GALLERY}_handle").nth(number)
    handle.focus()
    for place in range(number - 1, -1, -1):
        office.page.keyboard.press("ArrowLeft")
        expect(office.page.locator(f"{GALLERY}_item input[type=text]").nth(place)).to_have_value(name)


def _look_through(page: Page, opener: str, viewer: str, image: str) -> None:
    """Open the first picture, go on and back with the arrows, close with Esc."""
    page.locator(opener).first.click()
    first = page.locator(image).get_attribute("alt")
    assert first
    page.keyboard.press("ArrowRight")
    expect(page.locator(image)).not_to_have_attribute("alt", first)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(image)).to_have_attribute("alt", first)
    page.keyboard.press("Escape")
    expect(page.locator(viewer)).to_have_count(0)


def _see_in_portal(page: Page, website: int) -> None:
    page.goto(f"/my/websites/{website}")
    pictures = page.locator(".o_agency_picture")
    expect(pictures.first).to_have_attribute("title", NAMES[1])
    expect(page.locator(".o_agency_picture[title='Сторінка оплати']")).to_have_count(1)
    expect(page.locator(f".o_agency_picture[title='{NAMES[0]}']")).to_have_count(0)
    # Before the scripts of the page have started, a picture would open in its place.
    page.wait_for_function("odoo.loader?.modules.has('@crm_web_agency/portal_gallery/lightbox')")
    page.wait_for_load_state("networkidle")
    _look_through(page, ".o_agency_picture", "dialog[open]", ".o_agency_lightbox img")
