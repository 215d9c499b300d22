"""What the two add-ons declare, for the checks that the table leaves nothing out."""

OURS = ("crm_web_agency", "crm_analytics")
# What OCA's reports have their own do, without a value for anybody.
OF_REPORTS = ("generate_xlsx_report", "get_workbook_options")


def inventory(env):
    """Return dict of ``models`` (name to "abstract", "transient" or "stored"), ``money``, ``reports`` and ``menus``.

    ``money`` is a list of [model, field, type] of stored amounts and decimals that the add-ons add or restrict,
    ``reports`` of external id to [name, type, model], ``menus`` of id to external id below the app's menu,
    ``methods`` of a model to the names that can be called from outside.
    """
    found = {"models": _models(env), "money": _money(env), "reports": _reports(env), "menus": _menus(env)}
    return {**found, "methods": {name: _methods(env.registry[name]) for name in found["models"]}}


def _methods(model):
    """Names of methods that a class of ours gives to callers from outside."""
    classes = [base for base in model.mro() if any(base.__module__.startswith(f"odoo.addons.{ours}") for ours in OURS)]
    return sorted(
        name
        for base in classes
        for name, value in vars(base).items()
        if callable(value) and not name.startswith("_") and name not in OF_REPORTS
    )


def _models(env):
    """Models that a class of ours names; those that it only extends belong to others."""
    kinds = {}
    for name, model in env.registry.items():
        if model._original_module in OURS:
            kinds[name] = "abstract" if model._abstract else "transient" if model._transient else "stored"
    return kinds


def _money(env):
    return [
        [name, field.name, field.type]
        for name, model in env.registry.items()
        for field in model._fields.values()
        if field.type in ("monetary", "float") and field.store and set(field._modules or ()) & set(OURS)
        if not model._transient and not model._abstract
    ]


def _reports(env):
    found = {}
    for report in env["ir.actions.report"].search([]):
        name = report.get_external_id()[report.id]
        if name.partition(".")[0] in OURS:
            found[name] = [report.report_name, report.report_type.removeprefix("qweb-"), report.model]
    return found


def _menus(env):
    root = env.ref("crm_web_agency.menu_root")
    menus = env["ir.ui.menu"].with_context(active_test=False).search([("id", "child_of", root.id)])
    return {str(menu.id): name for menu, name in ((menu, menu.get_external_id()[menu.id]) for menu in menus)}
