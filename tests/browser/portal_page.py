"""What a client does in the portal: open a document, draw a signature."""

import re

from browser.odoo_page import OdooPage
from playwright.sync_api import Page

__all__ = ["draw_signature", "portal_shot", "sign"]


def sign(visitor: Page, address: str, dialog: str, name: str) -> None:
    """Open a document, press its button for signing and sign with the name."""
    visitor.goto(address)
    visitor.locator(f"a[data-bs-target='{dialog}']:visible").first.click()
    draw_signature(visitor, dialog, name)
    visitor.wait_for_url(re.compile(r"message=sign_ok"))


def draw_signature(page: Page, dialog: str, name: str) -> None:
    """Let the pad write the name, as the visitor chooses, and submit."""
    form = page.locator(dialog)
    form.locator(".o_portal_sign_submit").wait_for()
    form.locator("input[name='signer']").fill(name)
    submit = form.locator(".o_portal_sign_submit:not([disabled])")
    submit.wait_for()
    submit.click()


def portal_shot(page: Page, name: str) -> None:
    OdooPage(page, "client").shot(name)
