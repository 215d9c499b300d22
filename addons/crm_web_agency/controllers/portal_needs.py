import math

from odoo import fields, http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import format_date

from ..models.agency_requirement_portal import NAME_LENGTH, TEXT_LENGTH
from .portal import AgencyPortal

NEED = "agency.requirement"
MAX_FILES = 10
MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_BUDGET = 10**12
# Odoo's mark of files that are uploaded before what they belong to; it deletes old ones itself.
PENDING = {"res_model": "mail.compose.message", "res_id": 0}


class AgencyPortalNeeds(AgencyPortal):
    """Pages on which clients read their needs, talk about them and tell of new ones."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "need_count" in counters:
            needs = request.env[NEED]
            readable = needs.has_access("read")
            values["need_count"] = needs.search_count(self._get_needs_domain()) if readable else 0
        return values

    def _get_needs_domain(self):
        """Return the domain of the needs of the visitor's organisation, for staff too."""
        return Domain("partner_id", "child_of", self._get_client().ids)

    def _get_needs_choices(self):
        states = request.env[NEED]._fields["state"]._description_selection(request.env)
        filters = {"all": {"label": request.env._("All"), "domain": []}}
        filters.update({key: {"label": name, "domain": [("state", "=", key)]} for key, name in states})
        return {
            "sortings": {
                "newest": {"label": request.env._("Newest"), "order": "captured_on desc, id desc"},
                "wanted": {"label": request.env._("Wanted by"), "order": "wanted_date, id desc"},
                "name": {"label": request.env._("Name"), "order": "name, id"},
                "state": {"label": request.env._("State"), "order": "state, id desc"},
            },
            "filters": filters,
            "groups": {
                "state": {"label": request.env._("State"), "field": "state"},
                "priority": {"label": request.env._("Priority"), "field": "priority"},
            },
            "period": {"label": request.env._("Told on"), "field": "captured_on"},
            "search_fields": ["name", "description", "website_id.name"],
        }

    # Not readonly: the address of each need carries a token that is made on first use.
    @http.route(["/my/needs", "/my/needs/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_needs(self, page=1, **kwargs):
        values = self._prepare_list_values(
            request.env[NEED], self._get_needs_domain(), "/my/needs", self._get_needs_choices(), page=page, **kwargs
        )
        needs = values.pop("records")
        request.session["my_needs_history"] = needs.ids[:100]
        # sudo: names of sites, of needs the client may read.
        values.update(
            {"needs": needs.sudo(), "page_name": "agency_need", "searchbar_inputs": self._get_search_inputs()}
        )
        return request.render("crm_web_agency.portal_my_needs", values)

    @http.route(["/my/needs/<int:need_id>"], type="http", auth="public", website=True)
    def portal_need_page(self, need_id, access_token=None, message=None, **kwargs):
        try:
            need_sudo = self._document_check_access(NEED, need_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        values = {
            "need": need_sudo,
            "message": message,
            "page_name": "agency_need",
            "backend_url": f"/odoo/agency-needs/{need_sudo.id}",
        }
        values = self._get_page_view_values(need_sudo, access_token, values, "my_needs_history", False, **kwargs)
        return request.render("crm_web_agency.portal_need_page", values)

    # --------------------------------------------------------------- a new need

    @http.route(["/my/needs/new"], type="http", auth="user", methods=["GET", "POST"], website=True)
    def portal_need_new(self, **post):
        """Show the form; on sending, make the need or show the form again with all that was written."""
        if request.env.user._is_internal():
            return request.redirect("/odoo/agency-needs/new")
        if request.httprequest.method == "GET":
            return self._render_need_form({}, [], request.env["ir.attachment"])
        written = {key: self._get_text(post.get(key), TEXT_LENGTH + 1) for key in self._get_need_inputs()}
        values, errors = self._read_need(written)
        attachments = self._get_kept_files()
        try:
            # All files or none: the savepoint takes back the good ones before a bad one.
            with request.env.cr.savepoint():
                attachments |= self._keep_files(len(attachments))
        except UserError as error:
            errors.append(str(error))
        if errors:
            return self._render_need_form(written, errors, attachments)
        # sudo: clients create no needs by rights; the values are checked and the client is their own.
        need = request.env[NEED].sudo()._create_from_portal(request.env.user.partner_id, values, attachments)
        return request.redirect(f"/my/needs/{need.id}?message=created")

    def _get_need_inputs(self):
        return ("name", "description", "wanted_date", "budget", "website_id")

    def _render_need_form(self, written, errors, attachments):
        values = {
            **self._prepare_portal_layout_values(),
            "written": written,
            "errors": errors,
            "kept_files": attachments.sudo(),
            "websites": self._get_own_websites(),
            "currency": request.env.company.currency_id,
            "limits": {"name": NAME_LENGTH, "text": TEXT_LENGTH, "files": MAX_FILES, "size": MAX_FILE_BYTES >> 20},
            "today": fields.Date.to_string(fields.Date.context_today(request.env.user)),
            "page_name": "agency_need_new",
        }
        return request.render("crm_web_agency.portal_need_form", values)

    def _get_own_websites(self):
        domain = Domain("partner_id", "child_of", self._get_client().ids)
        return request.env["agency.website"].search(domain & Domain("company_id", "=", request.env.company.id))

    def _read_need(self, written):
        """Return (values of the need, messages about what is wrong in the form)."""
        errors = []
        values = {
            "name": written["name"],
            "description": written["description"],
            "wanted_date": self._read_day(written["wanted_date"], errors),
            "budget": self._read_budget(written["budget"], errors),
            "website_id": self._read_website(written["website_id"], errors),
        }
        if not written["name"]:
            errors.append(request.env._("Write in a few words what you need."))
        for key, length in (("name", NAME_LENGTH), ("description", TEXT_LENGTH)):
            if len(written[key]) > length:
                errors.append(request.env._("The text is too long: at most %s characters fit here.", length))
        return values, errors

    def _read_day(self, text, errors):
        if not text:
            return False
        try:
            day = fields.Date.to_date(text[:10])
        except ValueError:
            errors.append(request.env._("“%s” is not a date: choose it in the calendar.", text[:20]))
            return False
        if day < fields.Date.context_today(request.env.user):
            errors.append(
                request.env._("The day %s is in the past: choose a later one.", format_date(request.env, day))
            )
        return day

    def _read_budget(self, text, errors):
        if not text:
            return 0.0
        try:
            amount = float("".join(text.split()).replace(",", "."))
        except ValueError:
            amount = math.nan
        if not 0 <= amount < MAX_BUDGET:
            errors.append(request.env._("“%s” is not an amount: write the budget in figures.", text[:20]))
            return 0.0
        return request.env.company.currency_id.round(amount)

    def _read_website(self, text, errors):
        if not text:
            return False
        own = self._get_own_websites()
        if not text.isdecimal() or int(text) not in own.ids:
            errors.append(request.env._("Choose the website from the list."))
            return False
        return int(text)

    # -------------------------------------------------------------------- files

    def _get_kept_files(self):
        """Return the files that the visitor uploaded with an earlier, faulty try."""
        ids = [int(text) for text in request.httprequest.form.getlist("kept_ids") if text.isdecimal()]
        # sudo: a portal user has no right to files of no document; only the visitor's own are found.
        return (
            request.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("id", "in", ids[:MAX_FILES]),
                    ("create_uid", "=", request.env.uid),
                    ("res_model", "=", PENDING["res_model"]),
                    ("res_id", "=", PENDING["res_id"]),
                ]
            )
        )

    def _keep_files(self, already):
        """Store the uploaded files and return them.

        Raises:
            UserError: too many files, or one is too big or empty; nothing is stored then.
        """
        files = [file for file in request.httprequest.files.getlist("attachments") if file.filename]
        if already + len(files) > MAX_FILES:
            raise UserError(request.env._("Attach at most %s files.", MAX_FILES))
        # sudo: a portal user may not create files; these are the visitor's own and belong to nothing yet.
        attachments = request.env["ir.attachment"].sudo()
        return attachments.create([self._prepare_file(file) for file in files])

    def _prepare_file(self, file):
        content = file.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise UserError(
                request.env._(
                    "The file “%(name)s” is larger than %(size)s MB: make it smaller or send us a link to it.",
                    name=file.filename[:100],
                    size=MAX_FILE_BYTES >> 20,
                )
            )
        if not content:
            raise UserError(request.env._("The file “%s” is empty: choose another one.", file.filename[:100]))
        return {**PENDING, "name": file.filename[-200:], "raw": content}
