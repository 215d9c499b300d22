from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    act_ids = fields.One2many(
        "agency.acceptance.act",
        "commercial_partner_id",
        string="Acceptance acts",
        groups="crm_web_agency.group_agency_user",
    )
    act_count = fields.Integer(compute="_compute_act_count", groups="crm_web_agency.group_agency_user")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_act_count(self):
        counts = {}
        acts = self.env["agency.acceptance.act"]
        if acts.has_access("read"):
            rows = acts._read_group(
                [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
                ["commercial_partner_id"],
                ["__count"],
            )
            counts = {partner.id: count for partner, count in rows}
        for partner in self:
            partner.act_count = counts.get(partner.commercial_partner_id.id, 0)

    def action_view_acts(self):
        """Show the acts of the client's company and all its contacts."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("crm_web_agency.agency_acceptance_act_action")
        action["domain"] = [("commercial_partner_id", "=", self.commercial_partner_id.id)]
        return action

    def _get_document_party(self, bank=None):
        """Return how documents name this partner: the common block of a party.

        Args:
            bank: account to print; by default the first of the partner.

        Returns:
            dict: `name`, `rows` (list of (label, value) with codes, address, bank and
            contacts, only those that are known), `position`, `signatory` and `basis` of
            the person who signs. Labels are in the language of the context.
        """
        self.ensure_one()
        party = self.commercial_partner_id
        contact = self if self != party else party
        bank = bank or party.bank_ids[:1]
        signatory = party._get_contact_of_role("crm_web_agency.contact_role_signatory")
        lines = party._display_address(without_company=True).split("\n")
        rows = [
            (self._get_registry_label(party.company_registry), party.company_registry),
            (self.env._("VAT number"), party.vat),
            (self.env._("Taxation"), self._get_taxation_text()),
            (self.env._("Address"), ", ".join(" ".join(line.split()) for line in lines if line.strip())),
            (self.env._("IBAN"), bank.sanitized_acc_number),
            (self.env._("Bank"), bank.bank_name),
            (self.env._("SWIFT"), bank.bank_bic),
            (self.env._("Phone"), party.phone or contact.phone),
            (self.env._("E-mail"), party.email or contact.email),
        ]
        return {
            "name": party.name,
            "rows": [(label, value) for label, value in rows if value],
            "position": party.signatory_position or (not party.signatory_name and signatory.function),
            "signatory": party.signatory_name or signatory.name or ("" if party.is_company else party.name),
            "basis": party.signatory_basis,
        }

    def _get_registry_label(self, code):
        """Return the name of a registration code: 8 digits an organisation, 10 a person."""
        country = self.commercial_partner_id.country_id.code
        if country and country != "UA":
            return self.env._("Registration number")
        return self.env._("RNOKPP") if len(code or "") == 10 else self.env._("EDRPOU")

    def _get_taxation_text(self):
        """Return the taxation system in words; False if it is not known."""
        party = self.commercial_partner_id
        labels = dict(party._fields["taxation_system"]._description_selection(self.env))
        return labels.get(party.taxation_system, False)

    def _is_vat_payer(self):
        self.ensure_one()
        party = self.commercial_partner_id
        return party.taxation_system in ("general_vat", "single_3_vat")
