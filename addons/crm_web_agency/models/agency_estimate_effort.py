from odoo import api, fields, models

from ..tools.readers import COSTS
from ..tools.three_point import ThreePoint


class AgencyEstimateEffort(models.Model):
    """Hours of a job position for one unit of an estimate's line, with the rates of the estimate's day."""

    _name = "agency.estimate.effort"
    _description = "Hours in an estimate"
    _order = "line_id, sequence, id"
    _rec_name = "job_id"

    line_id = fields.Many2one("agency.estimate.line", "Work", required=True, index=True, ondelete="cascade")
    estimate_id = fields.Many2one(related="line_id.estimate_id", store=True, index=True)
    option_id = fields.Many2one(related="line_id.option_id", store=True, index="btree_not_null")
    date = fields.Date(related="estimate_id.date", store=True)
    company_id = fields.Many2one(related="estimate_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="estimate_id.currency_id", store=True)
    sequence = fields.Integer(default=10)
    job_id = fields.Many2one("hr.job", "Job position", required=True, index=True, ondelete="restrict")
    hours_optimistic = fields.Float("Optimistic, h", required=True)
    hours_likely = fields.Float("Likely, h", required=True)
    hours_pessimistic = fields.Float("Pessimistic, h", required=True)
    hours_unit = fields.Float(
        "Expected of one, h",
        compute="_compute_hours_unit",
        store=True,
        help="For one unit, by PERT: (optimistic + 4 × likely + pessimistic) / 6.",
    )
    cost_rate = fields.Monetary(
        "Hourly cost",
        compute="_compute_rates",
        store=True,
        groups=COSTS,
        help="Of the job position on the day of the rates, in the estimate's currency.",
    )
    price_rate = fields.Monetary(
        "Hourly price",
        compute="_compute_rates",
        store=True,
        help="Of the job position on the day of the rates, in the estimate's currency.",
    )
    hours_expected = fields.Float(
        "Hours, expected", compute="_compute_hours", store=True, help="For the whole quantity of the line."
    )
    hours_p80 = fields.Float(
        "Hours, safe",
        compute="_compute_hours",
        store=True,
        help="P80 of this job position alone: the safe hours of several together are less than their sum.",
    )
    cost = fields.Monetary("Cost, expected", compute="_compute_cost", store=True, groups=COSTS)

    _hours_in_order = models.Constraint(
        "CHECK (hours_optimistic >= 0 AND hours_optimistic <= hours_likely AND hours_likely <= hours_pessimistic)",
        "Hours of an estimate must not be negative and must grow: optimistic, likely, pessimistic.",
    )
    _job_uniq = models.UniqueIndex("(line_id, job_id)", "This job position has its hours in the line already.")

    @api.depends("hours_optimistic", "hours_likely", "hours_pessimistic")
    def _compute_hours_unit(self):
        for effort in self:
            effort.hours_unit = effort._get_spread().expected

    @api.depends("job_id", "estimate_id.date", "estimate_id.currency_id")
    def _compute_rates(self):
        # Rates of the job position are no dependencies: a version keeps those of its day.
        for effort in self:
            effort.cost_rate = effort._get_rate("hourly_cost")
            effort.price_rate = effort._get_rate("hourly_price")

    def _get_rate(self, name):
        """Return a rate of the job position in the estimate's currency, not rounded: hours multiply it."""
        estimate = self.line_id.estimate_id
        job = self.job_id.with_company(estimate.company_id)
        currency = job.agency_currency_id
        if not (currency and estimate.currency_id):
            return job[name]
        return currency._convert(job[name], estimate.currency_id, estimate.company_id, estimate.date, round=False)

    def _get_rates(self):
        """Return (cost, price) of an hour in the estimate's currency."""
        self.ensure_one()
        return self.cost_rate, self.price_rate

    @api.depends("hours_unit", "line_id.factor")
    def _compute_hours(self):
        for effort in self:
            spread = effort._get_spread().times(effort.line_id.factor)
            effort.hours_expected = spread.expected
            effort.hours_p80 = spread.p80

    @api.depends("hours_expected", "cost_rate")
    def _compute_cost(self):
        for effort in self:
            effort.cost = effort.hours_expected * effort.cost_rate

    def _get_spread(self):
        """Return hours for one unit as a Spread; of hours being typed that do not grow yet, the likely alone."""
        self.ensure_one()
        points = (self.hours_optimistic, self.hours_likely, self.hours_pessimistic)
        if points != tuple(sorted(points)) or points[0] < 0:
            points = (self.hours_likely,) * 3 if self.hours_likely > 0 else (0.0,) * 3
        return ThreePoint(*points).spread

    @api.onchange("hours_likely")
    def _onchange_hours_likely(self):
        """Begin with the likely hours: the other two follow until they are told."""
        if not self.hours_optimistic or self.hours_optimistic > self.hours_likely:
            self.hours_optimistic = self.hours_likely
        if self.hours_pessimistic < self.hours_likely:
            self.hours_pessimistic = self.hours_likely

    @api.model_create_multi
    def create(self, vals_list):
        efforts = super().create(vals_list)
        efforts.line_id.estimate_id._check_open()
        return efforts

    def write(self, vals):
        self.line_id.estimate_id._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self.line_id.estimate_id._check_open()
