import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import limited_field_access_token

from ..tools.pictures import MAX_BYTES, MAX_PIXELS, PictureError, clean

# How the pictures begin that Odoo draws of people's initials, and stores whoever makes the account.
AVATAR_START = b"<?xml version='1.0' encoding='UTF-8' ?><svg height='180' width='180'"


class AgencyPictureGuard(models.AbstractModel):
    """Pictures are cleaned before they are stored; what is no picture, or a harmful one, is refused.

    Works for all fields of type Image of the models that inherit it, whoever writes and by whatever way: a form, an
    import, the API.
    """

    _name = "agency.picture.guard"
    _description = "Cleaning of pictures"

    # Whether drawings (SVG) that do nothing else are taken.
    _takes_svg = True

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_pictures(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_pictures(vals))

    def onchange(self, values, field_names, fields_spec):
        """Refuse a picture when it is chosen, not only when the form is saved, and before Odoo opens it."""
        chosen = {name: values[name] for name in field_names if name in values}
        return super().onchange({**values, **self._clean_pictures(chosen)}, field_names, fields_spec)

    @api.model
    def _clean_pictures(self, vals):
        """Return the values with clean pictures, the same dict if there is nothing to clean.

        Files that come with add-ons, while these are being installed, are taken as they are.

        Raises:
            UserError: a picture is refused; the message names the record and the field, and says what to do.
        """
        found = {name: value for name, value in vals.items() if value and self._is_picture(name)}
        if not found or not self.env.registry.ready:
            return vals
        return {**vals, **{name: self._clean_picture(name, value, vals) for name, value in found.items()}}

    @api.model
    def _is_picture(self, name):
        return isinstance(self._fields.get(name), fields.Image)

    @api.model
    def _clean_picture(self, name, value, vals):
        field = self._fields[name]
        try:
            raw = base64.b64decode(value)
        except (binascii.Error, ValueError, TypeError):
            # Odoo says it itself, in the field's own words.
            return value
        try:
            picture = clean(raw, longest=max(field.max_width, field.max_height), svg=self._may_store_svg(raw))
        except PictureError as error:
            title = field._description_string(self.env)
            named = vals.get(self._rec_name) if self._rec_name else None
            subject = f"{title}, “{named}”" if isinstance(named, str) else title
            message = f"{subject}: {self._get_picture_refusal(error.reason)}"
            raise UserError(message) from error
        return base64.b64encode(picture.content)

    @api.model
    def _may_store_svg(self, raw):
        """Tell whether a harmless drawing is taken: for those who write no views Odoo makes an unseen text of it."""
        if not self._takes_svg:
            return False
        return raw.startswith(AVATAR_START) or self.env["ir.ui.view"].sudo(False).has_access("write")

    @api.model
    def _get_picture_refusal(self, reason):
        """Return what to tell a person whose file is refused for a reason of PictureError."""
        if reason == "too_large":
            return self.env._(
                "the file is larger than %(limit)s MB. Make the picture smaller and upload it again.",
                limit=MAX_BYTES // 1024**2,
            )
        if reason == "too_many_pixels":
            return self.env._(
                "the picture has more than %(limit)s million pixels. Make it smaller and upload it again.",
                limit=MAX_PIXELS // 10**6,
            )
        if reason == "damaged":
            return self.env._("the picture is damaged or cut short. Open and save it anew, or upload another file.")
        if reason == "svg":
            return self.env._("drawings (SVG) are not taken here. Save it as PNG and upload that.")
        if reason == "svg_active":
            return self.env._(
                "the drawing (SVG) has scripts, animation or links to other files in it, or cannot be read. "
                "Save it as PNG and upload that."
            )
        return self.env._(
            "this file is not a picture, whatever its name says. Upload a JPEG, PNG, WebP, GIF or BMP file."
        )

    def _get_picture_link(self, name, with_token):
        """Return the address of a picture: for its readers, or with Odoo's token for it, which is good some weeks."""
        self.ensure_one()
        address = f"/web/image/{self._name}/{self.id}/{name}"
        if not with_token:
            return address
        return f"{address}?access_token={limited_field_access_token(self, name, scope='binary')}"
