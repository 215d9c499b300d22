from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .agency_retainer import READERS


class SaleOrderLine(models.Model):
    """Lines of retainers: sold in hours of one period, or in periods that are delivered as they are closed."""

    _inherit = "sale.order.line"

    retainer_ids = fields.One2many("agency.retainer", "sale_line_id", groups=READERS)
    qty_delivered_method = fields.Selection(selection_add=[("retainer", "Periods of the retainer")])

    def _is_sold_in_hours(self):
        self.ensure_one()
        return self.product_uom_id._has_common_reference(self.env.ref("uom.product_uom_hour"))

    def _is_sold_in_periods(self):
        """Tell whether closed periods of a started retainer deliver the line."""
        self.ensure_one()
        if self.product_id.type != "service":
            return False
        started = self.retainer_ids.filtered(lambda one: one.state != "draft")
        return bool(started) and not self._is_sold_in_hours()

    @api.depends("product_uom_id", "retainer_ids.state")
    def _compute_qty_delivered_method(self):
        result = super()._compute_qty_delivered_method()
        for line in self:
            if line._is_sold_in_periods():
                line.qty_delivered_method = "retainer"
        return result

    @api.depends("retainer_ids.period_ids.state")
    def _compute_qty_delivered(self):
        return super()._compute_qty_delivered()

    def _prepare_qty_delivered(self):
        delivered = super()._prepare_qty_delivered()
        for line in self.filtered(lambda line: line.qty_delivered_method == "retainer"):
            delivered[line] = len(line.retainer_ids.period_ids.filtered(lambda one: one.state == "closed"))
        return delivered

    @api.depends("retainer_ids.contract_id")
    def _compute_qty_to_invoice(self):
        """Leave to the contract what the contract invoices."""
        result = super()._compute_qty_to_invoice()
        for line in self:
            if line.product_id.type == "service" and line.retainer_ids.contract_id:
                line.qty_to_invoice = 0.0
        return result

    # The retainer that a line sells --------------------------------------------------------------

    def _prepare_retainer(self):
        """Return values of the draft retainer that this line sells."""
        self.ensure_one()
        order = self.order_id
        start = fields.Date.context_today(self, order.date_order)
        terms = self.product_id._prepare_retainer_terms()
        terms.update(self._get_sold_terms(terms["period_months"]))
        months = terms.pop("periods") * terms["period_months"]
        return {
            **terms,
            "name": self.product_id.with_context(lang=order.partner_id.lang).name,
            "partner_id": order.partner_id.id,
            "company_id": order.company_id.id,
            "currency_id": order.currency_id.id,
            "user_id": order.user_id.id,
            "service_id": self.product_id.id,
            "website_id": self._get_retainer_website().id,
            "order_id": order.id,
            "sale_line_id": self.id,
            "project_id": (self.project_id or self.task_id.project_id or order.project_id).id,
            "date_start": start,
            "date_end": start + relativedelta(months=months, days=-1),
        }

    def _get_sold_terms(self, period_months):
        """Return hours and prices of a period as the line sells them, and the number of `periods`."""
        currency, company = self.currency_id, self.company_id
        # With tax where the prices of the order include it: invoices take the same taxes.
        price = self.price_unit * (1 - self.discount / 100)
        if self._is_sold_in_hours():
            hour = self.env.ref("uom.product_uom_hour")
            hours = self.product_uom_id._compute_quantity(self.product_uom_qty, hour, round=False)
            whole = currency.round(price * self.product_uom_qty)
            overage = currency.round(whole / hours)
            return {"hours_per_period": hours, "price_per_period": whole, "overage_price": overage, "periods": 1}
        overage = self.product_id.retainer_overage_price
        overage = company.currency_id._convert(overage, currency, company, self.order_id.date_order)
        periods = max(round(self.product_uom_qty), 1)
        return {"price_per_period": currency.round(price), "overage_price": overage, "periods": periods}

    def _get_retainer_website(self):
        """Return the one site whose renewal or needs the order sells; empty if there is none or several."""
        client = self.order_id.partner_id.commercial_partner_id
        websites = self.env["agency.website"]
        found = self.order_id.renewal_website_id or self.order_id.requirement_ids.website_id
        return found if len(found) == 1 and found.partner_id.commercial_partner_id == client else websites
