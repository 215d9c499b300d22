from odoo import api, fields, models

from ..tools.readers import COSTS, MARGINS

KINDS = [("total", "Total"), ("work", "Work"), ("aside", "Not in the price"), ("job", "Job position")]


class AgencyEstimateCompareRow(models.TransientModel):
    """A figure of both estimates, and how far the second is from the first."""

    _name = "agency.estimate.compare.row"
    _description = "Row of a comparison of estimates"
    _order = "sequence, id"

    compare_id = fields.Many2one("agency.estimate.compare", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="compare_id.currency_id")
    sequence = fields.Integer()
    kind = fields.Selection(KINDS, required=True)
    name = fields.Char("What", required=True)
    hours_before = fields.Float("Hours before")
    hours_after = fields.Float("Hours after")
    hours_difference = fields.Float("± hours", compute="_compute_differences")
    cost_before = fields.Monetary(groups=COSTS)
    cost_after = fields.Monetary(groups=COSTS)
    cost_difference = fields.Monetary("± cost", compute="_compute_cost_difference", compute_sudo=True, groups=COSTS)
    price_before = fields.Monetary()
    price_after = fields.Monetary()
    price_difference = fields.Monetary("± price", compute="_compute_differences")
    margin_before = fields.Monetary(compute="_compute_margins", compute_sudo=True, groups=MARGINS)
    margin_after = fields.Monetary(compute="_compute_margins", compute_sudo=True, groups=MARGINS)
    margin_difference = fields.Monetary("± margin", compute="_compute_margins", compute_sudo=True, groups=MARGINS)

    @api.depends("hours_before", "hours_after", "price_before", "price_after")
    def _compute_differences(self):
        for row in self:
            row.hours_difference = row.hours_after - row.hours_before
            row.price_difference = row.currency_id.round(row.price_after - row.price_before)

    @api.depends("cost_before", "cost_after")
    def _compute_cost_difference(self):
        for row in self:
            row.cost_difference = row.currency_id.round(row.cost_after - row.cost_before)

    @api.depends("cost_before", "cost_after", "price_before", "price_after")
    def _compute_margins(self):
        for row in self:
            row.margin_before = row.currency_id.round(row.price_before - row.cost_before)
            row.margin_after = row.currency_id.round(row.price_after - row.cost_after)
            row.margin_difference = row.currency_id.round(row.margin_after - row.margin_before)
