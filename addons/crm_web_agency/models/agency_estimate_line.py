from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ..tools.readers import COSTS
from ..tools.three_point import Spread, get_factor, total

MOST = 100_000
"""More units of one work than anybody sells: a slip of the keyboard."""


class AgencyEstimateLine(models.Model):
    """A work of an estimate: a service in some quantity, the hours it takes, what it costs and is sold for."""

    _name = "agency.estimate.line"
    _description = "Work in an estimate"
    _inherit = "agency.estimate.total.mixin"
    _order = "estimate_id desc, sequence, id"

    estimate_id = fields.Many2one("agency.estimate", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="estimate_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="estimate_id.currency_id", store=True)
    partner_id = fields.Many2one(related="estimate_id.partner_id", store=True, index=True)
    state = fields.Selection(related="estimate_id.state", string="State of the estimate")
    sequence = fields.Integer(default=10)
    option_id = fields.Many2one(
        "agency.estimate.option",
        "Package",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('estimate_id', '=', estimate_id)]",
        help="Empty: the work is done whatever package is chosen.",
    )
    is_chosen = fields.Boolean("In the price", compute="_compute_is_chosen", store=True)
    service_id = fields.Many2one(
        "product.template",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('is_agency_service', '=', True)]",
        help="Its effort norms give the hours. A work without a service is estimated by hand.",
    )
    requirement_id = fields.Many2one(
        "agency.requirement",
        "Need",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('partner_id', '=', partner_id), ('state', 'in', ('captured', 'analysed', 'proposed'))]",
    )
    name = fields.Char("Work", compute="_compute_name", store=True, readonly=False, required=True, precompute=True)
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    uom_id = fields.Many2one(related="service_id.uom_id")
    effort_ids = fields.One2many(
        "agency.estimate.effort",
        "line_id",
        "Hours of one unit",
        compute="_compute_effort_ids",
        store=True,
        readonly=False,
        copy=True,
    )
    factor = fields.Float(
        "Times the norms",
        compute="_compute_factor",
        store=True,
        digits=(16, 6),
        aggregator=None,
        help="How many times the hours of one unit are needed.",
    )
    cost_without_hours = fields.Monetary(
        compute="_compute_cost_without_hours",
        store=True,
        groups=COSTS,
        help="Cost of one unit in the catalogue on the day of the rates; counts while the line has no hours.",
    )
    hours_variance = fields.Float(compute="_compute_totals", store=True, aggregator=None)
    cost_variance = fields.Float(compute="_compute_totals", store=True, aggregator=None, groups=COSTS)
    price_basis = fields.Selection(
        [("effort", "Hours"), ("catalogue", "Catalogue"), ("own", "Own")],
        "Price by",
        compute="_compute_price_basis",
        store=True,
        readonly=False,
        precompute=True,
        help="Hours: expected hours at the hourly price of the job positions.\n"
        "Catalogue: the price of the service.\nOwn: as typed here.",
    )
    price_suggested = fields.Monetary(
        "Price by hours",
        compute="_compute_price_suggested",
        store=True,
        help="Expected hours of one unit at the hourly price of the job positions.",
    )
    price_catalogue = fields.Monetary(
        "Price of the catalogue",
        compute="_compute_price_catalogue",
        store=True,
        help="Of one unit, on the day of the rates.",
    )
    price_unit = fields.Monetary(
        "Price of one", compute="_compute_price_unit", store=True, readonly=False, aggregator=None
    )

    _quantity_sane = models.Constraint(
        f"CHECK (quantity > 0 AND quantity <= {MOST})",
        f"The quantity of a work must be above zero and at most {MOST}.",
    )
    _price_not_negative = models.Constraint("CHECK (price_unit >= 0)", "The price of a work must not be negative.")

    @api.depends("option_id.is_chosen")
    def _compute_is_chosen(self):
        for line in self:
            line.is_chosen = not line.option_id or line.option_id.is_chosen

    @api.depends("service_id", "requirement_id")
    def _compute_name(self):
        for line in self:
            line.name = line.requirement_id.name or line.name or line.service_id.name

    @api.depends("service_id")
    def _compute_effort_ids(self):
        for line in self:
            line.effort_ids = [Command.clear(), *line._get_norm_commands()]

    def _get_norm_commands(self):
        """Return commands that make the hours of the service's effort norms."""
        return [
            Command.create(
                {
                    "job_id": norm.job_id.id,
                    "sequence": norm.sequence,
                    "hours_optimistic": norm.hours_optimistic,
                    "hours_likely": norm.hours_likely,
                    "hours_pessimistic": norm.hours_pessimistic,
                }
            )
            for norm in self.service_id.effort_ids
        ]

    @api.depends("quantity", "service_id", "effort_ids.hours_unit")
    def _compute_factor(self):
        hour = self.env.ref("uom.product_uom_hour")
        for line in self:
            unit = line.service_id.uom_id
            by_hour = line.service_id.pricing_model not in (False, "fixed") and unit._has_common_reference(hour)
            sold = unit._compute_quantity(line.quantity, hour, round=False) if by_hour else None
            line.factor = get_factor(line.quantity, sold, sum(line.effort_ids.mapped("hours_unit")))

    @api.depends("service_id", "estimate_id.date", "estimate_id.currency_id")
    def _compute_cost_without_hours(self):
        for line in self:
            line.cost_without_hours = line._get_catalogue_amount("standard_price", line.service_id.cost_currency_id)

    @api.depends("service_id", "estimate_id.date", "estimate_id.currency_id")
    def _compute_price_catalogue(self):
        for line in self:
            line.price_catalogue = line._get_catalogue_amount("list_price", line.service_id.currency_id)

    def _get_catalogue_amount(self, name, currency):
        """Return a sum of the service for one unit in the estimate's currency, as of the day of the rates."""
        estimate = self.estimate_id
        # sudo: the sums are stored for those who may read them, whoever makes the estimate.
        amount = self.service_id.sudo().with_company(estimate.company_id)[name]
        if not (currency and estimate.currency_id):
            return amount
        return currency._convert(amount, estimate.currency_id, estimate.company_id, estimate.date)

    @api.depends("effort_ids.hours_unit", "effort_ids.price_rate", "factor", "quantity", "currency_id")
    def _compute_price_suggested(self):
        for line in self:
            amount = sum(effort.hours_unit * effort.price_rate for effort in line.effort_ids)
            amount = amount * line.factor / line.quantity if line.quantity else amount
            line.price_suggested = line.currency_id.round(amount) if line.currency_id else amount

    @api.depends("service_id")
    def _compute_price_basis(self):
        for line in self:
            if line.price_basis != "own":
                priced = any(line.service_id.effort_ids.job_id.mapped("hourly_price"))
                line.price_basis = "effort" if priced or not line.service_id else "catalogue"

    @api.depends("price_basis", "price_suggested", "price_catalogue")
    def _compute_price_unit(self):
        for line in self:
            if line.price_basis == "own":
                # What was typed stays.
                line.price_unit = line.price_unit
            else:
                line.price_unit = line.price_suggested if line.price_basis == "effort" else line.price_catalogue

    @api.depends(
        "quantity",
        "price_unit",
        "factor",
        "cost_without_hours",
        "currency_id",
        "effort_ids.hours_optimistic",
        "effort_ids.hours_likely",
        "effort_ids.hours_pessimistic",
        "effort_ids.cost_rate",
    )
    def _compute_totals(self):
        for line in self:
            hours, cost = line._get_spreads()
            line.update(
                {
                    **line._get_totals(hours, cost, line.quantity * line.price_unit),
                    "hours_variance": hours.variance,
                    "cost_variance": cost.variance,
                }
            )

    def _get_spreads(self):
        """Return hours and cost of the line as Spread; a line without hours costs what the catalogue says."""
        self.ensure_one()
        hours, cost = [], []
        for effort in self.effort_ids:
            spread = effort._get_spread().times(self.factor)
            hours.append(spread)
            cost.append(spread.times(effort.cost_rate))
        if not hours:
            return total(()), total(())._replace(expected=self.quantity * self.cost_without_hours)
        return total(hours), total(cost)

    def _get_full_name(self):
        """Return e.g. "Premium: online shop"."""
        self.ensure_one()
        return f"{self.option_id.name}: {self.name}" if self.option_id else self.name

    def _get_sums(self):
        """Return hours and cost of the lines together as Spread, and their price."""
        hours = total(Spread(line.hours_expected, line.hours_variance) for line in self)
        cost = total(Spread(line.cost, line.cost_variance) for line in self)
        return hours, cost, sum(self.mapped("price"))

    @api.constrains("option_id", "estimate_id")
    def _check_option(self):
        for line in self:
            if line.option_id and line.option_id.estimate_id != line.estimate_id:
                raise ValidationError(self.env._("“%(work)s”: choose a package of the same estimate.", work=line.name))

    @api.onchange("price_unit")
    def _onchange_price_unit(self):
        """A price that is typed is one's own."""
        given = {"effort": self.price_suggested, "catalogue": self.price_catalogue}.get(self.price_basis)
        if given is not None and self.currency_id.compare_amounts(self.price_unit, given):
            self.price_basis = "own"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([self._mark_own_price(vals) for vals in vals_list])
        lines.estimate_id._check_open()
        lines._take_hours_now()
        return lines

    def write(self, vals):
        self.estimate_id._check_open()
        result = super().write(self._mark_own_price(vals))
        if "service_id" in vals:
            self._take_hours_now()
        return result

    def _take_hours_now(self):
        """Hours of the norms are records: they are made while the estimate may still be changed."""
        return self.effort_ids

    def _mark_own_price(self, vals):
        """A price that comes from outside without its basis is one's own; with another basis it is worked out."""
        if "price_unit" not in vals or vals.get("price_basis") == "own":
            return vals
        if vals.get("price_basis"):
            return {name: value for name, value in vals.items() if name != "price_unit"}
        return {**vals, "price_basis": "own"}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self.estimate_id._check_open()

    def action_take_norms(self):
        """Take the hours from the effort norms of the service again, instead of those typed here."""
        for line in self.filtered("service_id"):
            line.effort_ids = [Command.clear(), *line._get_norm_commands()]
