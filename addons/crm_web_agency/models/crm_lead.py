from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    _inherit = "crm.lead"

    requirement_ids = fields.One2many(
        "agency.requirement", "lead_id", string="Needs", groups="crm_web_agency.group_agency_user"
    )
    requirement_count = fields.Integer(compute="_compute_requirement_count")

    @api.depends("requirement_ids")
    def _compute_requirement_count(self):
        for lead in self:
            lead.requirement_count = len(lead.requirement_ids)

    def action_quotation_from_needs(self):
        """Make a quotation with the services that meet the needs of the opportunity; show it."""
        self.ensure_one()
        if not self.partner_id:
            raise UserError(self.env._("Choose the client of the opportunity first."))
        needs = self.requirement_ids.filtered(
            lambda need: need.service_id and not need.sale_line_id and need.state in ("captured", "analysed")
        )
        if not needs:
            raise UserError(
                self.env._(
                    "The opportunity has no open need with a service. Capture the need and choose "
                    "the service that meets it."
                )
            )
        order = self.env["sale.order"].create(self._prepare_order_values())
        order._add_lines_for_requirements(needs)
        return order._get_form_action()

    def _prepare_order_values(self):
        """Return values of a quotation for this opportunity."""
        self.ensure_one()
        return {
            "partner_id": self.partner_id.id,
            "opportunity_id": self.id,
            "company_id": (self.company_id or self.env.company).id,
            "user_id": self.user_id.id or self.env.uid,
            "team_id": self.team_id.id,
            "origin": self.name,
        }
