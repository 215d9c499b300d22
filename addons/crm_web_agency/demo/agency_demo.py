"""Three years of a web agency, for those who want to look before they type."""

import logging
from time import monotonic

from odoo import api, models

from . import (
    activities,
    acts,
    approvals,
    briefs,
    catalogue,
    clients,
    company,
    contact_roles,
    delivery,
    estimates,
    galleries,
    money,
    needs,
    offers,
    orders,
    people,
    pipeline,
    plan,
    retainers,
    segments,
    website_states,
    websites,
)
from .story import Story

_logger = logging.getLogger(__name__)


class AgencyDemo(models.AbstractModel):
    """Makes the demonstration data through the ORM: seeded, relative to today, once."""

    _name = "agency.demo"
    _description = "Demonstration data of a web agency"

    @api.model
    def _generate(self):
        """Write the story of the agency into the current company.

        Returns:
            bool: False if the demonstration is there already and nothing was done.
        """
        if self.env["res.users"].with_context(active_test=False).search_count([("login", "=", "account_manager2")]):
            return False
        story = Story(self.env)
        for stage in self._get_stages():
            start = monotonic()
            stage(story)
            story.env.flush_all()
            _logger.info("Demonstration: %s in %.1f s", stage.__name__, monotonic() - start)
        return True

    @api.model
    def _get_stages(self):
        """Return the stages in order; each takes the Story and adds to it."""
        return [
            company.make_company,
            people.make_people,
            catalogue.make_catalogue,
            clients.make_clients,
            contact_roles.give_contact_roles,
            plan.make_plans,
            needs.make_leads,
            orders.make_orders,
            needs.make_requirements,
            briefs.make_briefs,
            estimates.make_estimates,
            money.invoice_retainers,
            delivery.make_timesheets,
            delivery.set_tasks,
            money.make_acts,
            money.make_payments,
            acts.make_answers,
            websites.make_websites,
            website_states.make_website_states,
            galleries.make_galleries,
            activities.make_activities,
            activities.make_meetings,
            offers.make_offers,
            pipeline.make_pipeline,
            retainers.make_retainers,
            approvals.make_approvals,
            segments.make_rule_segments,
        ]
