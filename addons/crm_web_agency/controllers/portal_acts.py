import binascii

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request

from .portal import AgencyPortal

ACT = "agency.acceptance.act"
REPORT = "crm_web_agency.report_acceptance_act"
NAME_LENGTH = 200
REASON_LENGTH = 5000
# Characters of base64: a drawn or scanned signature has some tens of kilobytes.
SIGNATURE_LENGTH = 4_000_000


class AgencyPortalActs(AgencyPortal):
    """Pages on which clients read, sign and reject their acceptance acts."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        acts = request.env[ACT]
        readable = acts.has_access("read")
        if "act_count" in counters:
            values["act_count"] = acts.search_count(self._get_acts_domain()) if readable else 0
        if "act_to_sign_count" in counters:
            domain = self._get_acts_domain() & Domain("state", "=", "sent")
            values["act_to_sign_count"] = acts.search_count(domain) if readable else 0
        return values

    def _get_acts_domain(self):
        """Return the domain of acts that the visitor's company has got, for staff too."""
        return Domain("commercial_partner_id", "=", self._get_client().id) & Domain("state", "!=", "draft")

    def _get_acts_sortings(self):
        return {
            "date": {"label": request.env._("Date"), "order": "date desc, id desc"},
            "name": {"label": request.env._("Number"), "order": "name"},
            "state": {"label": request.env._("State"), "order": "state, date desc"},
        }

    def _get_acts_choices(self):
        return {
            "sortings": self._get_acts_sortings(),
            "filters": {
                "all": {"label": request.env._("All"), "domain": []},
                "sent": {"label": request.env._("To sign"), "domain": [("state", "=", "sent")]},
                "signed": {"label": request.env._("Signed"), "domain": [("state", "in", ("signed", "invoiced"))]},
                "cancel": {"label": request.env._("Cancelled"), "domain": [("state", "=", "cancelled")]},
            },
            "groups": {"state": {"label": request.env._("State"), "field": "state"}},
            "period": {"label": request.env._("Date"), "field": "date"},
            "search_fields": ["name", "order_id.name"],
        }

    # Not readonly: the address of each act carries a token that is made on first use.
    @http.route(["/my/acts", "/my/acts/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_acts(self, page=1, **kwargs):
        values = self._prepare_list_values(
            request.env[ACT],
            self._get_acts_domain(),
            "/my/acts",
            self._get_acts_choices(),
            page=page,
            **kwargs,
        )
        acts = values.pop("records")
        request.session["my_acts_history"] = acts.ids[:100]
        # sudo: names of the order and the currency, of acts the client may read.
        values.update({"acts": acts.sudo(), "page_name": "agency_act", "searchbar_inputs": self._get_search_inputs()})
        return request.render("crm_web_agency.portal_my_acts", values)

    @http.route(["/my/acts/<int:act_id>"], type="http", auth="public", website=True)
    def portal_act_page(self, act_id, access_token=None, report_type=None, download=False, message=None, **kwargs):
        try:
            act_sudo = self._document_check_access(ACT, act_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if report_type in ("html", "pdf", "text"):
            if act_sudo.state == "draft":
                return request.redirect(act_sudo.get_portal_url())
            return self._show_report(model=act_sudo, report_type=report_type, report_ref=REPORT, download=download)
        values = {
            "act": act_sudo,
            "message": message,
            "report_type": "html",
            "res_company": act_sudo.company_id,
            "backend_url": f"/odoo/agency-acts/{act_sudo.id}",
        }
        values = self._get_page_view_values(act_sudo, access_token, values, "my_acts_history", False, **kwargs)
        if request.env.user._is_portal():
            # Clients only read acts; with the token they may also comment, whatever way they came here.
            values["token"] = act_sudo._portal_ensure_token()
        return request.render("crm_web_agency.portal_act_page", values)

    @http.route(["/my/acts/<int:act_id>/accept"], type="jsonrpc", auth="public", website=True)
    def portal_act_accept(self, act_id, access_token=None, name=None, signature=None):
        """Sign the act; called by the signature form with a name and a drawn image (base64)."""
        access_token = access_token or request.httprequest.args.get("access_token")
        try:
            act_sudo = self._get_act_to_answer(act_id, access_token)
        except (AccessError, MissingError):
            return {"error": request.env._("Invalid act.")}
        if not signature:
            return {"error": request.env._("Signature is missing.")}
        if not isinstance(signature, str) or len(signature) > SIGNATURE_LENGTH:
            return {"error": request.env._("Invalid signature data.")}
        if isinstance(name, str) and len(name) > NAME_LENGTH:
            return {"error": request.env._("The name is too long: write at most %s characters.", NAME_LENGTH)}
        name = self._get_text(name, NAME_LENGTH)
        try:
            with request.env.cr.savepoint():
                act_sudo._sign(name, signature)
                # The PDF below must find the signature in the database.
                request.env.cr.flush()
        except UserError as error:
            return {"error": str(error)}
        except (TypeError, ValueError, binascii.Error):
            return {"error": request.env._("Invalid signature data.")}
        self._post_signed_act(act_sudo, name)
        return {
            "force_refresh": True,
            "redirect_url": act_sudo.get_portal_url(query_string="&message=sign_ok"),
        }

    def _post_signed_act(self, act_sudo, name):
        """Put the signed PDF into the chatter, in the name of the client."""
        report = request.env["ir.actions.report"].sudo()
        pdf = report._render_qweb_pdf(REPORT, [act_sudo.id])[0]
        act_sudo.message_post(
            attachments=[(f"{act_sudo._get_report_base_filename()}.pdf", pdf)],
            author_id=self._get_author(act_sudo).id,
            body=request.env._("Act signed by %s", name),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    @http.route(["/my/acts/<int:act_id>/reject"], type="http", auth="public", methods=["POST"], website=True)
    def portal_act_reject(self, act_id, access_token=None, reason=None, **kwargs):
        try:
            act_sudo = self._get_act_to_answer(act_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        try:
            act_sudo._reject(self._get_text(reason, REASON_LENGTH), self._get_author(act_sudo))
        except UserError:
            return request.redirect(act_sudo.get_portal_url(query_string="&message=cant_reject"))
        return request.redirect(act_sudo.get_portal_url(query_string="&message=rejected"))

    def _get_act_to_answer(self, act_id, access_token):
        """Return the act, with sudo, to a visitor who may answer for the client.

        Raises:
            AccessError: for the staff, whatever link they have: what a client signed on paper
                is recorded by the account manager on the act itself.
            MissingError: if there is no such act.
        """
        if request.env.user._is_internal():
            raise AccessError(request.env._("Only the client answers here."))
        return self._document_check_access(ACT, act_id, access_token=access_token)

    def _get_author(self, act_sudo):
        """Return who acts on the page: the visitor, or the client if there is only a token."""
        user = request.env.user
        return act_sudo.partner_id if user._is_public() else user.partner_id
