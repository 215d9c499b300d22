import binascii

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

ACT = "agency.acceptance.act"
REPORT = "crm_web_agency.report_acceptance_act"


class AgencyPortal(CustomerPortal):
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
        client = request.env.user.partner_id.commercial_partner_id
        return Domain("commercial_partner_id", "=", client.id) & Domain("state", "!=", "draft")

    def _get_acts_sortings(self):
        return {
            "date": {"label": request.env._("Date"), "order": "date desc, id desc"},
            "name": {"label": request.env._("Number"), "order": "name"},
            "state": {"label": request.env._("State"), "order": "state, date desc"},
        }

    # Not readonly: the address of each act carries a token that is made on first use.
    @http.route(["/my/acts", "/my/acts/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_acts(self, page=1, sortby=None, **kwargs):
        sortings = self._get_acts_sortings()
        sortby = sortby if sortby in sortings else "date"
        acts = request.env[ACT]
        domain = self._get_acts_domain()
        readable = acts.has_access("read")
        pager = portal_pager(
            url="/my/acts",
            url_args={"sortby": sortby},
            total=acts.search_count(domain) if readable else 0,
            page=page,
            step=self._items_per_page,
        )
        if readable:
            acts = acts.search(
                domain,
                order=sortings[sortby]["order"],
                limit=self._items_per_page,
                offset=pager["offset"],
            )
        request.session["my_acts_history"] = acts.ids[:100]
        values = self._prepare_portal_layout_values()
        values.update(
            {
                # sudo: names of the order and the currency, of acts the client may read.
                "acts": acts.sudo(),
                "page_name": "agency_act",
                "pager": pager,
                "default_url": "/my/acts",
                "sortby": sortby,
                "searchbar_sortings": sortings,
            }
        )
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
        return request.render("crm_web_agency.portal_act_page", values)

    @http.route(["/my/acts/<int:act_id>/accept"], type="jsonrpc", auth="public", website=True)
    def portal_act_accept(self, act_id, access_token=None, name=None, signature=None):
        """Sign the act; called by the signature form with a name and a drawn image (base64)."""
        access_token = access_token or request.httprequest.args.get("access_token")
        try:
            act_sudo = self._document_check_access(ACT, act_id, access_token=access_token)
        except (AccessError, MissingError):
            return {"error": request.env._("Invalid act.")}
        if not signature:
            return {"error": request.env._("Signature is missing.")}
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
            act_sudo = self._document_check_access(ACT, act_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        try:
            act_sudo._reject(reason, self._get_author(act_sudo))
        except UserError:
            return request.redirect(act_sudo.get_portal_url(query_string="&message=cant_reject"))
        return request.redirect(act_sudo.get_portal_url(query_string="&message=rejected"))

    def _get_author(self, act_sudo):
        """Return who acts on the page: the visitor, or the client if there is only a token."""
        user = request.env.user
        return act_sudo.partner_id if user._is_public() else user.partner_id
