from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command

from .agency_estimate_compare_row import KINDS

MEASURES = ("hours", "cost", "price")


class AgencyEstimateCompare(models.TransientModel):
    """Two estimates side by side, in the currency of the second one."""

    _name = "agency.estimate.compare"
    _description = "Comparison of estimates"

    before_id = fields.Many2one("agency.estimate", required=True, ondelete="cascade")
    after_id = fields.Many2one("agency.estimate", required=True, ondelete="cascade")
    family_ids = fields.Many2many("agency.estimate", compute="_compute_family_ids")
    currency_id = fields.Many2one(related="after_id.currency_id")
    row_ids = fields.One2many("agency.estimate.compare.row", "compare_id", compute="_compute_row_ids", store=True)

    @api.depends("before_id", "after_id")
    def _compute_display_name(self):
        for compare in self:
            compare.display_name = self.env._(
                "%(before)s and %(after)s", before=compare.before_id.display_name, after=compare.after_id.version
            )

    @api.depends("before_id", "after_id")
    def _compute_family_ids(self):
        for compare in self:
            compare.family_ids = (compare.before_id | compare.after_id)._get_family()

    @api.depends("before_id", "after_id")
    def _compute_row_ids(self):
        for compare in self:
            compare._check_readable()
            compare.row_ids = [Command.clear(), *map(Command.create, compare._prepare_rows())]

    @api.model_create_multi
    def create(self, vals_list):
        compares = super().create(vals_list)
        compares._check_readable()
        return compares

    def write(self, vals):
        result = super().write(vals)
        self._check_readable()
        return result

    def _check_readable(self):
        """Rows are made by the superuser, who knows costs: what is not the user's to read is not compared."""
        (self.before_id | self.after_id).sudo(False).check_access("read")

    def _prepare_rows(self):
        """Return values of rows: totals, works by package, works aside, then hours of job positions."""
        before, after = self._get_figures(self.before_id), self._get_figures(self.after_id)
        order = [kind for kind, _label in KINDS]
        # The second estimate tells the order; what it has no more comes after.
        keys = sorted(dict.fromkeys([*after, *before]), key=lambda key: order.index(key[0]))
        return [
            {
                "sequence": number,
                "kind": kind,
                "name": name,
                **{f"{measure}_before": before[kind, name][measure] for measure in MEASURES},
                **{f"{measure}_after": after[kind, name][measure] for measure in MEASURES},
            }
            for number, (kind, name) in enumerate(keys)
        ]

    def _get_figures(self, estimate):
        """Return {(kind, name): {measure: figure}} of an estimate; figures are missing as zeros."""
        figures = defaultdict(lambda: dict.fromkeys(MEASURES, 0.0))
        total = self.env._("All that is in the price")
        for line in estimate.line_ids:
            money = [self._convert(estimate, amount) for amount in (line.cost, line.price)]
            self._add(
                figures["work" if line.is_chosen else "aside", line._get_full_name()], line.hours_expected, *money
            )
        for effort in estimate.line_ids.filtered("is_chosen").effort_ids:
            money = [self._convert(estimate, effort.hours_expected * rate) for rate in effort._get_rates()]
            self._add(figures["job", effort.job_id.name], effort.hours_expected, *money)
        money = [self._convert(estimate, amount) for amount in (estimate.cost, estimate.price)]
        self._add(figures["total", total], estimate.hours_expected, *money)
        return figures

    def _add(self, figures, hours, cost, price):
        for measure, value in zip(MEASURES, (hours, cost, price), strict=True):
            figures[measure] += value

    def _convert(self, estimate, amount):
        if not (estimate.currency_id and self.after_id.currency_id):
            return amount
        after = self.after_id
        return estimate.currency_id._convert(amount, after.currency_id, after.company_id, after.date)

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Estimates side by side"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
