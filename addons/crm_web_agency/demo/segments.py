"""Segments that fill themselves: whom to call, whom to offer what."""

from typing import NamedTuple

from .texts import Text

__all__ = ["make_rule_segments"]


class Rule(NamedTuple):
    """A segment with a rule; ``note`` says what it is good for."""

    name: Text
    note: Text
    domain: list
    color: int


def make_rule_segments(story):
    """Create the segments as the director, whose rules see all clients."""
    director = story.users["director"]
    story.create_translated(
        "agency.client.segment",
        [
            {
                "name": rule.name,
                "note": rule.note,
                "mode": "rule",
                "domain": repr(rule.domain),
                "color": rule.color,
                "sequence": number,
                "rule_user_id": director.id,
            }
            for number, rule in enumerate(_rules(story))
        ],
    )


def _rules(story):
    return (
        Rule(
            Text("Online shops without care", "Інтернет-магазини без супроводу"),
            Text("Offer a care plan: hosting, domain, support", "Запропонувати супровід: хостинг, домен, підтримка"),
            [("website_ids", "any", [("technology_ids.name", "in", ["WooCommerce", "OpenCart", "Magento"])]),
             ("website_ids.contract_id", "=", False)],
            1,
        ),
        Rule(
            Text("No order for a year", "Рік без замовлень"),
            Text("Call and ask how the site is doing", "Зателефонувати й спитати, як справи із сайтом"),
            [("last_order_date", "<", "today -12m")],
            3,
        ),
        Rule(
            Text("Big clients", "Великі клієнти"),
            Text("An order of a large sum in the last two years", "Велике замовлення за останні два роки"),
            [("sale_order_ids", "any", [
                ("state", "=", "sale"), ("date_order", ">=", "today -24m"),
                ("amount_untaxed", ">=", story.money(200000))])],
            10,
        ),
        Rule(
            Text("Owe after the due date", "Прострочили оплату"),
            Text("Remind before new work begins", "Нагадати, перш ніж починати нову роботу"),
            [("invoice_ids", "any", [
                ("move_type", "=", "out_invoice"), ("state", "=", "posted"),
                ("payment_state", "in", ["not_paid", "partial"]), ("invoice_date_due", "<", "today")])],
            2,
        ),
        Rule(
            Text("Domain ends within two months", "Домен спливає за два місяці"),
            Text("Renew, or remind the client to", "Подовжити або нагадати клієнтові"),
            [("website_ids", "any", [("domain_expiry", ">=", "today"), ("domain_expiry", "<", "today +2m")])],
            4,
        ),
    )  # fmt: skip
