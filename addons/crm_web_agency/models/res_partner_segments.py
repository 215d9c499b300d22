from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import SQL


class ResPartner(models.Model):
    """Segments on the card of a client: those filled by hand are changed here, those with a rule are not."""

    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if any(vals.get("segment_ids") for vals in vals_list):
            partners._check_rule_memberships(set())
        return partners

    def write(self, vals):
        if "segment_ids" not in vals:
            return super().write(vals)
        before = self._get_rule_memberships()
        result = super().write(vals)
        self._check_rule_memberships(before)
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for partner, vals in zip(self, vals_list, strict=True):
            if "segment_ids" in vals and "segment_ids" not in (default or {}):
                manual = partner.segment_ids.filtered(lambda segment: segment.mode == "manual")
                vals["segment_ids"] = [Command.set(manual.ids)]
        return vals_list

    def _get_rule_memberships(self):
        """Return {(partner id, segment id)} of these partners in segments that a rule fills."""
        self.flush_recordset(["segment_ids"])
        return set(
            self.env.execute_query(
                SQL(
                    "SELECT m.partner_id, m.segment_id FROM agency_segment_partner_rel m"
                    " JOIN agency_client_segment s ON s.id = m.segment_id AND s.mode = 'rule'"
                    " WHERE m.partner_id = ANY(%s)",
                    self.ids,
                )
            )
        )

    def _check_rule_memberships(self, before):
        changed = before ^ self._get_rule_memberships()
        if changed:
            self.env["agency.client.segment"].browse(
                {segment_id for _partner_id, segment_id in changed}
            )._refuse_picking()

    @api.constrains("segment_ids", "company_id")
    def _check_segment_companies(self):
        for partner in self.filtered(lambda partner: partner.company_id and partner.segment_ids):
            # sudo: segments of a company the user is not in are just those that must not be there.
            foreign = partner.sudo().segment_ids.company_id - partner.company_id
            if foreign:
                raise ValidationError(
                    self.env._(
                        "%(client)s belongs to %(company)s and cannot be in a segment of %(other)s.",
                        client=partner.name,
                        company=partner.company_id.name,
                        other=", ".join(foreign.mapped("name")),
                    )
                )
