from stdnum.ua import edrpou, rntrc

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    """Codes of Ukrainian partners: wrong ones are refused, and told of while they are typed."""

    _inherit = "res.partner"

    registry_warning = fields.Char(compute="_compute_requisite_warnings", export_string_translation=False)
    vat_warning = fields.Char(compute="_compute_requisite_warnings", export_string_translation=False)

    @api.depends("company_registry", "vat", "country_id", "is_agency_client", "company_id")
    def _compute_requisite_warnings(self):
        for partner in self:
            partner.registry_warning = partner._get_registry_mistake()
            partner.vat_warning = partner._get_vat_mistake() or partner._get_vat_doubt()

    def _get_company_registry_labels(self):
        return {**super()._get_company_registry_labels(), "UA": self.env._("ЄДРПОУ / РНОКПП")}

    @api.depends("country_id", "is_agency_client")
    def _compute_company_registry_label(self):
        result = super()._compute_company_registry_label()
        for partner in self:
            if partner._has_ua_codes():
                partner.company_registry_label = partner._get_company_registry_labels()["UA"]
        return result

    @api.constrains("company_registry", "country_id", "is_agency_client")
    def _check_ua_company_registry(self):
        for partner in self:
            if mistake := partner._get_registry_mistake():
                raise ValidationError(mistake)

    @api.constrains("vat", "country_id", "is_agency_client")
    def _check_ua_vat(self):
        for partner in self:
            if mistake := partner._get_vat_mistake():
                raise ValidationError(mistake)

    def _has_ua_codes(self):
        """Whether the codes are Ukrainian ones.

        A client without a country is taken for one of the company's own country; other contacts
        without a country (of the address book, of shops) may have any code.
        """
        if self.country_id or not self.is_agency_client:
            return self.country_id.code == "UA"
        return (self.company_id or self.env.company).country_id.code == "UA"

    def _get_registry_mistake(self):
        """Return what is wrong with the code of the register, "" if nothing is.

        ЄДРПОУ has 8 digits, РНОКПП of a person or sole trader 10; the last digit of both checks the others.
        """
        code = (self.company_registry or "").strip()
        if not code or not self._has_ua_codes() or edrpou.is_valid(code) or rntrc.is_valid(code):
            return ""
        if not (code.isascii() and code.isdigit()) or len(code) not in (8, 10):
            return self.env._(
                "ЄДРПОУ / РНОКПП: “%(code)s” must be 8 digits (ЄДРПОУ, organisations) "
                "or 10 digits (РНОКПП, persons and sole traders). For a foreign client choose the country first.",
                code=code,
            )
        if len(code) == 8:
            return self.env._(
                "ЄДРПОУ: “%(code)s” is wrong, its last digit does not match the others. "
                "Compare it with the client's documents.",
                code=code,
            )
        return self.env._(
            "РНОКПП: “%(code)s” is wrong, its last digit does not match the others. "
            "Compare it with the client's documents.",
            code=code,
        )

    def _get_vat_mistake(self):
        """Return what is wrong with the number of a VAT payer (ІПН), "" if nothing is.

        12 digits for organisations; sole traders have their РНОКПП, whose last digit is checked.
        The check digit of the 12 is in no published rule, so it is not checked.
        """
        number = self._get_ua_vat()
        if not number or not self._has_ua_codes():
            return ""
        digits = number.isascii() and number.isdigit()
        if not digits or len(number) not in (10, 12):
            return self.env._(
                "ІПН: “%(number)s” must be 12 digits (organisations) or 10 digits (sole traders). "
                "For a foreign client choose the country first.",
                number=self.vat,
            )
        if len(number) == 10 and not rntrc.is_valid(number):
            return self.env._(
                "ІПН: “%(number)s” is wrong: 10 digits are the РНОКПП of a sole trader, "
                "and the last one does not match the others.",
                number=self.vat,
            )
        return ""

    def _get_vat_doubt(self):
        """Return why the ІПН may be of somebody else; it is saved all the same."""
        number, code = self._get_ua_vat(), (self.company_registry or "").strip()
        if not (number and code and self._has_ua_codes()):
            return ""
        if (len(number) == 12 and len(code) == 8 and number[:7] != code[:7]) or (
            len(number) == len(code) == 10 and number != code
        ):
            return self.env._(
                "ІПН: “%(number)s” does not begin as the code %(code)s does. Check that both are of this client.",
                number=self.vat,
                code=code,
            )
        return ""

    def _get_ua_vat(self):
        """Return the number without spaces and the country's letters; "" for "/", which means no payer."""
        number = (self.vat or "").strip().upper().removeprefix("UA")
        return "" if number == "/" else number
