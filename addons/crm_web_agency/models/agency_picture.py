import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.pictures import get_day_taken

# The fields that say whose the picture is; it is always of one of them.
OWNERS = ("website_id", "product_tmpl_id", "requirement_id")


class AgencyPicture(models.Model):
    """A picture in the gallery of a website, a service or a need: a screenshot, a layout, an example of work."""

    _name = "agency.picture"
    _description = "Picture"
    _inherit = ["image.mixin"]
    _order = "sequence, id"
    _takes_svg = False

    name = fields.Char("Caption", required=True, help="What is to be seen; read out to those who cannot see it.")
    sequence = fields.Integer(default=10)
    image_1920 = fields.Image(required=True)
    taken_on = fields.Date(index=True, help="From the camera, if it tells; else the day it was added.")
    is_shared = fields.Boolean(
        "Shown to the client",
        compute="_compute_is_shared",
        store=True,
        readonly=False,
        precompute=True,
        help="Clients see it in the portal: of a website on its page, of a service in the quotations with it.",
    )
    website_id = fields.Many2one("agency.website", index="btree_not_null", ondelete="cascade")
    product_tmpl_id = fields.Many2one("product.template", "Service", index="btree_not_null", ondelete="cascade")
    requirement_id = fields.Many2one("agency.requirement", "Need", index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one("res.company", compute="_compute_company_id", store=True, precompute=True, index=True)

    _one_owner = models.Constraint(
        "CHECK (num_nonnulls(website_id, product_tmpl_id, requirement_id) = 1)",
        "A picture belongs to one website, one service or one need.",
    )

    @api.depends("product_tmpl_id")
    def _compute_is_shared(self):
        # Pictures of services are there to be shown; what is seen of a client's site is shown on purpose.
        for picture in self:
            picture.is_shared = bool(picture.product_tmpl_id)

    @api.depends(*(f"{owner}.company_id" for owner in OWNERS))
    def _compute_company_id(self):
        for picture in self:
            owner = picture.website_id or picture.product_tmpl_id or picture.requirement_id
            picture.company_id = owner.company_id

    @api.constrains("name", "image_1920")
    def _check_image(self):
        """Pictures are files, for which the database cannot tell that one is missing."""
        for picture in self.with_context(bin_size=True):
            if not picture.image_1920:
                raise ValidationError(self.env._("“%(picture)s”: upload the picture.", picture=picture.name))

    @api.model_create_multi
    def create(self, vals_list):
        today = fields.Date.context_today(self)
        return super().create(
            [
                vals if "taken_on" in vals else {**vals, "taken_on": self._get_day_taken(vals) or today}
                for vals in vals_list
            ]
        )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & set(OWNERS):
            # Rules are asked before a write, so of the former owner: the new one must be one's own too.
            self.check_access("write")
        return result

    @api.model
    def _get_day_taken(self, vals):
        """Return the day that the camera says, which cleaning takes away; None if it says none."""
        try:
            return get_day_taken(base64.b64decode(vals.get("image_1920") or b""))
        except (binascii.Error, ValueError, TypeError):
            return None

    def _get_shown(self, with_token=False):
        """Return those shown to the client, as pages want them: list of dicts with ``name``, ``thumbnail``, ``full``.

        By itself an address opens for whoever may read the picture, and no longer; `with_token` it opens for all who
        have it, as on pages that are reached by a link without an account.
        """
        return [
            {
                "name": picture.name,
                "thumbnail": picture._get_picture_link("image_512", with_token),
                "full": picture._get_picture_link("image_1920", with_token),
            }
            for picture in self
            if picture.is_shared
        ]
