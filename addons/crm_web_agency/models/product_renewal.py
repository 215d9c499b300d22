from odoo import api, fields, models

RENEWAL_KINDS = [("domain", "Domain"), ("tls", "Certificate"), ("hosting", "Hosting")]


class ProductTemplate(models.Model):
    """Services by which the agency renews what its clients' sites stand on."""

    _inherit = "product.template"

    renewal_kind = fields.Selection(
        RENEWAL_KINDS,
        "Renewal of",
        index="btree_not_null",
        help="The service renews a domain, a certificate or a hosting: websites paid by the agency take it, and a "
        "draft order for it is made 30 days before the end.",
    )


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def _find_renewal_service(self, kind, company_id):
        """Return the service that a company sells to renew `kind`: its own one before a shared one."""
        products = self.search(
            [("renewal_kind", "=", kind), ("sale_ok", "=", True), ("company_id", "in", [company_id, False])]
        )
        return products.sorted(lambda product: (not product.company_id, product.sequence, product.id))[:1]
