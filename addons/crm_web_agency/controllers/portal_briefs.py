from odoo import fields, http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Command, Domain
from odoo.http import request
from odoo.tools import format_date

from ..models.agency_requirement_portal import TEXT_LENGTH
from .portal_needs import MAX_FILE_BYTES, AgencyPortalNeeds

BRIEF = "agency.brief"
MAX_BRIEF_FILES = 20


class AgencyPortalBriefs(AgencyPortalNeeds):
    """Pages on which clients answer the questions of their briefs."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        briefs = request.env[BRIEF]
        readable = briefs.has_access("read")
        if "brief_count" in counters:
            values["brief_count"] = briefs.search_count(self._get_briefs_domain()) if readable else 0
        if "brief_to_answer_count" in counters:
            domain = self._get_briefs_domain() & Domain("state", "=", "sent")
            values["brief_to_answer_count"] = briefs.search_count(domain) if readable else 0
        return values

    def _get_briefs_domain(self):
        """Return the domain of briefs that the visitor's organisation has got, for staff too."""
        return Domain("partner_id", "child_of", self._get_client().ids) & Domain("state", "!=", "draft")

    def _get_briefs_choices(self):
        states = request.env[BRIEF]._fields["state"]._description_selection(request.env)
        filters = {"all": {"label": request.env._("All"), "domain": []}}
        filters.update(
            {key: {"label": name, "domain": [("state", "=", key)]} for key, name in states if key != "draft"}
        )
        return {
            "sortings": {
                "newest": {"label": request.env._("Newest"), "order": "sent_on desc, id desc"},
                "deadline": {"label": request.env._("Answer by"), "order": "deadline, id desc"},
                "name": {"label": request.env._("Name"), "order": "name, id"},
            },
            "filters": filters,
            "groups": {"state": {"label": request.env._("State"), "field": "state"}},
            "period": {"label": request.env._("Sent on"), "field": "sent_on"},
            # Clients may not read services; their names are in those of the briefs.
            "search_fields": ["name"],
        }

    # Not readonly: the address of each brief carries a token that is made on first use.
    @http.route(["/my/briefs", "/my/briefs/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_briefs(self, page=1, **kwargs):
        values = self._prepare_list_values(
            request.env[BRIEF], self._get_briefs_domain(), "/my/briefs", self._get_briefs_choices(), page=page, **kwargs
        )
        briefs = values.pop("records")
        request.session["my_briefs_history"] = briefs.ids[:100]
        # sudo: names of services, of briefs the client may read.
        values.update(
            {"briefs": briefs.sudo(), "page_name": "agency_brief", "searchbar_inputs": self._get_search_inputs()}
        )
        return request.render("crm_web_agency.portal_my_briefs", values)

    @http.route(["/my/briefs/<int:brief_id>"], type="http", auth="public", website=True)
    def portal_brief_page(self, brief_id, access_token=None, message=None, **kwargs):
        try:
            brief_sudo = self._get_brief(brief_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        return self._render_brief(brief_sudo, access_token, message=message, **kwargs)

    @http.route(["/my/briefs/<int:brief_id>/answer"], type="http", auth="public", methods=["POST"], website=True)
    def portal_brief_answer(self, brief_id, access_token=None, action=None, **post):
        """Keep what is answered; with the action "send" make needs of it, unless something is missing."""
        try:
            brief_sudo = self._get_brief(brief_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if not self._may_answer(brief_sudo):
            return request.redirect("/my")
        if brief_sudo.state != "sent":
            return request.redirect(self._get_brief_url(brief_sudo, access_token, "closed"))
        is_sent = action == "send"
        errors, written = self._keep_answers(brief_sudo, post, is_sent)
        if errors:
            return self._render_brief(brief_sudo, access_token, errors=errors, written=written)
        if is_sent:
            brief_sudo._submit(self._get_brief_author(brief_sudo))
        return request.redirect(self._get_brief_url(brief_sudo, access_token, "sent" if is_sent else "kept"))

    # ------------------------------------------------------------------- the page

    def _get_brief(self, brief_id, access_token):
        """Return the brief with sudo.

        Raises:
            AccessError: for whoever has neither the right nor a link; for clients as long as it is a draft.
            MissingError: if there is none.
        """
        brief_sudo = self._document_check_access(BRIEF, brief_id, access_token=access_token)
        if brief_sudo.state == "draft" and not request.env.user._is_internal():
            raise AccessError(request.env._("The brief is not sent yet."))
        return brief_sudo

    def _may_answer(self, brief_sudo):
        """Tell whether it is the visitor's to answer: clients, and staff who may change the brief."""
        # By the visitor's own rights: the record itself is the superuser's.
        brief = request.env[BRIEF].browse(brief_sudo.id)
        return not request.env.user._is_internal() or brief.has_access("write")

    def _get_brief_author(self, brief_sudo):
        user = request.env.user
        return brief_sudo._get_addressee() if user._is_public() else user.partner_id

    def _get_brief_url(self, brief_sudo, access_token, message):
        token = f"&access_token={access_token}" if access_token else ""
        return f"/my/briefs/{brief_sudo.id}?message={message}{token}"

    def _render_brief(self, brief_sudo, access_token, message=None, errors=None, written=None, **kwargs):
        # Clients see files of theirs by the links of the files.
        brief_sudo.answer_ids.attachment_ids.generate_access_token()
        values = {
            "brief": brief_sudo,
            "answers": brief_sudo.answer_ids,
            "is_open": brief_sudo.state == "sent" and self._may_answer(brief_sudo),
            "is_preview": False,
            "message": message,
            "errors": errors or {},
            "written": written or {},
            "limits": {"files": MAX_BRIEF_FILES, "size": MAX_FILE_BYTES >> 20},
            "link_token": access_token,
            "page_name": "agency_brief",
            "backend_url": f"/odoo/agency-briefs/{brief_sudo.id}",
        }
        values = self._get_page_view_values(brief_sudo, access_token, values, "my_briefs_history", False, **kwargs)
        return request.render("crm_web_agency.portal_brief_page", values)

    # ---------------------------------------------------------------- the answers

    def _keep_answers(self, brief_sudo, post, is_sent):
        """Store the good answers; return ({answer id: what is wrong}, {answer id: what was written})."""
        errors, written = {}, {}
        for answer in brief_sudo.answer_ids:
            values, error = self._read_answer(answer, post)
            if error:
                errors[answer.id] = error
                written[answer.id] = values
                continue
            answer.write(values)
            if is_sent and answer.is_required and not answer.is_answered:
                errors[answer.id] = request.env._("This question needs an answer.")
        return errors, written

    def _read_answer(self, answer, post):
        """Return (values to write, message about what is wrong); with a message, what was written."""
        name = f"q_{answer.id}"
        if answer.kind == "file":
            return self._read_files(answer)
        text = self._get_text(post.get(name), TEXT_LENGTH + 1)
        if answer.kind == "date":
            return self._read_brief_day(answer, text)
        if answer.kind == "yes_no":
            return {"yes_no": text if text in ("yes", "no") else False}, ""
        if answer.kind == "choices":
            chosen = request.httprequest.form.getlist(name)
            # In the order of the list, whatever the browser sends.
            text = "\n".join(choice for choice in answer._get_choices() if choice in chosen)
        return {"text": text or False}, answer._get_text_error(text) if text else ""

    def _read_brief_day(self, answer, text):
        if not text:
            return {"date": False}, ""
        try:
            day = fields.Date.to_date(text[:10])
        except ValueError:
            return {"date": text[:10]}, request.env._("“%s” is not a date: choose it in the calendar.", text[:20])
        if answer.fills == "wanted_date" and day < fields.Date.context_today(request.env.user):
            error = request.env._("The day %s is in the past: choose a later one.", format_date(request.env, day))
            return {"date": text[:10]}, error
        return {"date": day}, ""

    def _read_files(self, answer):
        """Keep the files that are still ticked and the new ones; all new ones or none."""
        kept_ids = request.httprequest.form.getlist(f"keep_{answer.id}")
        kept = answer.attachment_ids.filtered(lambda file: str(file.id) in kept_ids)
        others = (answer.brief_id.answer_ids - answer).attachment_ids
        files = [file for file in request.httprequest.files.getlist(f"q_{answer.id}") if file.filename]
        try:
            if len(others | kept) + len(files) > MAX_BRIEF_FILES:
                raise UserError(request.env._("Attach at most %s files.", MAX_BRIEF_FILES))
            place = {"res_model": BRIEF, "res_id": answer.brief_id.id}
            new = [{**self._prepare_file(file), **place} for file in files]
        except UserError as error:
            return {}, str(error)
        (answer.attachment_ids - kept).unlink()
        # sudo (of the answer): visitors may not create files; these belong to the brief they may answer.
        attachments = kept | kept.create(new)
        return {"attachment_ids": [Command.set(attachments.ids)]}, ""
