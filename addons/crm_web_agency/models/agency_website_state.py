from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.site_outcome import TLS_PROBLEMS

# What ends, and what of it can be asked about.
KINDS = ("domain", "tls", "hosting")
PROBED = ("domain", "tls")
SOON = 30
STATES = [
    ("unknown", "Unknown"),
    ("ok", "Valid"),
    ("soon", "Ends soon"),
    ("expired", "Expired"),
    ("problem", "Problem"),
]
RESULTS = [
    ("ok", "Confirmed"),
    ("expired", "Expired"),
    ("self_signed", "Self-signed"),
    ("wrong_host", "Of another site"),
    ("untrusted", "Not trusted"),
    ("not_yet_valid", "Not valid yet"),
    ("redacted", "Date not published"),
    ("not_found", "Not registered"),
    ("unsupported", "Zone cannot be asked"),
    ("unresolved", "Name not found"),
    ("refused_address", "Private address"),
    ("time_out", "No answer in time"),
    ("unreachable", "No connection"),
    ("no_tls", "No encryption"),
    ("bad_answer", "Unreadable answer"),
    ("rate_limited", "Asked too often"),
    ("failed", "Check failed"),
]
SOURCES = [("manual", "By hand"), ("probe", "By a check")]
PROBLEMS = {*TLS_PROBLEMS, "not_found"}


class AgencyWebsite(models.Model):
    """What is known of domain, certificate and hosting: dates, where they come from, and the state they make.

    A date written by hand stays until a real answer comes; "no answer" changes no date and no state.
    """

    _inherit = "agency.website"

    domain_state = fields.Selection(STATES, "State of the domain", compute="_compute_states", store=True, index=True)
    tls_state = fields.Selection(STATES, "State of the certificate", compute="_compute_states", store=True, index=True)
    hosting_state = fields.Selection(STATES, "State of the hosting", compute="_compute_states", store=True)
    domain_expiry_source = fields.Selection(SOURCES, "Domain date", readonly=True, copy=False)
    tls_expiry_source = fields.Selection(SOURCES, "Certificate date", readonly=True, copy=False)
    domain_result = fields.Selection(RESULTS, "Last check of the domain", readonly=True, copy=False)
    tls_result = fields.Selection(RESULTS, "Last check of the certificate", readonly=True, copy=False)
    domain_answer = fields.Selection(RESULTS, "Last answer about the domain", readonly=True, copy=False)
    tls_answer = fields.Selection(RESULTS, "Last answer about the certificate", readonly=True, copy=False)
    domain_detail = fields.Char("Details of the domain's check", readonly=True, copy=False, groups="base.group_user")
    tls_detail = fields.Char("Details of the certificate's check", readonly=True, copy=False, groups="base.group_user")
    domain_checked = fields.Datetime("Domain checked on", readonly=True, copy=False)
    tls_checked = fields.Datetime("Certificate checked on", readonly=True, copy=False)
    domain_next_check = fields.Datetime("Next check of the domain", readonly=True, copy=False)
    tls_next_check = fields.Datetime("Next check of the certificate", readonly=True, copy=False)
    domain_failures = fields.Integer("Domain checks without answer", readonly=True, copy=False)
    tls_failures = fields.Integer("Certificate checks without answer", readonly=True, copy=False)
    last_checked = fields.Datetime("Last checked", compute="_compute_check_times", store=True)
    next_check = fields.Datetime(
        "Next check", compute="_compute_check_times", store=True, index=True, help="Empty: as soon as possible."
    )
    failures = fields.Integer(
        "Checks without answer",
        compute="_compute_check_times",
        store=True,
        help="How many checks in a row brought no answer; each makes the next one later, up to seven days.",
    )

    @api.depends("domain_expiry", "tls_expiry", "hosting_expiry", "domain_answer", "tls_answer", "tls_result")
    def _compute_states(self):
        today = fields.Date.context_today(self)
        for website in self:
            website.domain_state = website._get_state("domain", today)
            website.tls_state = website._get_state("tls", today)
            website.hosting_state = website._get_state("hosting", today)

    def _get_state(self, kind, today):
        """Return the state of `kind` by the last answer and by the date, whoever wrote it."""
        if kind in PROBED and self[f"{kind}_answer"] in PROBLEMS:
            return "problem"
        if kind == "tls" and self.tls_result == "no_tls":
            return "problem"
        day = self[f"{kind}_expiry"]
        if not day:
            return "unknown"
        days = (day - today).days
        return "expired" if days < 0 else "soon" if days <= SOON else "ok"

    @api.depends("domain_checked", "tls_checked", "domain_next_check", "tls_next_check", "domain_failures",
                 "tls_failures")  # fmt: skip
    def _compute_check_times(self):
        for website in self:
            checked = [day for day in (website.domain_checked, website.tls_checked) if day]
            website.last_checked = max(checked, default=False)
            planned = (website.domain_next_check, website.tls_next_check)
            website.next_check = min(planned) if all(planned) else False
            website.failures = max(website.domain_failures, website.tls_failures)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._mark_dates_by_hand(vals) for vals in vals_list])

    def write(self, vals):
        domains = {website: website.domain for website in self} if "domain" in vals else {}
        result = super().write(self._mark_dates_by_hand(vals))
        moved = self.filtered(lambda website: website in domains and website.domain != domains[website])
        for website in moved:
            website._forget_checks(kept=vals)
        return result

    @api.model
    def _mark_dates_by_hand(self, vals):
        """A date that does not say where it comes from was written by a person."""
        marked = {}
        for kind in PROBED:
            if f"{kind}_expiry" in vals and f"{kind}_expiry_source" not in vals:
                source = "manual" if vals[f"{kind}_expiry"] else False
                # Who writes a date knows better than an earlier answer.
                marked.update({f"{kind}_expiry_source": source, f"{kind}_answer": False})
        return {**vals, **marked}

    def _forget_checks(self, kept):
        """Another domain: what was found out about the old one says nothing, but dates written with it stay."""
        values = {}
        for kind in PROBED:
            names = ("result", "answer", "detail", "checked", "next_check", "failures")
            values.update({f"{kind}_{name}": False for name in names})
            if self[f"{kind}_expiry_source"] == "probe" and f"{kind}_expiry" not in kept:
                values.update({f"{kind}_expiry": False, f"{kind}_expiry_source": False})
        self.write(values)

    @api.model
    def _refresh_states(self):
        """Recompute the states that the passing of days has changed."""
        today = fields.Date.context_today(self)
        last = fields.Date.add(today, days=SOON)
        stale = Domain.FALSE
        for kind in KINDS:
            state, day = f"{kind}_state", f"{kind}_expiry"
            stale |= Domain(state, "=", "ok") & Domain(day, "<=", last)
            stale |= Domain(state, "=", "soon") & Domain(day, "<", today)
        websites = self.with_context(active_test=False).search(stale)
        for name in ("domain_state", "tls_state", "hosting_state"):
            self.env.add_to_compute(self._fields[name], websites)
