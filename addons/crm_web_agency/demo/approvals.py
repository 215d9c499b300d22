"""Offers beyond the limits: some wait for the director, one was rejected, one approved."""

from .texts import Text

__all__ = ["make_approvals"]

# Discounts that the account managers would like to give, the first ones to the youngest offers.
_WAITING = (15.0, 20.0, 25.0)
_REJECTED = 35.0
_APPROVED = 12.0
_REASON = Text(
    "35 % leaves us nothing: offer 15 % and a longer support period instead.",
    "35 % не лишає нам нічого: запропонуйте 15 % і довший супровід.",
)


def make_approvals(story):
    """Let the account managers ask for more than they may give, and the director decide on some of it."""
    offers = [order for plan, order in reversed(story.orders) if plan.state in ("draft", "sent")]
    discounts = (*_WAITING, _REJECTED, _APPROVED)
    asked = [_ask(order, discount) for order, discount in zip(offers, discounts, strict=False)]
    director = story.users["director"]
    for order in asked[len(_WAITING) : len(_WAITING) + 1]:
        order.with_user(director).review_ids.sudo().write({"comment": story.say(_REASON)})
        order.with_user(director)._rejected_tier()
    for order in asked[len(_WAITING) + 1 :]:
        order.with_user(director).validate_tier()


def _ask(order, discount):
    """As the account manager of the order: lower the prices and ask for approval."""
    order = order.with_user(order.user_id)
    order.order_line.write({"discount": discount})
    order.action_ask_approval()
    return order
