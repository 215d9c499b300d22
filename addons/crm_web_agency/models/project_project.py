from odoo import fields, models

from ..tools.readers import PERSON_COSTS, PRICES


class ProjectProject(models.Model):
    """What people cost is not to be read from a project: its profitability is the director's."""

    _inherit = "project.project"

    # An order's projects are computed from this field, also for those who only read orders.
    reinvoiced_sale_order_id = fields.Many2one(
        groups="sales_team.group_sale_salesman,"
        "crm_web_agency.group_agency_project_manager,crm_web_agency.group_agency_accountant"
    )
    analytic_account_balance = fields.Monetary(groups=PERSON_COSTS)

    def _show_profitability(self):
        return self.env.user.has_groups(PERSON_COSTS) and super()._show_profitability()


class AccountAnalyticAccount(models.Model):
    _inherit = "account.analytic.account"

    balance = fields.Monetary(groups=PERSON_COSTS)
    debit = fields.Monetary(groups=PERSON_COSTS)
    credit = fields.Monetary(groups=PERSON_COSTS)


class ProjectSaleLineEmployeeMap(models.Model):
    _inherit = "project.sale.line.employee.map"

    price_unit = fields.Float(groups=PRICES)
    cost = fields.Monetary(groups=PERSON_COSTS)
    display_cost = fields.Monetary(groups=PERSON_COSTS)


class TimesheetsAnalysisReport(models.Model):
    _inherit = "timesheets.analysis.report"

    amount = fields.Monetary(groups=PERSON_COSTS)
    margin = fields.Monetary(groups=PERSON_COSTS)
    timesheet_revenues = fields.Monetary(groups=PERSON_COSTS)
