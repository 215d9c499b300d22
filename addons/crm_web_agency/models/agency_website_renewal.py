from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_date

from ..tools.readers import PRICES
from .agency_website_state import KINDS

_PRODUCT_HELP = "The service by which the renewal is sold to the client; a draft order is made 30 days before the end."
# A date so long past is history: nobody sells a renewal of it.
_TOO_LATE = 60


class AgencyWebsite(models.Model):
    """Renewals that the agency sells: a draft order for each expiry, with the client's price."""

    _inherit = "agency.website"

    domain_product_id = fields.Many2one(
        "product.product", "Renewal of the domain", compute="_compute_renewal_products", store=True, readonly=False,
        precompute=True, check_company=True, domain="[('renewal_kind', '=', 'domain')]", help=_PRODUCT_HELP,
    )  # fmt: skip
    tls_product_id = fields.Many2one(
        "product.product", "Renewal of the certificate", compute="_compute_renewal_products", store=True,
        readonly=False, precompute=True, check_company=True, domain="[('renewal_kind', '=', 'tls')]",
        help=_PRODUCT_HELP,
    )  # fmt: skip
    hosting_product_id = fields.Many2one(
        "product.product", "Renewal of the hosting", compute="_compute_renewal_products", store=True, readonly=False,
        precompute=True, check_company=True, domain="[('renewal_kind', '=', 'hosting')]", help=_PRODUCT_HELP,
    )  # fmt: skip
    renewal_order_ids = fields.One2many("sale.order", "renewal_website_id", "Renewal orders", groups=PRICES)
    renewal_order_count = fields.Integer(compute="_compute_renewal_order_count", groups=PRICES)

    @api.depends("domain_payer", "tls_payer", "hosting_payer", "company_id")
    def _compute_renewal_products(self):
        """Take the service that the company sells for it; what a person chose stays."""
        found = {}
        for website in self:
            for kind in KINDS:
                name = f"{kind}_product_id"
                if website[f"{kind}_payer"] != "agency":
                    website[name] = False
                elif not website[name]:
                    key = (kind, website.company_id.id)
                    if key not in found:
                        found[key] = self.env["product.product"]._find_renewal_service(*key)
                    website[name] = found[key]

    @api.depends("renewal_order_ids")
    def _compute_renewal_order_count(self):
        counts = dict(
            self.env["sale.order"]._read_group(
                [("renewal_website_id", "in", self.ids)], ["renewal_website_id"], ["__count"]
            )
        )
        for website in self:
            website.renewal_order_count = counts.get(website._origin, 0)

    def action_view_renewal_orders(self):
        """Show the only order, or the list of them."""
        self.ensure_one()
        if len(self.renewal_order_ids) == 1:
            return self.renewal_order_ids._get_form_action()
        action = self.env["ir.actions.actions"]._for_xml_id("crm_web_agency.agency_order_action")
        action["domain"] = [("renewal_website_id", "=", self.id)]
        views = [view for view in action["views"] if view[1] in ("list", "form")]
        action.update(view_mode="list,form", views=views, context={"create": False})
        return action

    def _remind(self, kind):
        # The order first: the reminder names it.
        self._create_renewal_orders(kind)
        return super()._remind(kind)

    def _create_renewal_orders(self, kind):
        """Make a draft order for each site whose renewal we sell and that has none for this date.

        A cancelled order counts: the client does not want the renewal.
        """
        first = fields.Date.subtract(fields.Date.context_today(self), days=_TOO_LATE)
        sold = self.filtered(lambda site: site._is_renewal_sold(kind) and site[f"{kind}_expiry"] >= first)
        sold = sold.filtered(lambda site: not site._get_renewal_order(kind))
        for company, websites in sold.grouped("company_id").items():
            orders = self.env["sale.order"].with_company(company)
            orders.create([website._prepare_renewal_order_values(kind) for website in websites])

    def _is_renewal_sold(self, kind):
        return self[f"{kind}_payer"] == "agency" and self[f"{kind}_product_id"].active

    def _get_renewal_order(self, kind):
        """Return the order that renews the present date, if there is one."""
        day = self[f"{kind}_expiry"]
        return self.renewal_order_ids.filtered(
            lambda order: order.renewal_kind == kind and order.renewal_expiry == day
        )[:1]

    def _prepare_renewal_order_values(self, kind):
        """Return the values of the order; the price comes from the client's price list."""
        self.ensure_one()
        client = self.partner_id
        seller = client.user_id or self.user_id
        return {
            "partner_id": client.id,
            "company_id": self.company_id.id,
            "user_id": seller.id,
            "agency_kind": "support",
            "renewal_website_id": self.id,
            "renewal_kind": kind,
            "renewal_expiry": self[f"{kind}_expiry"],
            "order_line": [Command.create(self._prepare_renewal_line_values(kind))],
        }

    def _prepare_renewal_line_values(self, kind):
        product = self[f"{kind}_product_id"].with_context(lang=self.partner_id.lang or self.env.lang)
        words = product.env._(
            "%(site)s, paid until %(date)s",
            site=self.domain or self.name,
            date=format_date(product.env, self[f"{kind}_expiry"]),
        )
        return {
            "product_id": product.id,
            "product_uom_qty": 1,
            "name": f"{product.get_product_multiline_description_sale()}\n{words}",
        }

    def _get_reminder_note(self, kind):
        order = self._get_renewal_order(kind)
        if not order:
            return super()._get_reminder_note(kind)
        return self.env._("We sell the renewal: check the order %s, send it to the client, then renew.", order.name)
