{
    "name": "Web Agency CRM: Analytics",
    "summary": "Forecasts of sales, costs of orders and the value of clients of a web agency",
    "version": "19.0.1.1.0",
    "category": "Sales/CRM",
    "license": "AGPL-3",
    "author": "Web Agency CRM contributors",
    "depends": ["crm_web_agency"],
    "external_dependencies": {"python": ["numpy", "pandas"]},
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_cron.xml",
        "report/report_actions.xml",
        "views/agency_forecast_views.xml",
        "views/dashboard_views.xml",
        "views/product_template_views.xml",
        "views/res_partner_views.xml",
        "views/sale_order_views.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "crm_analytics/static/src/**/*",
        ],
        "web.assets_tests": [
            "crm_analytics/static/tests/tours/**/*",
        ],
    },
    "demo": ["demo/agency_forecast_demo.xml"],
}
