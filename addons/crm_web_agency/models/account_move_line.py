from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _create_analytic_lines(self):
        # sudo: whoever may post the invoice need not read amounts of analytic lines, among which
        # are the costs of people; these lines come from the invoice only.
        return super(AccountMoveLine, self.sudo())._create_analytic_lines()
