from odoo import http
from odoo.fields import Domain
from odoo.http import request

from .portal import AgencyPortal

EVENT = "agency.event"
# Where the client can read more about an event of a type.
PAGES = {
    "act": "/my/acts/%s",
    "invoice": "/my/invoices/%s",
    "domain_expiry": "/my/websites/%s",
    "tls_expiry": "/my/websites/%s",
    "hosting_expiry": "/my/websites/%s",
    "requirement": "/my/needs/%s",
}


class AgencyPortalEvents(AgencyPortal):
    """Page with the dates that concern the client.

    Clients have no access to events by rights: a row of the agency's timetable says who
    works on what. The page reads them with sudo, within a domain that lets through only what
    the client could learn elsewhere: own documents that were sent, promised milestones of own
    orders, meetings the visitor is invited to, own sites and needs.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "agency_event_count" in counters:
            domain = self._get_events_domain() & Domain("state", "in", ("today", "planned"))
            values["agency_event_count"] = self._get_events().search_count(domain)
        return values

    def _get_events(self):
        # sudo: see the class; every search below is within `_get_events_domain`.
        return request.env[EVENT].sudo()

    def _get_events_domain(self):
        """Return the domain of the events that the visitor may know of."""
        client = self._get_client()
        companies = Domain("company_id", "in", [*request.env.user.company_ids.ids, False])
        own = Domain("partner_id", "=", client.id)
        invited = Domain("meeting_id.partner_ids", "in", (client | request.env.user.partner_id).ids)
        kinds = [
            own & Domain("event_type", "in", ("domain_expiry", "tls_expiry", "hosting_expiry", "requirement")),
            own & self._get_documents_domain(client),
            Domain("event_type", "=", "meeting") & Domain("is_private", "=", False) & invited,
        ]
        return companies & Domain.OR(kinds)

    def _get_documents_domain(self, client):
        """Return the domain of acts that the client has got, invoices, and milestones that were sold."""
        # sudo: ids only, of documents of the visitor's own organisation.
        acts = request.env["agency.acceptance.act"].sudo()
        sent = acts.search([("commercial_partner_id", "=", client.id), ("state", "in", ("sent", "signed", "invoiced"))])
        milestones = request.env["project.milestone"].sudo()
        sold = milestones.search(
            [("project_id.partner_id", "child_of", client.ids), ("sale_line_id.order_id.state", "=", "sale")]
        )
        return Domain.OR(
            [
                Domain("event_type", "=", "invoice"),
                Domain("event_type", "=", "act") & Domain("res_id", "in", sent.ids),
                Domain("event_type", "=", "milestone") & Domain("res_id", "in", sold.ids),
            ]
        )

    def _get_events_choices(self):
        return {
            "sortings": {
                "soonest": {"label": request.env._("Soonest first"), "order": "date_start, id"},
                "latest": {"label": request.env._("Latest first"), "order": "date_start desc, id desc"},
            },
            "filters": {
                "coming": {"label": request.env._("To come"), "domain": [("state", "in", ("today", "planned"))]},
                "overdue": {"label": request.env._("Past due"), "domain": [("state", "=", "overdue")]},
                "done": {"label": request.env._("Done"), "domain": [("state", "=", "done")]},
                "all": {"label": request.env._("All"), "domain": []},
            },
            "groups": {"type": {"label": request.env._("Type"), "field": "event_type"}},
            "period": {"label": request.env._("Day"), "field": "date"},
        }

    @http.route(["/my/events", "/my/events/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def portal_my_events(self, page=1, **kwargs):
        values = self._prepare_list_values(
            self._get_events(),
            self._get_events_domain(),
            "/my/events",
            self._get_events_choices(),
            page=page,
            **kwargs,
        )
        events = values.pop("records")
        values.update(
            {
                "events": events,
                "event_urls": {event.id: self._get_event_url(event) for event in events},
                "page_name": "agency_event",
                "searchbar_inputs": self._get_search_inputs(),
            }
        )
        return request.render("crm_web_agency.portal_my_events", values)

    def _get_event_url(self, event):
        """Return the address of the page of the event's source; False if clients have none."""
        return event.event_type in PAGES and PAGES[event.event_type] % event.res_id
