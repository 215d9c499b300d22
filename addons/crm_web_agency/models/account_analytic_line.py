from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.readers import COSTS, PERSON_COSTS

# What an act states about a timesheet: who, when, how long, for what.
ACT_FIELDS = {"date", "employee_id", "project_id", "so_line", "task_id", "unit_amount"}


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    # Hours times what the person costs: a salary is a division away.
    amount = fields.Monetary(groups=PERSON_COSTS)
    agency_cost = fields.Monetary(
        "Cost by rate",
        compute="_compute_agency_cost",
        store=True,
        groups=COSTS,
        help="Hours at the hourly cost of the performer's job position, as it was when they were logged.",
    )
    act_line_id = fields.Many2one(
        "agency.acceptance.act.line",
        string="Acceptance act line",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The act in which the client accepts these hours; hours enter one act only.",
    )

    @api.depends("employee_id", "product_uom_id", "project_id", "unit_amount")
    def _compute_agency_cost(self):
        # Rates are no dependencies: a rate that changes later does not rewrite what work has cost.
        # The currency is stored and computed too: a flush of this amount would come upon it half-way and lose it.
        self.mapped("currency_id")
        self.agency_cost = 0.0
        hour = self.env.ref("uom.product_uom_hour")
        for line in self.filtered(lambda one: one.project_id and one.employee_id):
            unit = line.product_uom_id
            in_hours = unit._has_common_reference(hour) and unit != hour
            hours = unit._compute_quantity(line.unit_amount, hour, round=False) if in_hours else line.unit_amount
            line.agency_cost = line.currency_id.round(hours * line._get_hourly_rate())

    def _get_hourly_rate(self):
        """Return the hourly cost of the performer's job position in the line's currency."""
        job = self.employee_id.job_id.with_company(self.company_id)
        if not job.hourly_cost:
            return self.company_id.agency_default_hourly_cost
        return job.agency_currency_id._convert(
            job.hourly_cost, self.currency_id, self.company_id, self.date, round=False
        )

    def write(self, vals):
        self.check_access("write")
        if ACT_FIELDS & vals.keys():
            self._check_not_accepted()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accepted(self):
        self._check_not_accepted()

    def _check_not_accepted(self):
        """Refuse to touch hours of an act that the client has got.

        Raises:
            UserError: when a line belongs to an act that is sent, signed or invoiced.
        """
        # sudo: the performer has no access to acts, yet must be stopped by them.
        act_lines = self.sudo().act_line_id
        issued = act_lines.act_id.filtered(lambda act: act.state in ("sent", "signed", "invoiced"))
        if issued:
            raise UserError(
                self.env._(
                    "These hours are in the acceptance act %(act)s, which the client has received: "
                    "they cannot be changed. Ask the account manager to cancel the act first.",
                    act=issued[0].name,
                )
            )
