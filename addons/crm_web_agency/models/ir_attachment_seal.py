from odoo import models
from odoo.exceptions import UserError

MODEL = "agency.order.version"


class IrAttachment(models.Model):
    """A sealed file is neither changed nor deleted, whoever tries."""

    _inherit = "ir.attachment"

    def write(self, vals):
        self._check_not_sealed()
        return super().write(vals)

    def unlink(self):
        self._check_not_sealed()
        return super().unlink()

    def _check_not_sealed(self):
        # sudo: everybody is held to the seal.
        ids = [file.id for file in self.sudo() if file.res_model == MODEL]
        # Files of other records, which are almost all, cost no query.
        versions = self.env[MODEL].sudo().search([("attachment_id", "in", ids)], limit=1) if ids else None
        if versions:
            raise UserError(versions._get_refusal())
