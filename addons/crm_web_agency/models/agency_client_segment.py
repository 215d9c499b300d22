from random import randint

from odoo import api, fields, models


class AgencyClientSegment(models.Model):
    """A named group of clients; a client may be in several."""

    _name = "agency.client.segment"
    _description = "Client segment"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer(default=lambda self: randint(1, 11))
    note = fields.Text(translate=True)
    active = fields.Boolean(default=True)
    partner_ids = fields.Many2many("res.partner", "agency_segment_partner_rel", "segment_id", "partner_id", "Clients")
    partner_count = fields.Integer("Number of clients", compute="_compute_partner_count")

    _name_uniq = models.UniqueIndex("(name)", "A segment with this name exists already.")

    @api.depends("partner_ids")
    def _compute_partner_count(self):
        groups = self.env["res.partner"]._read_group(
            [("segment_ids", "in", self.ids), ("is_agency_client", "=", True)], ["segment_ids"], ["__count"]
        )
        counts = {segment.id: count for segment, count in groups}
        for segment in self:
            segment.partner_count = counts.get(segment.id, 0)

    def action_open_clients(self):
        """Open the clients of the segment."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_clients")
        action["domain"] = [("is_agency_client", "=", True), ("segment_ids", "in", self.ids)]
        action["context"] = {
            "default_is_agency_client": True,
            "default_is_company": True,
            "default_segment_ids": self.ids,
        }
        action["display_name"] = self.name
        return action
