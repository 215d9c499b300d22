from random import randint

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AgencyClientSegment(models.Model):
    """A named group of clients, picked by hand or by a rule; a client may be in several."""

    _name = "agency.client.segment"
    _description = "Client segment"
    _order = "sequence, name"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer(default=lambda self: randint(1, 11))
    note = fields.Text(translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        help="Empty: for all companies. Otherwise others do not see it, and a rule asks this company only.",
    )
    mode = fields.Selection(
        [("manual", "By hand"), ("rule", "By a rule")],
        "Filled",
        default="manual",
        required=True,
        help="By hand: clients are added here or on their cards.\n"
        "By a rule: who meets the conditions is in, and who no longer does is out; recounted every hour.",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "agency_segment_partner_rel",
        "segment_id",
        "partner_id",
        "Clients",
        check_company=True,
        copy=False,
    )
    partner_count = fields.Integer("Number of clients", compute="_compute_partner_count")

    _name_uniq = models.UniqueIndex("(name, COALESCE(company_id, 0))", "A segment with this name exists already.")

    @api.depends("partner_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_partner_count(self):
        groups = self.env["res.partner"]._read_group(
            [("segment_ids", "in", self.ids), ("is_agency_client", "=", True)], ["segment_ids"], ["__count"]
        )
        counts = {segment.id: count for segment, count in groups}
        for segment in self:
            segment.partner_count = counts.get(segment._origin.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        segments = super().create([self._set_rule_owner(vals) for vals in vals_list])
        if picked := segments.filtered(lambda segment: segment.mode == "rule" and segment.partner_ids):
            picked._refuse_picking()
        segments._recompute_rules()
        return segments

    def write(self, vals):
        becomes_rule = self.filtered(lambda segment: segment.mode == "manual" and vals.get("mode") == "rule")
        if "partner_ids" in vals and (ruled := self.filtered(lambda segment: segment.mode == "rule") | becomes_rule):
            ruled._refuse_picking()
        result = super().write(self._set_rule_owner(vals))
        becomes_rule._pin_members()
        if "mode" in vals:
            self.filtered(lambda segment: segment.mode == "manual")._forget_rule()
        if self._get_rule_triggers() & set(vals):
            self._recompute_rules()
        return result

    def _refuse_picking(self):
        """Raise: clients of these segments are not picked by hand."""
        raise ValidationError(
            self.env._(
                "“%(segments)s” is filled by a rule. To keep a client in it, put the client into “Always in” of the "
                "segment; to have one out, change the rule.",
                segments=", ".join(self.mapped("name")),
            )
        )

    def action_open_clients(self):
        """Open the clients of the segment."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_clients")
        action["domain"] = [("is_agency_client", "=", True), ("segment_ids", "in", self.ids)]
        action["context"] = {"default_is_agency_client": True, "default_is_company": True}
        if self.mode == "manual":
            action["context"]["default_segment_ids"] = self.ids
        action["display_name"] = self.name
        return action
