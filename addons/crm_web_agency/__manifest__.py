{
    "name": "Web Agency CRM",
    "summary": "Clients, needs, orders, acceptance acts and documents of a web agency",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "AGPL-3",
    "author": "Web Agency CRM contributors",
    "depends": [
        "account",
        "base_iban",
        "base_user_role",
        "calendar",
        "contacts",
        "contract",
        "crm",
        "hr",
        "hr_hourly_cost",
        "hr_timesheet",
        "mail",
        "portal",
        "project",
        "report_xlsx",
        "sale_crm",
        "sale_management",
        "sale_margin",
        "sale_project",
        "sale_timesheet",
    ],
    "external_dependencies": {"python": ["num2words", "python-stdnum", "xlsxwriter"]},
    "data": [
        # security
        "security/groups.xml",
        # data
        # menus: the roots, before the views that hang their own items on them
        "views/menus.xml",
        # views
        # reports
        # wizards
        # access last: its lines name models of all the files above
        "security/ir.model.access.csv",
    ],
    "demo": [],
    "assets": {
        "web.assets_backend": [
            "crm_web_agency/static/src/overview/**/*",
        ],
    },
    "application": True,
    "installable": True,
}
