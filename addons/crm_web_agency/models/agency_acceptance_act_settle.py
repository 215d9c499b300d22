from odoo import models


class AgencyAcceptanceAct(models.Model):
    """Sums of several acts of one order agree with the order to the kopiyka.

    Each line of an act keeps its amounts in `extra_tax_data`, the place in which `account.tax` looks
    for them on orders and invoices too, so that an invoice of the act has them without being told:

    - a line that completes its order line takes what the earlier acts left of the order line;
    - a line that takes all of a corrected line back has its amounts with the other sign;
    - the others have amounts rounded together, by the rounding method of the company.

    Lines stay as they are when prices changed between the acts: the difference is then no rounding.
    """

    _inherit = "agency.acceptance.act"

    def _settle_amounts(self):
        """Fix the amounts of all lines; what is left over is counted under the locks of the order lines."""
        for act in self:
            lines = act.line_ids
            lines.extra_tax_data = False
            last = lines._get_completing()
            act._settle_rounded(lines - last)
            whole = act.order_id.sudo()._get_amounts_by_line() if last else {}
            for line in last:
                line.extra_tax_data = line._pack_amounts(*line._get_left_amounts(whole))

    def _settle_rounded(self, lines):
        """Fix amounts of lines as one document of them is rounded."""
        account_tax = self.env["account.tax"]
        base_lines = [line._prepare_base_line_for_taxes_computation() for line in lines]
        account_tax._add_tax_details_in_base_lines(base_lines, self.company_id)
        account_tax._round_base_lines_tax_details(base_lines, self.company_id)
        for line, base_line in zip(lines, base_lines, strict=True):
            line.extra_tax_data = line._pack_amounts(*line._read_amounts(base_line))
