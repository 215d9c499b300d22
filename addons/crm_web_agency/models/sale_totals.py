from odoo import fields, models

# Sums over the orders of all: computed past the record rules, so not for those who see own orders only.
SALES_TOTALS = "sales_team.group_sale_manager,account.group_account_invoice,account.group_account_readonly"


class CrmTeam(models.Model):
    _inherit = "crm.team"

    invoiced = fields.Float(groups=SALES_TOTALS)
    invoiced_target = fields.Float(groups=SALES_TOTALS)


class UtmCampaign(models.Model):
    _inherit = "utm.campaign"

    invoiced_amount = fields.Integer(groups=SALES_TOTALS)
