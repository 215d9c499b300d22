from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request

from .portal import AgencyPortal

RETAINER = "agency.retainer"


class AgencyPortalRetainers(AgencyPortal):
    """Pages on which clients see the hours they have bought and what is left of them."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "retainer_count" in counters:
            retainers = request.env[RETAINER]
            readable = retainers.has_access("read")
            values["retainer_count"] = retainers.search_count(self._get_retainers_domain()) if readable else 0
        return values

    def _get_retainers_domain(self):
        """Return the domain of the started retainers of the visitor's organisation, for staff too."""
        return Domain("partner_id", "child_of", self._get_client().ids) & Domain("state", "!=", "draft")

    def _get_retainers_choices(self):
        return {
            "sortings": {
                "date": {"label": request.env._("Start"), "order": "date_start desc, id desc"},
                "name": {"label": request.env._("Name"), "order": "name, id"},
                "end": {"label": request.env._("End"), "order": "date_end, id"},
            },
            "filters": {
                "all": {"label": request.env._("All"), "domain": []},
                "running": {"label": request.env._("Running"), "domain": [("state", "=", "running")]},
                "ended": {"label": request.env._("Ended"), "domain": [("state", "=", "ended")]},
            },
            "groups": {"state": {"label": request.env._("State"), "field": "state"}},
            "period": {"label": request.env._("Start"), "field": "date_start"},
            "search_fields": ["name", "website_id.name"],
        }

    # Not readonly: the address of each retainer carries a token that is made on first use.
    @http.route(["/my/retainers", "/my/retainers/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_retainers(self, page=1, **kwargs):
        values = self._prepare_list_values(
            request.env[RETAINER],
            self._get_retainers_domain(),
            "/my/retainers",
            self._get_retainers_choices(),
            page=page,
            **kwargs,
        )
        # sudo: hours are counted from timesheets, of retainers the client may read.
        values["retainers"] = values.pop("records").sudo()
        values.update({"page_name": "agency_retainer", "searchbar_inputs": self._get_search_inputs()})
        return request.render("crm_web_agency.portal_my_retainers", values)

    @http.route(["/my/retainers/<int:retainer_id>"], type="http", auth="public", website=True)
    def portal_retainer_page(self, retainer_id, access_token=None, **kwargs):
        try:
            retainer_sudo = self._document_check_access(RETAINER, retainer_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        values = {
            **self._prepare_portal_layout_values(),
            "retainer": retainer_sudo,
            "invoices": self._get_retainer_invoices(retainer_sudo),
            "page_name": "agency_retainer",
            "backend_url": f"/odoo/agency-retainers/{retainer_sudo.id}",
        }
        return request.render("crm_web_agency.portal_retainer_page", values)

    def _get_retainer_invoices(self, retainer_sudo):
        """Return posted invoices of the retainer: of its periods and of its extra hours."""
        lines = retainer_sudo.env["account.move.line"].search(
            [("contract_line_id", "=", retainer_sudo.contract_line_id.id), ("contract_line_id", "!=", False)]
        )
        moves = lines.move_id | retainer_sudo.period_ids.invoice_id
        return moves.filtered(lambda move: move.state == "posted").sorted("invoice_date", reverse=True)
