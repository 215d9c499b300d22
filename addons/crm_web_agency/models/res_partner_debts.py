from odoo import models
from odoo.exceptions import AccessError

DEBTS = "account.group_account_invoice,account.group_account_readonly"


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _asset_difference_search(self, account_type, operator, operand):
        # Odoo guards the reading of what a client owes, and not the searching by it.
        if not self.env.su and not self.env.user.has_groups(DEBTS):
            raise AccessError(self.env._("What clients owe is for accountants: you cannot search by it."))
        return super()._asset_difference_search(account_type, operator, operand)
