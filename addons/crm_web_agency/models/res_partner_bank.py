import re

from odoo import api, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_bank import sanitize_account_number
from odoo.addons.base_iban.models.res_partner_bank import validate_iban

LOOKS_LIKE_IBAN = re.compile(r"[A-Z]{2}\d{2}")


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    @api.constrains("acc_number")
    def _check_iban(self):
        """Refuse a mistyped IBAN, which would else be kept as an account of another kind."""
        for account in self:
            if mistake := account._get_iban_mistake():
                raise ValidationError(mistake)

    @api.onchange("acc_number")
    def _onchange_acc_number(self):
        """Say at once what saving would refuse."""
        if mistake := self._get_iban_mistake():
            return {"warning": {"type": "notification", "title": self.env._("Bank account"), "message": mistake}}
        return None

    def _get_iban_mistake(self):
        """Return what is wrong with an account that looks like an IBAN, "" if nothing is."""
        number = (sanitize_account_number(self.acc_number) or "").upper()
        if not LOOKS_LIKE_IBAN.match(number):
            return ""
        try:
            validate_iban(number)
        except ValidationError:
            return self.env._(
                "IBAN: “%(number)s” is wrong, check it digit by digit (a Ukrainian one is UA and 27 digits).",
                number=self.acc_number,
            )
        return ""
