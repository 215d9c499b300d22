from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every
from odoo.tools.misc import str2bool

from ..tools.site_address import Limits
from ..tools.site_probe import run_probes
from ..tools.site_rdap import probe_domain
from ..tools.site_tls import probe_tls
from .agency_website_state import PROBED, SOON

ALLOW_PRIVATE = "crm_web_agency.allow_private_addresses"
# Sites checked between two commits, sites checked while somebody waits, and seconds for either.
_BATCH, _AT_ONCE = 16, 20
_BATCH_SECONDS, _WAIT_SECONDS = 45, 15
_FIRST_RETRY, _LAST_RETRY = timedelta(hours=1), timedelta(days=7)


class AgencyWebsite(models.Model):
    """Dates of domain and certificate, asked from the registry and from the site itself.

    Questions without an answer are asked again, each time later.
    """

    _inherit = "agency.website"

    def action_check_now(self):
        """Ask registries and sites at once; more than a screenful is left to the scheduled action."""
        self.check_access("write")
        websites = self.filtered("domain")
        if not websites:
            raise UserError(self.env._("Write the domain of the site first: there is nothing to ask about yet."))
        now, later = websites[:_AT_ONCE], websites[_AT_ONCE:]
        now._check(seconds=_WAIT_SECONDS, everything=True)
        if later:
            later.write({"domain_next_check": False, "tls_next_check": False})
            # sudo: waking the scheduled action is all that is done with it.
            self.env.ref("crm_web_agency.cron_check_websites").sudo()._trigger()
        return now._get_check_notification(len(later))

    @api.model
    def _cron_check(self):
        """Check the sites that are due, a set at a time: what is done is committed, a killed run goes on later."""
        self._refresh_states()
        cron = self.env["ir.cron"]
        due = self.search(self._get_due_domain(), order="next_check NULLS FIRST, id")
        seconds = cron._commit_progress(remaining=len(due))
        for ids in split_every(_BATCH, due.ids):
            if not seconds:
                return
            # No transaction is open while the network is waited for.
            self.browse(ids).exists()._check(seconds=_BATCH_SECONDS, before_network=cron._commit_progress)
            seconds = cron._commit_progress(len(ids))

    @api.model
    def _get_due_domain(self):
        due = Domain("next_check", "=", False) | Domain("next_check", "<=", "now")
        return Domain("domain", "!=", False) & due

    def _check(self, seconds, everything=False, before_network=None):
        """Ask about these sites, many at once, and write what was answered.

        Args:
            seconds: for all questions together; what has not begun by then stays due.
            everything: also what is not due yet, unless a registry asked to wait.
            before_network: called when all is read and nothing is written yet.
        """
        probes = self._prepare_probes(everything)
        if before_network:
            before_network()
        outcomes = run_probes(probes, seconds)
        # Meanwhile somebody may have deleted a site, or be writing it: then it is checked next time.
        for website in self.try_lock_for_update():
            found = {kind: outcomes.get((kind, website.domain)) for kind in PROBED}
            values = {}
            for kind, outcome in found.items():
                if outcome:
                    values.update(website._prepare_outcome_values(kind, outcome))
            website.write(values)

    def _prepare_probes(self, everything):
        """Return what is to be asked: {(kind, domain): function}. The functions know nothing of the database."""
        limits = self._prepare_probe_limits()
        zones = self.env["agency.rdap.server"]._get_zones()
        now = fields.Datetime.now()
        ask = {
            "domain": lambda host: partial(probe_domain, host, zones, limits),
            "tls": lambda host: partial(probe_tls, host, limits),
        }
        return {
            (kind, website.domain): ask[kind](website.domain)
            for website in self.filtered("domain")
            for kind in PROBED
            if website._is_due(kind, now, everything)
        }

    def _is_due(self, kind, now, everything):
        planned = self[f"{kind}_next_check"]
        if not planned or planned <= now:
            return True
        return everything and self[f"{kind}_result"] != "rate_limited"

    @api.model
    def _prepare_probe_limits(self):
        # sudo: whoever may check a site is bound by what the administrator decided.
        allowed = self.env["ir.config_parameter"].sudo().get_param(ALLOW_PRIVATE, "")
        return Limits(allow_private=str2bool(allowed, False))

    def _prepare_outcome_values(self, kind, outcome):
        """Return what a probe changes; an answer without a date leaves the date that is known."""
        failures = 0 if outcome.is_answer else self[f"{kind}_failures"] + 1
        moment = outcome.moment.replace(tzinfo=None, microsecond=0)
        values = {
            f"{kind}_result": outcome.result,
            f"{kind}_detail": outcome.detail or False,
            f"{kind}_checked": moment,
            f"{kind}_failures": failures,
        }
        if outcome.is_answer:
            values[f"{kind}_answer"] = outcome.result
        day = outcome.expiry.date() if outcome.expiry else False
        if day:
            values.update({f"{kind}_expiry": day, f"{kind}_expiry_source": "probe"})
        pause = self._get_pause(kind, failures, day or self[f"{kind}_expiry"])
        values[f"{kind}_next_check"] = moment + max(pause, timedelta(seconds=outcome.retry_after))
        return values

    @api.model
    def _get_pause(self, kind, failures, expiry):
        """Return the time to the next check: twice as long after each failure; domains far from the end weekly."""
        if failures:
            return min(_FIRST_RETRY * 2 ** min(failures - 1, 10), _LAST_RETRY)
        near = expiry and expiry <= fields.Date.add(fields.Date.context_today(self), days=SOON + 15)
        return timedelta(days=1 if kind == "tls" or near else 7)
