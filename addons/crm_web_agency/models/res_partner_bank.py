import re

from odoo import api, models
from odoo.exceptions import ValidationError

from odoo.addons.base_iban.models.res_partner_bank import validate_iban

LOOKS_LIKE_IBAN = re.compile(r"[A-Z]{2}\d{2}")


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    @api.constrains("acc_number")
    def _check_iban(self):
        """Refuse a mistyped IBAN, which would else be kept as an account of another kind."""
        for account in self:
            number = (account.sanitized_acc_number or "").upper()
            if not LOOKS_LIKE_IBAN.match(number):
                continue
            try:
                validate_iban(number)
            except ValidationError as error:
                raise ValidationError(
                    self.env._(
                        "IBAN: “%(number)s” is wrong, check it digit by digit (a Ukrainian one is UA and 27 digits).",
                        number=account.acc_number,
                    )
                ) from error
