from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

ACTIVITY = "crm_web_agency.mail_activity_type_brief_answered"
# Needs that nobody has offered anything for yet take new answers; others are told of them.
EDITABLE = ("captured", "analysed")


class AgencyBrief(models.Model):
    """What happens to a brief: it is sent, answered, perhaps reopened; its answers become needs."""

    _inherit = "agency.brief"

    def action_send(self):
        """Open the e-mail with the link; once it is sent, the client may answer."""
        self.ensure_one()
        self._check_may_send()
        template = self.env.ref("crm_web_agency.mail_template_brief", raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send the brief"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id if template else False,
                "default_composition_mode": "comment",
                "default_email_layout_xmlid": "mail.mail_notification_light",
                "mark_brief_as_sent": True,
                "force_email": True,
            },
        }

    def _check_may_send(self):
        self._check_state(("draft", "sent"), self.env._("This brief is closed: reopen it first."))
        if not self.answer_ids:
            raise UserError(
                self.env._("There are no questions to send: choose services that have questions of a brief.")
            )
        if not self._get_addressee().email:
            raise UserError(
                self.env._(
                    "%s has no e-mail: write it on the card, or press “Ask on a call” and fill the brief in yourself.",
                    self._get_addressee().display_name,
                )
            )

    def message_post(self, **kwargs):
        """Let the client answer once the e-mail is posted (see `action_send`)."""
        if self.env.context.get("mark_brief_as_sent"):
            self.filtered(lambda brief: brief.state == "draft")._open()
        return super(AgencyBrief, self.with_context(mark_brief_as_sent=False)).message_post(**kwargs)

    def _open(self):
        self.write({"state": "sent", "sent_on": fields.Date.context_today(self)})

    def action_fill_in(self):
        """Open the page of questions, to fill it in for the client, e.g. on a call."""
        self.ensure_one()
        self.check_access("write")
        if not self.answer_ids:
            raise UserError(self.env._("There are no questions: choose services that have questions of a brief."))
        if self.state == "draft":
            self._open()
        return {"type": "ir.actions.act_url", "url": self.access_url, "target": "new"}

    def action_submit(self):
        """Make needs of the answers that staff have filled in."""
        self.ensure_one()
        self.check_access("write")
        self._check_required()
        # The rights are those of who presses the button: needs are theirs to make.
        self._submit(self.env.user.partner_id)

    def action_reopen(self):
        """Let the answers be changed; needs that nothing was offered for take the new ones."""
        self._check_state(("answered", "cancelled"), self.env._("Only closed briefs can be reopened."))
        self.write({"state": "sent", "answered_on": False})

    def action_cancel(self):
        """The answers are not needed any more; the link shows so."""
        self._check_state(("draft", "sent"), self.env._("Answered briefs cannot be cancelled: archive them."))
        self.state = "cancelled"

    def action_open_requirements(self):
        """Show the needs that the answers became."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("crm_web_agency.action_agency_requirements")
        action.update({"domain": [("brief_id", "=", self.id)], "context": {"default_partner_id": self.partner_id.id}})
        return action

    def _check_state(self, allowed, message):
        if self.filtered(lambda brief: brief.state not in allowed):
            raise UserError(message)

    def _check_required(self):
        missing = self.answer_ids.filtered(lambda answer: answer.is_required and not answer.is_answered)
        if missing:
            raise UserError(
                self.env._("Answer the required questions first: %s.", format_list(self.env, missing.mapped("name")))
            )

    # -------------------------------------------------------------------- answers

    def _submit(self, author):
        """Close the brief, make needs of its answers and tell the manager.

        Args:
            author: res.partner who answered.

        Raises:
            UserError: if it is not open, e.g. because it was sent twice.
        """
        self.ensure_one()
        self._check_state(("sent",), self.env._("This brief was answered already."))
        self.write({"state": "answered", "answered_on": fields.Date.context_today(self)})
        needs = self._make_needs()
        self.message_post(
            author_id=author.id,
            body=self.env._("The brief is answered; needs: %s", format_list(self.env, needs.mapped("name"))),
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        if self.user_id and self.user_id.partner_id != author:
            self.activity_schedule(
                ACTIVITY,
                summary=self.with_context(lang=self.user_id.lang).env._("Read the answers and analyse the needs"),
                user_id=self.user_id.id,
            )
        return needs

    def _make_needs(self):
        """Return the needs of the services and of the answers that make needs of their own."""
        needs = self.env["agency.requirement"]
        for service in self.service_ids:
            answers = self.answer_ids.filtered(lambda answer, service=service: answer.service_id == service)
            values = self._prepare_service_need(service, answers)
            needs |= self._take_need(values, self.env["agency.brief.answer"], answers.attachment_ids)
        for answer in self.answer_ids.filtered(lambda answer: answer.makes_need and answer._is_wish()):
            needs |= self._take_need(self._prepare_answer_need(answer), answer, answer.attachment_ids)
        return needs

    def _take_need(self, values, answer, files):
        """Return the need of the service or of the answer: made, or brought up to date after a reopening."""
        found = self._find_need(values["service_id"], answer)
        if not found:
            need = self.env["agency.requirement"].create({**values, "brief_answer_id": answer.id})
        elif found.state in EDITABLE:
            need = found
            names = ("description", "acceptance_criteria", "budget", "wanted_date")
            need.write({name: values[name] for name in names if values.get(name)})
        else:
            need = found
            need.message_post(body=self.env._("The client has changed the answers:") + values["description"])
        self._copy_files(need, files)
        return need

    def _find_need(self, service_id, answer):
        """Return the need that a former answering made of the answer, or, with none, of the service."""
        made = self.requirement_ids.filtered(lambda need: need.brief_answer_id == answer)
        # Somebody may have matched the only need with a better service since.
        if not answer and len(self.service_ids) > 1:
            made = made.filtered(lambda need: need.service_id.id == service_id)
        return made[:1]

    def _copy_files(self, need, files):
        """Give the need its own copies: whoever reads the need need not read the brief."""
        # sudo: files of this brief, for a need of the same client.
        files = files.sudo()
        have = self.env["ir.attachment"].sudo().search([("res_model", "=", need._name), ("res_id", "=", need.id)])
        known = set(have.mapped("checksum"))
        for file in files.filtered(lambda file: file.checksum not in known):
            file.copy({"res_model": need._name, "res_id": need.id, "name": file.name})

    def _prepare_need_values(self):
        return {
            "partner_id": self.partner_id.id,
            "contact_id": self.contact_id.id,
            "user_id": self.user_id.id,
            "company_id": self.company_id.id,
            "brief_id": self.id,
            "source": "brief",
            "state": "captured",
        }

    def _prepare_service_need(self, service, answers):
        """Return values of the need for a service: its answers, and fields that some of them fill."""
        filled = {answer.fills: answer for answer in answers if answer.fills and answer.is_answered}
        values = {
            **self._prepare_need_values(),
            "name": service.name,
            "service_id": service.id,
            "description": answers._to_html(),
        }
        if "budget" in filled:
            values["budget"] = self.company_id.currency_id.round(max(filled["budget"]._get_number() or 0, 0))
        if "wanted_date" in filled:
            values["wanted_date"] = filled["wanted_date"].date
        if "acceptance_criteria" in filled:
            values["acceptance_criteria"] = filled["acceptance_criteria"]._get_answer_html()
        return values

    def _prepare_answer_need(self, answer):
        return {
            **self._prepare_need_values(),
            "name": answer._get_need_name(),
            "service_id": False,
            "category_id": answer.category_id.id,
            "priority": answer.priority or "should",
            "description": answer._to_html(),
        }
