from odoo import models
from odoo.tools import plaintext2html

# What a client may send at most: a text that a person writes, not a file in disguise.
NAME_LENGTH = 200
TEXT_LENGTH = 20000


class AgencyRequirement(models.Model):
    """The need as the client sees it: a page, a conversation, and a form to tell of a new one."""

    _name = "agency.requirement"
    _inherit = ["agency.requirement", "portal.mixin"]

    # Who may read a need may comment on it: the client, and the performers who do it.
    _mail_post_access = "read"

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for requirement in self:
            requirement.access_url = f"/my/needs/{requirement.id}"
        return result

    def _create_from_portal(self, client_contact, values, attachments):
        """Create the need that a client wrote, tell its manager, and return it.

        Args:
            client_contact: res.partner who wrote it.
            values: checked ``name``, ``description`` (plain text), ``wanted_date``, ``budget``
                and ``website_id``.
            attachments: ir.attachment records that the client has uploaded.
        """
        client = client_contact.commercial_partner_id
        manager = self._get_manager_of(client)
        need = self.create(
            {
                **values,
                "description": plaintext2html(values["description"]),
                "partner_id": client.id,
                "contact_id": client_contact.id if client_contact.parent_id == client else False,
                "user_id": manager.id,
                "company_id": self.env.company.id,
                "source": "portal",
                "state": "captured",
            }
        )
        need.message_subscribe(client_contact.ids)
        need.message_post(
            author_id=client_contact.id,
            attachment_ids=attachments.ids,
            body=self.env._("The client told us of this need in the portal."),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        need.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("New need in the portal: answer the client"),
            user_id=manager.id,
        )
        return need

    def _get_manager_of(self, client):
        """Return who answers the client: the account manager, else a director, else nobody's superuser."""
        if client.user_id:
            return client.user_id
        directors = self.env.ref("crm_web_agency.group_agency_director").all_user_ids
        in_company = directors.filtered(lambda user: self.env.company in user.company_ids)
        return in_company[:1] or self.env.ref("base.user_admin")
