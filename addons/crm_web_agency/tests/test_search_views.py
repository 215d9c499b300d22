from lxml import etree

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestSearchViews(TransactionCase):
    """Every window of the application's menus can be filtered, grouped and limited to a period."""

    def _get_windows(self):
        root = self.env.ref("crm_web_agency.menu_root")
        menus = self.env["ir.ui.menu"].with_context(**{"ir.ui.menu.full_list": True})
        actions = [menu.action for menu in menus.search([("id", "child_of", root.id)])]
        return {action for action in actions if action and action._name == "ir.actions.act_window"}

    def _get_lacks(self, window):
        """Return what the search view of the window has not."""
        model = self.env[window.res_model]
        views = model.get_views([(window.search_view_id.id, "search")])["views"]
        filters = list(etree.fromstring(views["search"]["arch"]).iter("filter"))
        is_group = ["group_by" in (node.get("context") or "") for node in filters]
        found = {
            "predefined filters": any(node.get("domain") for node in filters),
            "group-bys": any(is_group),
            "a period": any(node.get("date") for node in filters),
        }
        return [lack for lack, is_there in found.items() if not is_there]

    def test_every_window_has_filters_groups_and_a_period(self):
        windows = self._get_windows()
        self.assertGreater(len(windows), 15)
        lacks = {
            f"{window.name} ({window.res_model})": self._get_lacks(window)
            for window in windows
            if set(window.view_mode.split(",")) - {"form"}
        }
        self.assertFalse({name: lack for name, lack in lacks.items() if lack})

    def test_properties_can_be_searched(self):
        without = []
        for window in self._get_windows():
            model = self.env[window.res_model]
            names = {name for name, field in model._fields.items() if field.type == "properties"}
            views = model.get_views([(window.search_view_id.id, "search")])["views"]
            fields = {node.get("name") for node in etree.fromstring(views["search"]["arch"]).iter("field")}
            # The properties of people (users) belong to their contacts, not to accounts.
            if names - fields and window.res_model != "res.users":
                without.append(f"{window.name} ({window.res_model})")
        self.assertFalse(without)
