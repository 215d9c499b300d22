import json
from hashlib import sha256
from math import inf

from odoo import models
from odoo.tools import float_round, formatLang

from ..tools.approval_terms import Terms, get_breaches


class SaleOrder(models.Model):
    """What an order offers, and where it goes beyond the limits of its people."""

    _inherit = "sale.order"

    def _get_limits(self):
        """Return the Limits of the order: the strictest of its salesperson and of who set its terms."""
        self.ensure_one()
        people = self.user_id | self.approval_user_id
        return self.env["agency.approval.limit"]._get_limits_of_people(people, self.company_id)

    def _get_terms(self):
        """Return the Terms that the order offers."""
        self.ensure_one()
        # sudo: discount, margin and amount are the same for everybody, also for those who see no costs.
        order = self.sudo()
        lines = order.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
        cost = sum(line._get_cost() for line in lines)
        untaxed = order.amount_untaxed
        free = order.currency_id.is_zero(untaxed)
        return Terms(
            discount=order._get_greatest_discount(lines),
            margin=inf if free else 100 * (untaxed - cost) / untaxed,
            amount=order.company_id.currency_id.round(untaxed / (order.currency_rate or 1.0)),
        )

    def _get_greatest_discount(self, lines):
        """Return the greatest discount in per cent: of a line, or of the order as a whole.

        The whole counts lines that take off money; against the price list, so that a lower
        unit price is a discount too.
        """
        prices = [line._get_full_and_offered() for line in lines]
        shares = [100 * (1 - offered / full) for full, offered in prices if full > 0]
        full, offered = sum(full for full, _ in prices), sum(offered for _, offered in prices)
        whole = 100 * (1 - offered / full) if full > 0 else 0.0
        return max([0.0, whole, *lines.mapped("discount"), *shares])

    def _get_approval_reasons(self, with_margin=False):
        """Return what goes beyond the limits, as sentences.

        Args:
            with_margin: name the margin itself, for those who may know it.
        """
        self.ensure_one()
        terms, limits = self._get_terms(), self._get_limits()
        return [getattr(self, f"_say_{name}")(terms, limits, with_margin) for name in get_breaches(terms, limits)]

    def _say_discount(self, terms, limits, with_margin):
        return self.env._(
            "Discount %(value)s %% is above %(limit)s %%",
            value=self._format_share(terms.discount),
            limit=self._format_share(limits.discount),
        )

    def _say_margin(self, terms, limits, with_margin):
        if not with_margin:
            return self.env._("The margin is below the limit")
        return self.env._(
            "Margin %(value)s %% is below %(limit)s %%",
            value=self._format_share(terms.margin),
            limit=self._format_share(limits.margin),
        )

    def _say_amount(self, terms, limits, with_margin):
        currency = self.company_id.currency_id
        return self.env._(
            "Amount %(value)s is above %(limit)s",
            value=formatLang(self.env, terms.amount, currency_obj=currency),
            limit=formatLang(self.env, limits.amount, currency_obj=currency),
        )

    def _format_share(self, share):
        return f"{float_round(share, 1):g}"

    def _get_approval_digest(self):
        """Return a digest of the terms: an approval covers exactly what was seen."""
        self.ensure_one()
        # sudo: the digest is the same whoever asks.
        order = self.sudo()
        lines = order.order_line.filtered(lambda line: not line.display_type).sorted("id")
        terms = [
            [order.partner_id.id, order.company_id.id, order.currency_id.id, order.payment_term_id.id],
            [round(order.amount_untaxed, 6), round(order.amount_total, 6)],
            [line._get_digest_terms() for line in lines],
        ]
        return sha256(json.dumps(terms).encode()).hexdigest()
