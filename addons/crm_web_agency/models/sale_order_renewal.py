from odoo import fields, models

from .product_renewal import RENEWAL_KINDS


class SaleOrder(models.Model):
    """Orders by which the renewal of a site's domain, certificate or hosting is sold."""

    _inherit = "sale.order"

    renewal_website_id = fields.Many2one(
        "agency.website",
        "Renewal for the website",
        index="btree_not_null",
        copy=False,
        readonly=True,
        ondelete="set null",
    )
    renewal_kind = fields.Selection(RENEWAL_KINDS, "Renewal of", copy=False, readonly=True)
    renewal_expiry = fields.Date("Paid until", copy=False, readonly=True, help="The date that the renewal moves on.")

    _renewal_uniq = models.UniqueIndex(
        "(renewal_website_id, renewal_kind, renewal_expiry) WHERE renewal_website_id IS NOT NULL",
        "There is a renewal order for this website and date already.",
    )
