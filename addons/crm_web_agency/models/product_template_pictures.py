from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    picture_ids = fields.One2many("agency.picture", "product_tmpl_id", "Pictures", copy=True)

    def _get_offer_pictures(self):
        """Return what a quotation shows of the service: its own picture and those of its gallery that are shown.

        Who opens a quotation by its link has no account, and no rights to the catalogue: hence tokens.

        Returns:
            list: as agency.picture._get_shown(); nothing for products that are no services of the agency.
        """
        if not self.is_agency_service:
            return []
        # sudo: of a service that is in an order which the visitor may read, what is meant to be shown.
        service = self.sudo().with_context(bin_size=True)
        main = service.image_256 and {
            "name": service.name,
            "thumbnail": service._get_picture_link("image_256", with_token=True),
            "full": service._get_picture_link("image_1024", with_token=True),
        }
        return ([main] if main else []) + service.picture_ids._get_shown(with_token=True)
