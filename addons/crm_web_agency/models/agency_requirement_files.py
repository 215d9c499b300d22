from odoo import api, fields, models


class AgencyRequirement(models.Model):
    """Files of a need, wherever they came from: the form, an e-mail, the portal or a brief."""

    _inherit = "agency.requirement"

    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Files",
        compute="_compute_attachment_ids",
        inverse="_inverse_attachment_ids",
        groups="base.group_user",
    )

    @api.depends("message_ids")
    def _compute_attachment_ids(self):
        found = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("res_field", "=", False)]
        )
        by_need = found.grouped("res_id")
        for need in self:
            need.attachment_ids = by_need.get(need._origin.id, found.browse())

    def _inverse_attachment_ids(self):
        for need in self:
            kept = need.attachment_ids
            domain = [("res_model", "=", need._name), ("res_id", "=", need.id), ("res_field", "=", False)]
            (self.env["ir.attachment"].search(domain) - kept).unlink()
            # Files of other documents stay where they are.
            new = kept.filtered(lambda file: not file.res_id)
            new.write({"res_model": need._name, "res_id": need.id})
