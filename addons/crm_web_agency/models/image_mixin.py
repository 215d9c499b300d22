from odoo import models


class ImageMixin(models.AbstractModel):
    """All that has pictures in Odoo's way: contacts (so logos, users, companies), products, websites, galleries."""

    _name = "image.mixin"
    _inherit = ["image.mixin", "agency.picture.guard"]
