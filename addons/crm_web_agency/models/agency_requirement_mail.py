import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize
from odoo.tools.mail import email_normalize_all, parse_contact_from_email

from ..tools.mail_domains import get_own_domain
from .agency_requirement_portal import NAME_LENGTH

# What mail programs put before the subject of an answered or forwarded e-mail, in the languages of our clients.
SUBJECT_MARKS = re.compile(r"^\s*((re|fwd?|aw|wg|відп|вд|пер|odp)\s*(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
REPLY_ACTIVITY = "crm_web_agency.mail_activity_type_need_reply"


class AgencyRequirement(models.Model):
    """Needs by e-mail: who wrote, what it is called, and answers on needs that were closed."""

    _inherit = "agency.requirement"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Make a need of an e-mail to the address for needs.

        Args:
            msg_dict: the parsed e-mail, see `mail.thread.message_parse`.
            custom_values: defaults of the alias: ``company_id``.
        """
        values = dict(custom_values or {})
        company = self.env["res.company"].browse(values.get("company_id")) or self.env.company
        needs = self.with_company(company)
        contact = needs._get_mail_contact(msg_dict, company)
        msg_dict["author_id"] = msg_dict.get("author_id") or contact.id
        values = {**needs._prepare_mail_values(msg_dict, contact, company), **values}
        need = super(AgencyRequirement, needs).message_new(msg_dict, custom_values=values)
        need.message_subscribe((contact - company.partner_id).ids)
        need._schedule_mail_activity(contact == company.partner_id)
        return need

    def _prepare_mail_values(self, msg_dict, contact, company):
        client = contact.commercial_partner_id
        manager = self._get_manager_of(client)
        return {
            "name": self.with_context(lang=manager.lang)._get_mail_name(msg_dict),
            "partner_id": client.id,
            "contact_id": contact.id if contact.parent_id == client else False,
            "user_id": manager.id,
            "company_id": company.id,
            "captured_on": self._get_mail_day(msg_dict, manager),
            "source": "email",
            "state": "captured",
        }

    def _get_mail_name(self, msg_dict):
        """Return the subject in the length of a name; the whole of it stays in the history."""
        subject = " ".join(SUBJECT_MARKS.sub("", msg_dict.get("subject") or "").replace("\0", "").split())
        if not subject:
            return self.env._("E-mail from %s", msg_dict.get("email_from") or "?")[:NAME_LENGTH]
        return subject if len(subject) <= NAME_LENGTH else f"{subject[: NAME_LENGTH - 1]}…"

    def _get_mail_day(self, msg_dict, manager):
        """Return the day of the e-mail where the manager is; clocks that are ahead count as today."""
        today = fields.Date.context_today(self.with_context(tz=manager.tz))
        sent = fields.Datetime.to_datetime(msg_dict.get("date"))
        if not sent:
            return today
        return min(fields.Datetime.context_timestamp(self.with_context(tz=manager.tz), sent).date(), today)

    # --------------------------------------------------------------- who wrote it

    def _get_mail_contact(self, msg_dict, company):
        """Return whom the need is of: a contact, or the agency itself if nobody can be told.

        By the sender's address, else by the domain of the organisation, else somebody new. A
        colleague who passes an e-mail on is not the client: then it is who else got it.
        """
        author = self.env["res.partner"].browse(msg_dict.get("author_id") or False)
        if author and not author.partner_share:
            return self._get_client_among(msg_dict, company) or company.partner_id
        # A card of another company is not shown to this one's people.
        if author and author.commercial_partner_id.company_id in (company, self.env["res.company"]):
            return author
        name, email = parse_contact_from_email(msg_dict.get("email_from") or "")
        email = email_normalize(email, strict=False)
        # An address of our own would send our answers in a circle.
        if not email or self.env["mail.alias.domain"].sudo()._find_aliases([email]):
            return company.partner_id
        client = self._get_client_by_domain(email, company)
        return self.env["res.partner"].create(
            {
                "name": name or email,
                "email": email,
                "parent_id": client.id,
                "company_id": client.company_id.id,
                "lang": (client or company.partner_id).lang,
            }
        )

    def _get_client_among(self, msg_dict, company):
        """Return the first client among the other addressees of the e-mail."""
        emails = email_normalize_all(f"{msg_dict.get('to') or ''},{msg_dict.get('cc') or ''}")
        domain = Domain("email_normalized", "in", emails)
        domain &= Domain("commercial_partner_id.is_agency_client", "=", True)
        return self.env["res.partner"].search(domain & self._get_mail_company_domain(company), limit=1)

    def _get_client_by_domain(self, email, company):
        """Return the client whose people write from the domain of the address, if there is exactly one."""
        name = get_own_domain(email)
        if not name:
            return self.env["res.partner"]
        # In a pattern an underscore would stand for any character.
        pattern = name.replace("_", r"\_")
        domain = Domain("email_normalized", "=like", f"%@{pattern}")
        domain &= Domain("commercial_partner_id.is_agency_client", "=", True)
        groups = self.env["res.partner"]._read_group(
            domain & self._get_mail_company_domain(company), ["commercial_partner_id"], limit=2
        )
        return groups[0][0] if len(groups) == 1 else self.env["res.partner"]

    def _get_mail_company_domain(self, company):
        return Domain("company_id", "in", (company.id, False))

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        """Return the domain of needs by which Odoo sees that a robot writes without end."""
        sender = Domain("contact_id.email_normalized", "=", email_from_normalized)
        sender |= Domain("partner_id.email_normalized", "=", email_from_normalized)
        return sender & Domain("source", "=", "email")

    # ------------------------------------------------------------ what it leads to

    def _schedule_mail_activity(self, is_unknown):
        summary = self.env._("New need by e-mail: answer the client")
        if is_unknown:
            summary = self.env._("New need by e-mail: choose the client, whom the e-mail does not tell")
        self.activity_schedule("mail.mail_activity_data_todo", summary=summary, user_id=self.user_id.id)

    def _message_post_after_hook(self, message, msg_vals):
        """Take the cleaned e-mail as the description, and tell of answers on closed needs."""
        # sudo: a client who may read the need may answer on it; what follows is the agency's own.
        need = self.sudo()
        if message.message_type == "email" and need.source == "email" and not need.description:
            need.description = message.body
        if message.message_type in ("email", "comment") and message.author_id.partner_share:
            need._schedule_reply_activity()
        return super()._message_post_after_hook(message, msg_vals)

    def _schedule_reply_activity(self):
        """Somebody must look at a closed need on which the client writes; one reminder is enough."""
        if self.state not in ("declined", "delivered") or self.activity_search([REPLY_ACTIVITY]):
            return
        manager = self.user_id
        if not manager.active:
            manager = self.with_company(self.company_id)._get_manager_of(self.partner_id.commercial_partner_id)
        self.activity_schedule(
            REPLY_ACTIVITY,
            summary=self.with_context(lang=manager.lang).env._("The client wrote on a closed need"),
            user_id=manager.id,
        )

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Have answers sent to the address for needs, which knows the need by the e-mail it answers."""
        replies = super()._notify_get_reply_to_batch(defaults=defaults, author_ids=author_ids)
        for need in self:
            # sudo: an address of the company that is printed in every e-mail.
            if email := need.company_id.sudo().agency_needs_email:
                author = (author_ids or {}).get(need.id)
                replies[need.id] = self._notify_get_reply_to_formatted_email(email, author_id=author)
        return replies
