{
    "name": "Web Agency CRM: Analytics",
    "summary": "Forecasts of sales, costs of orders and the value of clients of a web agency",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "AGPL-3",
    "author": "Web Agency CRM contributors",
    "depends": ["crm_web_agency"],
    "external_dependencies": {"python": ["numpy", "pandas"]},
    "data": [],
    "demo": [],
    "installable": True,
}
