from lxml import etree

from odoo import api, models


class SaleOrder(models.Model):
    """Those who only read orders get screens that offer no editing."""

    _inherit = "sale.order"

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        view = super().get_view(view_id, view_type, **options)
        if view_type in ("form", "list", "kanban") and self._is_read_only_for_user():
            tree = etree.fromstring(view["arch"])
            tree.attrib.update({"create": "0", "edit": "0", "delete": "0"})
            view["arch"] = etree.tostring(tree, encoding="unicode")
        return view

    @api.model
    def _is_read_only_for_user(self):
        """Accountants have Odoo's right to write orders, and a record rule of ours that lets them write none."""
        user = self.env.user
        return user.has_group("crm_web_agency.group_agency_accountant") and not user.has_group(
            "sales_team.group_sale_salesman"
        )
