import hmac

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from .portal import AgencyPortal

NAME_LENGTH = 200
# Bytes: an order of hundreds of lines takes less than one megabyte.
FILE_SIZE = 20_000_000


class AgencyPortalSeal(AgencyPortal):
    """Clients read the versions of their orders, sign what they have read, and check files."""

    @http.route()
    def portal_quote_accept(self, order_id, access_token=None, name=None, signature=None, **kwargs):
        """Sign the order; refused if its terms are no longer those of the page the visitor reads."""
        token = access_token or request.httprequest.args.get("access_token")
        try:
            order_sudo = self._document_check_access("sale.order", order_id, access_token=token)
        except (AccessError, MissingError):
            return {"error": request.env._("Invalid order.")}
        order_sudo._lock_order()
        terms = request.httprequest.args.get("terms")
        if terms and not hmac.compare_digest(terms.encode(), order_sudo._get_terms_hash().encode()):
            return {
                "error": request.env._("The offer has changed since you opened it: reload the page and read it again.")
            }
        name = self._get_text(name, NAME_LENGTH)
        if not name:
            return {"error": request.env._("Write your name.")}
        try:
            with request.env.cr.savepoint():
                return super().portal_quote_accept(order_id, access_token=token, name=name, signature=signature)
        except UserError as error:
            return {"error": str(error)}

    @http.route(["/my/order-versions/<int:version_id>"], type="http", auth="public", website=True, methods=["GET"])
    def portal_order_version(self, version_id, access_token=None, download=None, **kwargs):
        """Show a version of an order to those who see the order, or give its sealed file."""
        # sudo: only to find the order; its own check decides on the access.
        version = request.env["agency.order.version"].sudo().browse(version_id).exists()
        try:
            order_sudo = self._document_check_access("sale.order", version.order_id.id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if download and version.sha256:
            stream = request.env["ir.binary"]._get_stream_from(version.attachment_id)
            return stream.get_response(as_attachment=True)
        values = {
            **self._prepare_portal_layout_values(),
            "version": version,
            "order": order_sudo,
            "page_name": "agency_order_version",
        }
        return request.render("crm_web_agency.portal_order_version", values)

    @http.route(["/agency/check"], type="http", auth="public", website=True, methods=["GET", "POST"])
    def check_file(self, document=None, **kwargs):
        """Tell anybody whether a file is one that was signed and sealed here."""
        values = {"page_name": "agency_check", "asked": False, "found": None, "message": None}
        if request.httprequest.method == "POST":
            values.update(self._check_uploaded(document))
        return request.render("crm_web_agency.check_page", values)

    def _check_uploaded(self, document):
        if not hasattr(document, "read") or not document.filename:
            return {"message": request.env._("Choose the file to check.")}
        raw = document.read(FILE_SIZE + 1)
        if len(raw) > FILE_SIZE:
            limit = FILE_SIZE // 10**6
            return {"message": request.env._("The file is larger than %s MB: sealed files are smaller.", limit)}
        return {"asked": True, "found": request.env["agency.order.version"]._find_sealed(raw)}
