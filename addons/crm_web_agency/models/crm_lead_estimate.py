from odoo import api, fields, models
from odoo.exceptions import UserError

from .sale_order_estimate import ESTIMATORS


class CrmLead(models.Model):
    """Estimates of an opportunity."""

    _inherit = "crm.lead"

    estimate_ids = fields.One2many("agency.estimate", "lead_id", "Estimates", groups=ESTIMATORS)
    estimate_count = fields.Integer(compute="_compute_estimate_count", groups=ESTIMATORS)

    @api.depends("estimate_ids")
    def _compute_estimate_count(self):
        for lead in self:
            lead.estimate_count = len(lead.estimate_ids)

    def action_estimate(self):
        """Make an estimate of the needs of the opportunity and open it.

        Raises:
            UserError: if the opportunity has no client.
        """
        self.ensure_one()
        if not self.partner_id:
            raise UserError(self.env._("Choose the client of the opportunity first."))
        needs = self.requirement_ids.filtered(lambda need: need.state in ("captured", "analysed", "proposed"))
        return (
            self.env["agency.estimate"]
            .create(
                {
                    "name": self.name,
                    "partner_id": self.partner_id.commercial_partner_id.id,
                    "lead_id": self.id,
                    "company_id": (self.company_id or self.env.company).id,
                    "line_ids": needs._prepare_estimate_lines(),
                }
            )
            ._open()
        )

    def action_view_estimates(self):
        """Open the estimates of the opportunity."""
        self.ensure_one()
        if len(self.estimate_ids) == 1:
            return self.estimate_ids._open()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_estimates")
        context = {"default_lead_id": self.id, "default_partner_id": self.partner_id.commercial_partner_id.id}
        return {**action, "domain": [("lead_id", "=", self.id)], "context": context}
