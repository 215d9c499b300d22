from odoo import models

# Odoo's own letters, and those of the agency instead of them.
LETTERS = {
    "sale.email_template_edi_sale": "crm_web_agency.mail_template_offer",
    "sale.mail_template_sale_confirmation": "crm_web_agency.mail_template_confirmation",
}


class SaleOrder(models.Model):
    """Letters with offers and confirmations to clients of the agency are its own, in their language."""

    _inherit = "sale.order"

    def _find_mail_template(self):
        return self._replace_letter(super()._find_mail_template())

    def _get_confirmation_template(self):
        return self._replace_letter(super()._get_confirmation_template())

    def _replace_letter(self, template):
        """Return the agency's letter instead of Odoo's own; one that was chosen in the settings stays."""
        self.ensure_one()
        if not self.partner_id.commercial_partner_id.is_agency_client:
            return template
        for stock, own in LETTERS.items():
            if template == self.env.ref(stock, raise_if_not_found=False):
                return self.env.ref(own, raise_if_not_found=False) or template
        return template
