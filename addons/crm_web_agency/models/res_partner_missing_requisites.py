from odoo import api, models
from odoo.exceptions import RedirectWarning


class ResPartner(models.Model):
    """What documents must say of a party, and which of it is not filled in."""

    _inherit = "res.partner"

    def _get_missing_requisites(self, wanted):
        """Return the names of obligatory requisites of the party that are empty.

        Args:
            wanted: of "code" (ЄДРПОУ or РНОКПП; of Ukrainian organisations only: a person may have none, a
                non-resident has another), "address", "account" (IBAN) and "signatory" (name and position of who
                signs: Law 996-XIV art. 9(2)).

        Returns:
            list: in the language of the person, in the order of the form; empty if nothing is missing.
        """
        self.ensure_one()
        # sudo: which requisites of the agency or of the client are empty is no secret for who writes the document.
        party = self.sudo().commercial_partner_id
        contact = party._get_contact_of_role("crm_web_agency.contact_role_signatory")
        signed = party.signatory_name or contact.name or (not party.is_company and party.name)
        position = not party.is_company or party.signatory_position or (not party.signatory_name and contact.function)
        labels = self._get_requisite_labels()
        checks = [
            ("name", "name", party.name),
            ("code", "code", party.company_registry or not party._needs_code()),
            ("address", "address", party.street or party.city),
            ("account", "account", party.bank_ids),
            ("signatory", "signatory", signed),
            ("signatory", "position", position or not signed),
        ]
        return [labels[label] for key, label, value in checks if not value and (key == "name" or key in wanted)]

    def _get_requisite_labels(self):
        labels = {"code": self.env._("ЄДРПОУ / РНОКПП")}
        labels["name"] = self.env._("name")
        labels["address"] = self.env._("address")
        labels["account"] = self.env._("bank account (IBAN)")
        labels["signatory"] = self.env._("who signs: name")
        labels["position"] = self.env._("who signs: position")
        return labels

    def _needs_code(self):
        """Tell whether the party must have a code of a Ukrainian register."""
        self.ensure_one()
        return self.is_company and self._has_ua_codes()

    @api.model
    def _check_document_requisites(self, document, parties):
        """Refuse to issue a document in which obligatory requisites would be empty.

        Args:
            document: name of the document for the message.
            parties: list of (partner, requisites wanted of it: see `_get_missing_requisites`).

        Raises:
            RedirectWarning: lists what is missing of whom; its button opens the cards to fill it in.
        """
        missing = [
            (partner.commercial_partner_id, partner._get_missing_requisites(wanted)) for partner, wanted in parties
        ]
        missing = [(partner, labels) for partner, labels in missing if labels]
        if not missing:
            return
        lines = [f"• {partner.sudo().name or '?'}: {', '.join(labels)}" for partner, labels in missing]
        message = self.env._(
            "%(document)s is not issued yet: obligatory requisites are missing.\n%(list)s",
            document=document,
            list="\n".join(lines),
        )
        partners = self.browse().concat(*(partner for partner, _labels in missing))
        raise RedirectWarning(message, partners._get_requisites_action(), self.env._("Fill them in"))

    def _get_requisites_action(self):
        """Return the action that opens the cards of the partners."""
        action = {
            "name": self.env._("Requisites to fill in"),
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "target": "current",
        }
        if len(self) == 1:
            return {**action, "res_id": self.id, "view_mode": "form", "views": [(False, "form")]}
        views = [(False, "list"), (False, "form")]
        return {**action, "domain": [("id", "in", self.ids)], "view_mode": "list,form", "views": views}
