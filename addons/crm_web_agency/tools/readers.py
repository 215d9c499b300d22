"""Who may read money, for the `groups` of fields: one place for all models of both add-ons.

Prices are what clients pay. Costs are the agency's, at the rates of job positions.
What a person costs is nobody's but the director's and that of Odoo's own HR and accounting.
"""

__all__ = ["COSTS", "MARGINS", "PERSON_COSTS", "PRICES", "RATES", "SALES_FIGURES"]

_AGENCY = "crm_web_agency.group_agency_"
_MANAGER, _DIRECTOR = f"{_AGENCY}account_manager", f"{_AGENCY}director"
# Others who sell, buy or keep books by Odoo's own groups, and clients, whose records are their own.
_TRADE = "sales_team.group_sale_salesman,account.group_account_invoice,account.group_account_readonly"
_OUTSIDE = "base.group_portal,base.group_public"

PRICES = f"{_MANAGER},{_AGENCY}project_manager,{_AGENCY}accountant,{_TRADE},product.group_product_manager,{_OUTSIDE}"
MARGINS = f"{_MANAGER},{_DIRECTOR},sales_team.group_sale_manager"
SALES_FIGURES = f"{_MANAGER},{_DIRECTOR}"
COSTS = f"{_AGENCY}project_manager,{_DIRECTOR}"
RATES = f"{COSTS},hr.group_hr_user"
PERSON_COSTS = f"{_DIRECTOR},account.group_account_user"
