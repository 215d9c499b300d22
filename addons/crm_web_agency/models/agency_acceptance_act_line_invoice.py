from odoo import models
from odoo.fields import Command


class AgencyAcceptanceActLine(models.Model):
    """What an invoice takes over from a line of an act."""

    _inherit = "agency.acceptance.act.line"

    def _prepare_invoice_line(self, quantity):
        """Return values of the invoice line: the prices of the act, the account of the order.

        Args:
            quantity: what is still to be invoiced of this line, at most its quantity.
        """
        self.ensure_one()
        return self.sale_line_id._prepare_invoice_line(
            name=self._get_invoice_name(),
            quantity=quantity,
            price_unit=self.price_unit,
            discount=self.discount,
            tax_ids=[Command.set(self.tax_ids.ids)],
            extra_tax_data=self.extra_tax_data if quantity == self.quantity else False,
            sequence=self.sequence,
            act_line_id=self.id,
        )

    def _prepare_credit_line(self):
        """Return values for the line of a credit note that this line of a counter act corrects."""
        self.ensure_one()
        reverse = self.env["account.tax"]._reverse_quantity_base_line_extra_tax_data
        return {"quantity": -self.quantity, "extra_tax_data": reverse(self.extra_tax_data)}

    def _get_invoice_name(self):
        """Return the text with the service on a line of its own.

        An invoice hides the name of the product where a label begins with it: of “Shop: Design” only
        “: Design” would be left.
        """
        self.ensure_one()
        lang = self.act_id.partner_id.lang or self.env.lang
        service = self.sale_line_id.product_id.with_context(lang=lang).display_name or ""
        rest = self.name.removeprefix(f"{service}: ")
        return f"{service}\n{rest}" if service and rest != self.name else self.name
