from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request

from .portal import AgencyPortal

WEBSITE = "agency.website"


class AgencyPortalWebsites(AgencyPortal):
    """Pages on which clients see what the agency knows of their sites."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "website_count" in counters:
            websites = request.env[WEBSITE]
            readable = websites.has_access("read")
            values["website_count"] = websites.search_count(self._get_websites_domain()) if readable else 0
        return values

    def _get_websites_domain(self):
        """Return the domain of the sites of the visitor's organisation, for staff too."""
        return Domain("partner_id", "child_of", self._get_client().ids)

    def _get_websites_choices(self):
        return {
            "sortings": {
                "name": {"label": request.env._("Name"), "order": "name, id"},
                "expiry": {"label": request.env._("Nearest expiry"), "order": "next_expiry, id"},
            },
            "period": {"label": request.env._("Nearest expiry"), "field": "next_expiry"},
            "search_fields": ["name", "domain", "technology_ids.name"],
        }

    @http.route(["/my/websites", "/my/websites/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def portal_my_websites(self, page=1, **kwargs):
        values = self._prepare_list_values(
            request.env[WEBSITE],
            self._get_websites_domain(),
            "/my/websites",
            self._get_websites_choices(),
            page=page,
            **kwargs,
        )
        # sudo: names of technologies, of sites the client may read.
        values["websites"] = values.pop("records").sudo()
        values.update({"page_name": "agency_website", "searchbar_inputs": self._get_search_inputs()})
        return request.render("crm_web_agency.portal_my_websites", values)

    @http.route(["/my/websites/<int:website_id>"], type="http", auth="user", website=True, readonly=True)
    def portal_website_page(self, website_id, **kwargs):
        try:
            website_sudo = self._document_check_access(WEBSITE, website_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        needs = request.env["agency.requirement"]
        if needs.has_access("read"):
            needs = needs.search([("website_id", "=", website_sudo.id)], limit=self._items_per_page)
        values = {
            **self._prepare_portal_layout_values(),
            "site": website_sudo,
            "needs": needs,
            "page_name": "agency_website",
            "backend_url": f"/odoo/agency-websites/{website_sudo.id}",
        }
        return request.render("crm_web_agency.portal_website_page", values)
