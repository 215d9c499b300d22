from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _get_document_amounts(self):
        """Return (base, {tax id: [base, tax]}) of a line, in the currency and with the signs of its document."""
        self.ensure_one()
        account_tax = self.env["account.tax"]
        base_line = self.move_id._prepare_product_base_line_for_taxes_computation(self)
        account_tax._add_tax_details_in_base_line(base_line, self.company_id)
        account_tax._round_base_lines_tax_details([base_line], self.company_id)
        return self.env["agency.acceptance.act.line"]._read_amounts(base_line)
