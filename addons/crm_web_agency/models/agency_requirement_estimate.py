from odoo import models
from odoo.fields import Command


class AgencyRequirement(models.Model):
    """Needs that are estimated before the client is offered anything."""

    _inherit = "agency.requirement"

    def action_estimate(self):
        """Make an estimate with a work for each selected need of one client and open it.

        Raises:
            UserError: if the needs are of several clients or companies, or are ordered or declined.
        """
        self._check_one_client()
        self._check_open()
        return self.env["agency.estimate"].create(self._prepare_estimate_values())._open()

    def _prepare_estimate_values(self):
        lead = self._prepare_lead_values()
        return {
            "name": lead["name"],
            "partner_id": self.partner_id.commercial_partner_id.id,
            "company_id": self.company_id.id,
            "lead_id": self.sudo()._get_common_lead().id,
            "line_ids": self._prepare_estimate_lines(),
        }

    def _get_common_lead(self):
        """Return the opportunity that all these needs belong to, if there is one."""
        lead = self.lead_id
        return lead if len(lead) == 1 and all(need.lead_id for need in self) else lead.browse()

    def _prepare_estimate_lines(self):
        """Return commands of works: the matched service in the quantity that a quotation would have."""
        return [
            Command.create(
                {
                    "sequence": number,
                    "name": need.name,
                    "requirement_id": need.id,
                    "service_id": need.service_id.id,
                    "quantity": need._get_order_quantity(),
                }
            )
            for number, need in enumerate(self, 1)
        ]
