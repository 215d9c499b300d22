"""Every menu of the app opens without an error, in both languages, and every list can be filtered."""

import pytest
from browser.odoo_page import OdooPage

APP = "crm_web_agency.menu_root"


def _actions(user, lang):
    """Menus of the app that the user sees: {full name: "model,id" of the action}."""
    _module, root = user.call("ir.model.data", "check_object_reference", *APP.split("."))
    menus = user.call("ir.ui.menu", "load_menus", False, context={"lang": lang})
    found, waiting = {}, [(str(root), "")]
    while waiting:
        key, path = waiting.pop(0)
        menu = menus[key]
        name = f"{path} / {menu['name']}"
        if menu.get("action_id") or menu.get("actionID"):
            found[name] = menu.get("actionID") or menu["action_id"]
        waiting += [(str(child), name) for child in menu["children"]]
    return found


# Each role once, those who see most in both languages.
VISITS = [
    ("admin", "uk_UA"),
    ("admin", "en_US"),
    ("director", "uk_UA"),
    ("director", "en_US"),
    ("account_manager", "uk_UA"),
    ("project_manager", "en_US"),
    ("performer", "uk_UA"),
    ("accountant", "en_US"),
]


@pytest.mark.parametrize(("login", "lang"), VISITS)
def test_every_menu_opens(page_as, rpc, login, lang):
    page = OdooPage(page_as(login, lang), login)
    actions = _actions(rpc(login), lang)
    assert len(actions) > 6
    for number, (name, action) in enumerate(actions.items()):
        page.open(f"action-{action}")
        page.page.wait_for_timeout(300)
        page.check_no_error()
        page.shot(f"menu-{login}-{lang}-{number:02d}")
        assert page.page.locator(".o_action_manager").inner_text().strip() or page.page.locator(".o_dialog").count(), (
            name
        )


@pytest.mark.parametrize("login", ["director"])
def test_every_list_has_filters(rpc, login):
    user = rpc(login)
    without = []
    for name, action in _actions(user, "en_US").items():
        values = user.post("/web/action/load", {"action_id": action})
        if values["type"] != "ir.actions.act_window" or "list" not in values["view_mode"].split(","):
            continue
        views = [*values["views"], [values["search_view_id"] and values["search_view_id"][0], "search"]]
        search = user.call(values["res_model"], "get_views", views)["views"]["search"]["arch"]
        if "<filter" not in search or "group_by" not in search or ' date="' not in search:
            without.append(name)
    assert not without, f"lists without filters, groups or a period: {without}"
