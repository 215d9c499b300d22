from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, formatLang
from odoo.tools.misc import format_date

OFFERED = ("sent", "sale")


class SaleOrder(models.Model):
    """Currency of the offer: the rate of the day is shown, and stays as it is once the order is confirmed."""

    _inherit = "sale.order"

    rate_frozen_on = fields.Date("Rate fixed on", readonly=True, copy=False, help="Day of the confirmation.")
    rate_text = fields.Char(
        "Exchange rate", compute="_compute_rate_text", help="Of the day, until the order is confirmed."
    )

    @api.depends("rate_frozen_on")
    def _compute_currency_rate(self):
        """Leave the rate of a confirmed order alone, whatever is done to its date."""
        # The stored rate is read by SQL: while it is recomputed, the field itself gives no old value.
        frozen = self.filtered("rate_frozen_on")._origin
        if frozen.ids:
            query = SQL("SELECT id, currency_rate FROM sale_order WHERE id IN %s", tuple(frozen.ids))
            rates = dict(self.env.execute_query(query))
            for order in self.filtered(lambda order: order._origin in frozen):
                order.currency_rate = rates[order._origin.id]
        return super(SaleOrder, self.filtered(lambda order: not order.rate_frozen_on))._compute_currency_rate()

    @api.depends_context("lang")
    @api.depends("currency_id", "company_id", "currency_rate", "rate_frozen_on", "date_order")
    def _compute_rate_text(self):
        for order in self:
            order.rate_text = order._is_foreign() and order._describe_rate()

    def _is_foreign(self):
        self.ensure_one()
        return bool(self.currency_id) and self.currency_id != self.company_id.currency_id

    def _describe_rate(self):
        """Return the rate in words, e.g. “1 USD = 41.5000 UAH, rate of 11/20/2026”."""
        self.ensure_one()
        day = self._get_rate_day()
        if not self.rate_frozen_on and not day:
            return self.env._("no rate: add one under Accounting → Configuration → Currencies")
        rate = formatLang(self.env, 1 / (self.currency_rate or 1.0), digits=4)
        words = {"currency": self.currency_id.name, "rate": rate, "company": self.company_id.currency_id.name}
        if self.rate_frozen_on:
            return self.env._(
                "1 %(currency)s = %(rate)s %(company)s, fixed on %(day)s",
                day=format_date(self.env, self.rate_frozen_on),
                **words,
            )
        return self.env._(
            "1 %(currency)s = %(rate)s %(company)s, rate of %(day)s", day=format_date(self.env, day), **words
        )

    def _get_rate_day(self):
        """Return the day of the latest rate between the currencies of order and company; False if there is none."""
        self.ensure_one()
        rates = self._get_rates_of_day()
        base = self.company_id.currency_id
        if self.currency_id in rates:
            return rates[self.currency_id].name
        # Rates may be kept the other way round: of the company's own currency against the order's.
        return base in rates and rates[base].rate != 1 and rates[base].name

    def _get_rates_of_day(self):
        """Return {currency: its latest res.currency.rate up to today} of order and company, as far as there are any."""
        self.ensure_one()
        domain = [
            ("currency_id", "in", (self.currency_id | self.company_id.currency_id).ids),
            ("company_id", "in", (False, self.company_id.root_id.id)),
            ("name", "<=", fields.Date.context_today(self)),
        ]
        # sudo: a rate says nothing that the order's own does not.
        rates = self.env["res.currency.rate"].sudo().search(domain, order="name")
        return {rate.currency_id: rate for rate in rates}

    def _check_rate(self):
        """Refuse to offer or confirm in a currency without a rate: it would count as the company's own.

        Raises:
            UserError: naming the currency and where rates are kept.
        """
        for order in self:
            if order._is_foreign() and not order._get_rate_day():
                raise UserError(
                    self.env._(
                        "There is no exchange rate of %(currency)s for today. Ask the accountant to add one under "
                        "Accounting → Configuration → Currencies, or choose another price list "
                        "for the order %(order)s.",
                        currency=order.currency_id.name,
                        order=order.name,
                    )
                )

    def write(self, vals):
        if vals.get("state") not in OFFERED:
            if vals.get("state") == "draft":
                vals = {**vals, "rate_frozen_on": False}
            return super().write(vals)
        offered = self.filtered(lambda order: order.state != vals["state"])
        offered._check_rate()
        offered._check_payment_plan()
        result = super().write(vals)
        if vals["state"] == "sale":
            # The rate of the day of confirmation, computed before it is fixed.
            offered.flush_recordset(["currency_rate"])
            offered.rate_frozen_on = fields.Date.context_today(self)
        return result
