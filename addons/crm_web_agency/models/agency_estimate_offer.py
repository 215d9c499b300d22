from odoo import fields, models
from odoo.exceptions import UserError


class AgencyEstimate(models.Model):
    """From an estimate to the quotation the client gets."""

    _inherit = "agency.estimate"

    def action_make_offer(self):
        """Put the estimate into a quotation and open it; what is in one already is opened.

        A new version replaces the lines of the version before it while the client has not confirmed them.

        Raises:
            UserError: if there is nothing to offer, a work has no service, or the order is confirmed.
        """
        self.ensure_one()
        self._get_first()._lock()
        if self.state == "chosen" and self.order_id:
            return self.order_id._get_form_action()
        self._check_open()
        self._check_may_be_offered()
        order = self._get_order_to_fill() or self.env["sale.order"].create(self._prepare_order_values())
        self._fill_order(order)
        self._choose(order)
        return order._get_form_action()

    def action_view_offer(self):
        """Open the quotation that the estimate was put into."""
        self.ensure_one()
        return self.order_id._get_form_action()

    def _check_may_be_offered(self):
        if not self.line_ids.filtered("is_chosen"):
            raise UserError(
                self.env._("There is nothing to offer: add works, and choose a package if there are packages.")
            )
        packages = self.option_ids.filtered(lambda option: option.kind == "package")
        if packages and not packages.filtered("is_chosen"):
            raise UserError(self.env._("Choose one of the packages first."))
        unmatched = self.line_ids.filtered(lambda line: not line.service_id.product_variant_id)
        if unmatched:
            names = "\n".join(f"– {name}" for name in unmatched[:10].mapped("name"))
            raise UserError(self.env._("Choose the services that are sold with these works:\n%s", names))

    def _get_order_to_fill(self):
        """Return the quotation of this family that the client has not confirmed, or an empty recordset."""
        order = self.order_id or self._get_family().filtered(lambda estimate: estimate.state == "chosen").order_id
        order = order.sorted("id")[-1:]
        if order.state == "sale":
            raise UserError(
                self.env._(
                    "%s is confirmed: its price cannot be estimated anew. Open the order and estimate a change of it.",
                    order.name,
                )
            )
        return order.filtered(lambda one: one.state in ("draft", "sent"))

    def _prepare_order_values(self):
        """Return values of the quotation; a change of a confirmed order has the terms of that order."""
        if self.parent_order_id:
            if self.parent_order_id.state != "sale":
                raise UserError(
                    self.env._("%s is not confirmed: edit it instead of changing it.", self.parent_order_id.name)
                )
            return self.parent_order_id._prepare_change_order_values()
        if self.lead_id:
            return {**self.lead_id._prepare_order_values(), "company_id": self.company_id.id}
        return {"partner_id": self.partner_id.id, "company_id": self.company_id.id, "user_id": self.env.uid}

    def _fill_order(self, order):
        """Replace the lines that came from an estimate by those of this one."""
        order.order_line.filtered("from_estimate").unlink()
        start = max(order.order_line.mapped("sequence"), default=0)
        values = [
            {**vals, "order_id": order.id, "sequence": start + number, "from_estimate": True}
            for number, vals in enumerate(self._prepare_offer_lines(order), 1)
        ]
        created = self.env["sale.order.line"].create(values)
        for line in created.filtered(lambda one: one.estimate_line_id.requirement_id and one.product_uom_qty):
            need = line.estimate_line_id.requirement_id
            if need.state in ("captured", "analysed", "proposed"):
                need.sale_line_id = line

    def _prepare_offer_lines(self, order):
        """Return values of the order's lines: common works, chosen packages, then what may be added."""
        common = self.line_ids.filtered(lambda line: not line.option_id)
        values = [line._prepare_offer_line(order) for line in common]
        # A section reaches to the next one: what is offered in any case stands before all of them.
        for option in self.option_ids.sorted(lambda one: not one.is_chosen):
            values.append(option._prepare_offer_section(order))
            values += [line._prepare_offer_line(order, optional=not option.is_chosen) for line in option.line_ids]
        return values

    def _choose(self, order):
        """This version is the one that the client is offered; the others of the family are not any more."""
        self.write({"state": "chosen", "order_id": order.id})
        others = self._get_family() - self
        others.filtered(lambda estimate: estimate.state == "chosen").write({"state": "superseded"})
        order.estimate_id = self


class AgencyEstimateOption(models.Model):
    _inherit = "agency.estimate.option"

    def _prepare_offer_section(self, order):
        """Return values of a section; a package that is not chosen is one the client may add to."""
        return {
            "display_type": "line_section",
            "name": self.name,
            "is_optional": not self.is_chosen,
        }


class AgencyEstimateLine(models.Model):
    _inherit = "agency.estimate.line"

    def _prepare_offer_line(self, order, optional=False):
        """Return values of an order line in the currency of the order.

        Args:
            optional: offered with a quantity of zero; its text tells the quantity the price is for.
        """
        self.ensure_one()
        product = self.service_id.product_variant_id.with_context(lang=order.partner_id.lang)
        text = product.get_product_multiline_description_sale()
        parts = [text] if self.name in text else [text, self.name]
        if optional and self.quantity != 1:
            parts.append(order.env._("Quantity: %s", f"{self.quantity:g}"))
        return {
            "product_id": product.id,
            "product_uom_qty": 0 if optional else self.quantity,
            "price_unit": self._get_offer_price(order),
            "name": "\n".join(parts),
            "estimate_line_id": self.id,
        }

    def _get_offer_price(self, order):
        """Return the price of one in the order's currency, at the rate of today."""
        day = fields.Date.context_today(self)
        return self.currency_id._convert(self.price_unit, order.currency_id, self.company_id, day)
