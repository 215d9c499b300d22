from odoo import api, fields, models
from odoo.exceptions import UserError

# What an act states about a timesheet: who, when, how long, for what.
ACT_FIELDS = {"date", "employee_id", "project_id", "so_line", "task_id", "unit_amount"}


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    act_line_id = fields.Many2one(
        "agency.acceptance.act.line",
        string="Acceptance act line",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The act in which the client accepts these hours; hours enter one act only.",
    )

    def write(self, vals):
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
