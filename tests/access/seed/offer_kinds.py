"""Payment plans of orders and of their templates."""

from .kinds import kind
from .odoo_kinds import order


@kind("agency.order.instalment", {"name": "Access: changed"})
def instalment(world, user):
    if not hasattr(world, "draft_order"):
        world.draft_order = world.create("sale.order", **order(world, user))
    return {"order_id": world.draft_order.id, "name": "Access: prepayment", "percent": 100}


@kind("agency.order.template.instalment", {"name": "Access: changed"})
def template_instalment(world, user):
    template = world.create("sale.order.template", name="Access: template", company_id=world.company.id)
    return {"template_id": template.id, "name": "Access: prepayment", "percent": 100}
