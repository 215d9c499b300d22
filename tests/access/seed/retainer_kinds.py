"""Retainers: drafts of those who lead clients, and running ones, which clients read too."""

from odoo import fields

from .kinds import kind, made


@kind("agency.retainer", {"name": "Access: changed"})
def retainer(world, user):
    return {
        "name": "Access: retainer",
        "partner_id": world.client.id,
        "company_id": world.company.id,
        "currency_id": world.company.currency_id.id,
        "service_id": world.catalogue.fixed.product_variant_id.id,
        "hours_per_period": 10,
        "price_per_period": 4321,
    }


@made("agency.retainer:running", {"name": "Access: changed"})
def running_retainer(world, user):
    """A retainer of an order, since an order is where others come to it from."""
    today = fields.Date.today()
    values = {**retainer(world, user), "date_end": fields.Date.add(today, months=1), "order_id": world.order.id}
    record = world.create("agency.retainer", **values)
    record.action_start()
    return record


@made("agency.retainer.period", {"alert_level": 50})
def period(world, user):
    return running_retainer(world, user).period_id
