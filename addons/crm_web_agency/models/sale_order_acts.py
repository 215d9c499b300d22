from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SaleOrder(models.Model):
    """How the work of an order is accepted, by its agreement, and the acts drafted from facts."""

    _inherit = "sale.order"

    act_mode = fields.Selection(
        [("two_sided", "Both parties sign"), ("provider_only", "The contractor alone")],
        string="Acts are signed by",
        compute="_compute_act_terms",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="By the agreement. The contractor alone: the act is in force when it is issued, the client gets it "
        "for information. The agreement has to provide for that.",
    )
    act_review_days = fields.Integer(
        string="Days to answer an act",
        compute="_compute_act_terms",
        store=True,
        readonly=False,
        precompute=True,
        help="Days of the agreement in which the client signs an act or objects in writing.",
    )
    act_silence = fields.Boolean(
        string="Silence is acceptance",
        compute="_compute_act_terms",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="By the agreement, an act is accepted when the client neither signs nor objects in time.",
    )
    _act_review_days_positive = models.Constraint(
        "CHECK (act_review_days >= 0)",
        "The number of days to answer an act cannot be negative.",
    )

    @api.depends("company_id")
    def _compute_act_terms(self):
        """Take the terms of the company over; the agreement of an order may have others."""
        for order in self:
            company = order.company_id or self.env.company
            order.act_mode = company.agency_act_mode
            order.act_review_days = company.agency_act_review_days
            order.act_silence = company.agency_act_silence

    def _get_amounts_by_line(self):
        """Return {order line: (base, {tax id: [base, tax]})}, rounded together as the order is.

        The sums over all lines are those of the order.
        """
        self.ensure_one()
        account_tax = self.env["account.tax"]
        lines = self._get_priced_lines()
        base_lines = [line._prepare_base_line_for_taxes_computation() for line in lines]
        base_lines += self._add_base_lines_for_early_payment_discount()
        account_tax._add_tax_details_in_base_lines(base_lines, self.company_id)
        account_tax._round_base_lines_tax_details(base_lines, self.company_id)
        read = self.env["agency.acceptance.act.line"]._read_amounts
        return {line: read(base_line) for line, base_line in zip(lines, base_lines, strict=False)}

    def _add_to_draft_act(self, lines, days=()):
        """Put lines into the open draft act of the order; make the act if there is none.

        Args:
            lines: values of agency.acceptance.act.line without `act_id`: `sale_line_id`, `quantity` in the
                unit of the order line, and as far as there are any `name` and `milestone_id`.
            days: dates that the period of the act has to hold.

        Returns:
            agency.acceptance.act: the draft.

        Raises:
            ValidationError: if an order line would be accepted beyond what was delivered.
        """
        self.ensure_one()
        act = self.env["agency.acceptance.act"]._get_open_draft(self)
        act.write({"line_ids": [Command.create(line) for line in lines]})
        act._extend_period(days)
        return act

    def _draft_act_from_milestones(self, milestones):
        """Put reached milestones into the open draft act of the order.

        Args:
            milestones: project.milestone of this order, reached and in no act.

        Returns:
            agency.acceptance.act: the draft; empty when nothing is left to accept.
        """
        self.ensure_one()
        acts = self.env["agency.acceptance.act"]
        values = milestones._prepare_act_lines(milestones.sale_line_id._get_qty_to_accept())
        if not values:
            return acts
        return self._add_to_draft_act(values)

    def _draft_act_from_hours(self, date_from=None, date_to=None):
        """Put the hours of a period that are in no act into the open draft act.

        Args:
            date_from, date_to: bounds of the period, both included; None is open.

        Returns:
            agency.acceptance.act: the draft.

        Raises:
            UserError: if the period holds no hours to accept.
        """
        self.ensure_one()
        # sudo: hours of all performers of the order are accepted, whoever may read them.
        hours = self.sudo().order_line._get_timesheets_to_accept(date_from, date_to)
        hours = {line: sheets for line, sheets in hours.items() if line._get_qty_to_accept()[line.id]}
        if not hours:
            raise UserError(self.env._("The order %s has no hours in this period that are in no act.", self.name))
        values = [line._prepare_hours_act_line(sheets) for line, sheets in hours.items()]
        days = [day for sheets in hours.values() for day in sheets.mapped("date")]
        act = self._add_to_draft_act(values, days)
        for line, sheets in zip(act.line_ids.sorted("id")[-len(values) :], hours.values(), strict=True):
            sheets.act_line_id = line
        return act
