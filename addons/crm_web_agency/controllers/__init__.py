from . import (
    order_approval,
    portal,
    portal_acts,
    portal_briefs,
    portal_events,
    portal_needs,
    portal_retainers,
    portal_seal,
    portal_websites,
)
