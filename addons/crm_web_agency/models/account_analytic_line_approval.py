from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .account_analytic_line import ACT_FIELDS


class AccountAnalyticLine(models.Model):
    """The project manager approves hours before the client is asked to accept them."""

    _inherit = "account.analytic.line"

    agency_approved = fields.Boolean(
        string="Approved",
        readonly=True,
        copy=False,
        index=True,
        help="The project manager has approved these hours: they are fixed and may enter an acceptance act.",
    )
    agency_approved_by = fields.Many2one("res.users", string="Approved by", readonly=True, copy=False)

    def write(self, vals):
        if not self.env.su and vals.keys() & {"agency_approved", "agency_approved_by"}:
            raise UserError(self.env._("Hours are approved by the button Approve of the project manager."))
        if vals.keys() & ACT_FIELDS:
            self._check_not_approved()
        return super().write(vals)

    def action_agency_approve(self):
        """Approve hours of projects; those approved already stay as they are."""
        self._set_approved(True)

    def action_agency_disapprove(self):
        """Open approved hours for changes again, as far as no client has got them in an act."""
        self._check_not_accepted()
        self._set_approved(False)

    def _set_approved(self, approved):
        self._check_may_approve()
        self.check_access("write")
        lines = self.filtered(lambda line: line.project_id and line.agency_approved != approved)
        # sudo: the fields are for this step only; the right to the hours was checked just above.
        lines.sudo().write({"agency_approved": approved, "agency_approved_by": approved and self.env.uid})

    def _check_may_approve(self):
        """Raise AccessError for whoever does not lead projects."""
        if not self.env.user.has_groups(
            "crm_web_agency.group_agency_project_manager,crm_web_agency.group_agency_director"
        ):
            raise AccessError(self.env._("Hours are approved by project managers: ask the one of the project."))

    def _check_not_approved(self):
        """Raise UserError if hours are approved: they are what the client will be shown."""
        # sudo: whoever may change the hours is told, whatever else they may read.
        approved = self.sudo().filtered("agency_approved")
        if approved and not self.env.su:
            raise UserError(
                self.env._(
                    "These hours are approved (%(name)s) and cannot be changed. Ask the project manager to take "
                    "the approval back.",
                    name=approved[0].name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_not_approved()
