"""Records of Odoo's and OCA's models that the roles of the agency work with."""

from odoo import fields

from .kinds import UNIQUE, kind, made


def _limit(world):
    """Values that bind a record to the other company; records of the first one are common to all."""
    return {"company_id": world.company.id if world.limited else False}


# Contacts -------------------------------------------------------------------------------------------


@kind("res.partner", {"street": "Access: changed"}, record=lambda world: world.client)
def client(world, user):
    flags = {"is_company": True, "is_agency_client": True}
    return {"name": f"Access: client {UNIQUE}", "user_id": world.manager.id, **flags, **_limit(world)}


@kind("res.partner:contact", {"street": "Access: changed"})
def contact(world, user):
    return {"name": f"Access: contact {UNIQUE}", "parent_id": world.client.id, **_limit(world)}


@kind("res.partner:supplier", {"street": "Access: changed"}, scopes=("own", "other"))
def supplier(world, user):
    return {"name": f"Access: supplier {UNIQUE}", "is_company": True, **_limit(world)}


@kind("res.partner.bank", {"acc_holder_name": "Access: changed"})
def bank(world, user):
    return {"acc_number": f"access {UNIQUE}", "partner_id": world.client.id, **_limit(world)}


# Sales ----------------------------------------------------------------------------------------------


@kind("crm.lead", {"name": "Access: changed"})
def lead(world, user):
    return {
        "name": "Access: opportunity",
        "type": "opportunity",
        "partner_id": world.client.id,
        # People work for the first company only.
        "user_id": False if world.limited else world.manager.id,
        "company_id": world.company.id,
    }


@kind("sale.order", {"client_order_ref": "Access: changed"})
def order(world, user):
    return {
        "partner_id": world.client.id,
        "user_id": world.manager.id,
        "company_id": world.company.id,
        "order_line": [[0, 0, {"product_id": world.catalogue.hours.product_variant_id.id, "product_uom_qty": 2}]],
    }


@made("sale.order:sent", {"client_order_ref": "Access: changed"})
def sent_order(world, user):
    record = world.create("sale.order", **order(world, user))
    record.action_quotation_sent()
    return record


@made("sale.order:confirmed", {"client_order_ref": "Access: changed"})
def confirmed_order(world, user):
    return world.order


@kind("sale.order.line", {"name": "Access: changed"})
def order_line(world, user):
    if not hasattr(world, "draft_order"):
        world.draft_order = world.create("sale.order", **order(world, user))
    return {"order_id": world.draft_order.id, "product_id": world.catalogue.hours.product_variant_id.id}


@made("sale.order.line:confirmed", {"name": "Access: changed"})
def confirmed_line(world, user):
    return world.hours_line


@made("sale.report", {"name": "Access: changed"})
def sale_report(world, user):
    world.env.flush_all()
    return world.env["sale.report"].search([("order_reference", "=", f"sale.order,{world.order.id}")], limit=1)


@kind("contract.contract", {"code": "Access: changed"})
def contract(world, user):
    return {
        "name": "Access: care plan",
        "partner_id": world.client.id,
        "user_id": world.manager.id,
        "company_id": world.company.id,
    }


def _contract(world, user):
    if not hasattr(world, "contract"):
        world.contract = world.create("contract.contract", **contract(world, user))
    return world.contract


@kind("contract.line", {"name": "Access: changed"})
def contract_line(world, user):
    return {"contract_id": _contract(world, user).id, "name": "Access: care", "quantity": 1, "price_unit": 913}


@kind("contract.modification", {"description": "Access: changed"})
def contract_modification(world, user):
    return {"contract_id": _contract(world, user).id, "date": "2026-01-01", "description": "Access: dearer"}


@kind("contract.tag", {"name": "Access: changed"})
def contract_tag(world, user):
    return {"name": f"Access: tag {world.number()}", "company_id": world.company.id}


# Catalogue ------------------------------------------------------------------------------------------


@kind("product.template", {"name": "Access: changed"}, scopes=("own", "other"))
def product(world, user):
    return {"name": "Access: product", "type": "service", **_limit(world)}


@kind("product.product", {"default_code": "Access: changed"}, scopes=("own", "other"))
def variant(world, user):
    return product(world, user)


@made("product.template.attribute.value", {"price_extra": 7}, scopes=("own",))
def extra_price(world, user):
    value = {"name": "Access: large"}
    attribute = world.create("product.attribute", name="Access: size", value_ids=[[0, 0, value], [0, 0, {"name": "S"}]])
    line = {"attribute_id": attribute.id, "value_ids": [[6, 0, attribute.value_ids.ids]]}
    template = world.create("product.template", name="Access: sizes", attribute_line_ids=[[0, 0, line]])
    values = template.attribute_line_ids.product_template_value_ids
    values.price_extra = 13
    return values[0]


@kind("product.pricelist", {"name": "Access: changed"}, scopes=("own", "other"))
def pricelist(world, user):
    return {"name": "Access: prices", **_limit(world)}


@kind("product.pricelist.item", {"fixed_price": 7}, scopes=("own", "other"))
def price(world, user):
    if not hasattr(world, "pricelist"):
        world.pricelist = world.create("product.pricelist", **pricelist(world, user))
    return {"pricelist_id": world.pricelist.id, "compute_price": "fixed", "fixed_price": 913, "applied_on": "3_global"}


@kind("product.supplierinfo", {"delay": 7}, scopes=("own", "other"))
def supplier_price(world, user):
    if not hasattr(world, "supplier"):
        world.supplier = world.create("res.partner", name="Access: supplier", **_limit(world))
    template = world.catalogue.hours.id
    return {"partner_id": world.supplier.id, "product_tmpl_id": template, "price": 391, **_limit(world)}


# Work -----------------------------------------------------------------------------------------------


def _project(world):
    return {"name": "Access: project", "partner_id": world.client.id, "company_id": world.company.id}


@kind("project.project", {"description": "Access: changed"}, make=lambda world, user: _project_of(world))
def project(world, user):
    return _project(world)


def _project_of(world):
    record = world.create("project.project", **_project(world))
    world.create("project.task", name="Access: its task", project_id=record.id, user_ids=world.performer.ids)
    return record


@kind("project.task", {"description": "Access: changed"})
def task(world, user):
    return {"name": "Access: task", "project_id": world.project.id, "user_ids": world.performer.ids}


@kind("project.milestone", {"name": "Access: changed"})
def milestone(world, user):
    return {"name": "Access: milestone", "project_id": world.project.id}


@kind("project.update", {"name": "Access: changed"})
def update(world, user):
    values = {"name": "Access: update", "status": "on_track", "progress": 10}
    return {**values, "project_id": world.project.id, "user_id": world.manager.id}


@kind("project.sale.line.employee.map", {"price_unit": 7}, once=True)
def employee_price(world, user):
    record = _project_of(world)
    return {"project_id": record.id, "employee_id": world.employee.id, "sale_line_id": world.hours_line.id}


def _hours(world, employee):
    return {
        "name": "Access: hours",
        "project_id": world.project.id,
        "task_id": world.task.id,
        "employee_id": employee.id,
        "unit_amount": 0.5,
        "date": str(fields.Date.today()),
    }


@kind("account.analytic.line", {"name": "Access: changed"}, make=lambda world, user: _log(world, world.employee))
def hours(world, user):
    """Over the API always by the performer's employee: that of the other company Odoo does not even accept."""
    return _hours(world, world.people.employees[world.performer])


def _log(world, employee):
    return world.create("account.analytic.line", **_hours(world, employee))


@made("account.analytic.line:mine", {"name": "Access: changed"}, personal=True, scopes=("own",))
def own_hours(world, user):
    return _log(world, world.people.employees.get(user, world.employee))


@made("account.analytic.line:entry", {"name": "Access: changed"})
def analytic_entry(world, user):
    account = world.project.account_id
    values = {"name": "Access: expense", "account_id": account.id, "amount": -391, "company_id": world.company.id}
    return world.create("account.analytic.line", **values)


@made("timesheets.analysis.report", {"name": "Access: changed"})
def hours_report(world, user):
    record = _log(world, world.employee)
    world.env.flush_all()
    return world.env["timesheets.analysis.report"].browse(record.id)


@made("report.project.task.user", {"name": "Access: changed"})
def task_report(world, user):
    world.env.flush_all()
    return world.env["report.project.task.user"].search([("task_id", "=", world.task.id)], limit=1)


@made("account.analytic.account", {"name": "Access: changed"})
def analytic_account(world, user):
    return world.project.account_id


# Accounts -------------------------------------------------------------------------------------------


@kind("account.move", {"ref": "Access: changed"})
def invoice(world, user):
    return {
        "move_type": "out_invoice",
        "partner_id": world.client.id,
        "invoice_user_id": world.manager.id,
        "company_id": world.company.id,
        "invoice_date": str(fields.Date.today()),
        "invoice_line_ids": [[0, 0, {"name": "Access: work", "quantity": 1, "price_unit": 913, "tax_ids": []}]],
    }


def _posted(world):
    record = world.create("account.move", **invoice(world, None))
    record.action_post()
    return record


@made("account.move:posted", {"ref": "Access: changed"})
def posted_invoice(world, user):
    return _posted(world)


@kind("account.move.line", {"name": "Access: changed"})
def invoice_line(world, user):
    record = world.create("account.move", **invoice(world, user))
    return {"move_id": record.id, "name": "Access: more work", "quantity": 1, "price_unit": 13, "tax_ids": []}


@made("account.move.line:posted", {"name": "Access: changed"})
def posted_invoice_line(world, user):
    return _posted(world).invoice_line_ids


@made("account.invoice.report", {"invoice_date": "2024-01-01"})
def invoice_report(world, user):
    record = _posted(world)
    world.env.flush_all()
    return world.env["account.invoice.report"].search([("move_id", "=", record.id)], limit=1)


@kind("account.payment", {"memo": "Access: changed"})
def payment(world, user):
    journal = world.env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", world.company.id)], limit=1
    )
    values = {"payment_type": "inbound", "partner_type": "customer", "amount": 913, "journal_id": journal.id}
    return {**values, "partner_id": world.client.id, "company_id": world.company.id}


# People ---------------------------------------------------------------------------------------------


@kind("hr.job", {"description": "Access: changed"}, scopes=("own", "other"))
def job(world, user):
    return {"name": f"Access: job {UNIQUE}", "company_id": world.company.id}


@kind("hr.employee", {"name": "Access: changed"}, scopes=("own", "other"))
def employee(world, user):
    return {"name": "Access: employee", "company_id": world.company.id}


def _user(world):
    company = {"company_id": world.company.id, "company_ids": [[6, 0, world.company.ids]]}
    return {"name": "Access: user", "login": f"access user {UNIQUE}", **company}


@kind("res.users", {"signature": "Access: changed"}, personal=True, make=lambda world, user: _person(world, user))
def account(world, user):
    return _user(world)


def _person(world, user):
    if world.scope == "own" and user:
        return user
    values = {**_user(world), "login": f"access user {world.scope} {world.number()}"}
    return world.create("res.users", **values)


@kind("res.groups", {"comment": "Access: changed"}, scopes=("own",))
def group(world, user):
    return {"name": f"Access: group {UNIQUE}"}


@kind("res.users.role", {"comment": "Access: changed"}, scopes=("own",))
def role(world, user):
    return {"name": f"Access: role {UNIQUE}"}


def _unused_role(world):
    return world.create("res.users.role", name=f"Access: role {world.scope} {world.number()}")


@kind(
    "res.users.role.line",
    {"date_to": "2999-12-31"},
    scopes=("own", "other"),
    once=True,
    make=lambda world, user: world.create("res.users.role.line", **role_line(world, user)),
)
def role_line(world, user):
    person = world.create("res.users", **{**_user(world), "login": f"access line {world.scope} {world.number()}"})
    return {"user_id": person.id, "role_id": _unused_role(world).id}


@made("base.user.role.line.history", {"performed_action": "edit"}, scopes=("own",))
def role_history(world, user):
    line = world.create("res.users.role.line", **role_line(world, user))
    return world.env["base.user.role.line.history"].search([("user_id", "=", line.user_id.id)], limit=1)


@kind(
    "res.company",
    {"phone": "+380441112233"},
    scopes=("own", "other"),
    make=lambda world, user: world.company,
)
def company(world, user):
    return {"name": f"Access: company {UNIQUE}"}


@made("crm.team", {"name": "Access: changed"}, scopes=("own",))
def team(world, user):
    world.people.team.invoiced_target = 913
    return world.people.team


# Approvals and audit --------------------------------------------------------------------------------


@kind("tier.definition", {"name": "Access: changed"}, scopes=("own", "other"))
def definition(world, user):
    model = world.env["ir.model"]._get("sale.order")
    reviewer = {"review_type": "individual", "reviewer_id": world.people.users["director"].id}
    # A condition that no order meets: orders of the other tests need no approval.
    condition = {"definition_type": "domain", "definition_domain": '[("id", "=", 0)]'}
    return {"name": "Access: rule", "model_id": model.id, **reviewer, **condition, "company_id": world.company.id}


@kind("tier.review", {"comment": "Access: changed"}, make=lambda world, user: _review(world))
def review(world, user):
    record = world.create("tier.definition", **definition(world, user))
    draft = world.create("sale.order", **order(world, user))
    return {"definition_id": record.id, "model": "sale.order", "res_id": draft.id, "status": "pending", "sequence": 1}


def _review(world):
    return world.env["tier.review"].create(review(world, None))


@kind("auditlog.rule", {"name": "Access: changed"}, scopes=("own",))
def audit_rule(world, user):
    country = world.env["ir.model"]._get("res.country.group")
    return {"name": f"Access: audit {UNIQUE}", "model_id": country.id, "state": "draft"}


@made("auditlog.rule:shipped", {"state": "draft"}, scopes=("own",))
def shipped_audit_rule(world, user):
    return world.env.ref("crm_web_agency.audit_res_users")


@made("auditlog.log", {"name": "Access: changed"}, scopes=("own",))
def audit_log(world, user):
    """What the audit wrote when the performer got an account."""
    domain = [("model_model", "=", "res.users"), ("res_id", "=", world.performer.id)]
    return world.env["auditlog.log"].search(domain, limit=1)


@made("auditlog.log.line", {"new_value_text": "Access: changed"}, scopes=("own",))
def audit_line(world, user):
    return audit_log(world, user).line_ids[:1]


# Discussions and files ------------------------------------------------------------------------------


def _file(record):
    return {
        "name": "Access: file.txt",
        "raw": "text",
        "mimetype": "text/plain",
        "res_model": record._name,
        "res_id": record.id,
    }


@kind("ir.attachment", {"description": "Access: changed"})
def need_file(world, user):
    return _file(world.need)


@made("ir.attachment:order", {"description": "Access: changed"})
def order_file(world, user):
    return world.create("ir.attachment", **_file(world.order))


def _message(record):
    values = {"model": record._name, "res_id": record.id, "body": "Access: note", "message_type": "comment"}
    return values


@kind("mail.message", {"subject": "Access: changed"})
def need_message(world, user):
    return _message(world.need)


@made("mail.message:order", {"subject": "Access: changed"})
def order_message(world, user):
    return world.env["mail.message"].create(_message(world.order))


@made("mail.tracking.value", {"new_value_char": "Access: changed"})
def tracking(world, user):
    name = world.env["ir.model.fields"]._get("sale.order", "amount_total")
    message = world.env["mail.message"].create(_message(world.order))
    values = {"mail_message_id": message.id, "field_id": name.id, "old_value_float": 1, "new_value_float": 2}
    return world.create("mail.tracking.value", **values)
