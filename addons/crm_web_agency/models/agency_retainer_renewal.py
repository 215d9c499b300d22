from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from ..tools.readers import PRICES


class AgencyRetainer(models.Model):
    """The next term, and prices that rise once a year."""

    _inherit = "agency.retainer"

    indexation_percent = fields.Float(
        "Indexation, %", groups=PRICES, help="By so much the prices rise on the day of indexation, once a year."
    )
    indexation_date = fields.Date(
        "Next indexation",
        groups=PRICES,
        index="btree_not_null",
        help="Periods that begin on this day or later have the new prices. A renewal sets it to its first day.",
    )
    renewal_days = fields.Integer(
        "Remind of renewal", default=30, help="Days before the end at which the account manager is reminded; 0: never."
    )
    renewal_date = fields.Date("Day to remind", compute="_compute_renewal_date", store=True, index="btree_not_null")
    reminded_end = fields.Date("Reminded of the end", readonly=True, copy=False)
    term_months = fields.Integer(
        "Months of a term", compute="_compute_term_months", store=True, help="By which a renewal moves the end on."
    )

    _indexation_range = models.Constraint(
        "CHECK (indexation_percent > -100 AND renewal_days >= 0)",
        "Indexation takes away less than 100 %; the days of a reminder cannot be negative.",
    )

    @api.depends("date_end", "renewal_days")
    def _compute_renewal_date(self):
        for retainer in self:
            known = retainer.date_end and retainer.renewal_days
            retainer.renewal_date = retainer.date_end - timedelta(days=retainer.renewal_days) if known else False

    @api.depends("date_start", "date_end", "state")
    def _compute_term_months(self):
        """Count the first term; renewals keep it."""
        for retainer in self:
            months = retainer.term_months
            if retainer.state == "draft" or not months:
                months = retainer._get_term_months()
            retainer.term_months = months

    def _get_term_months(self):
        """Return the whole months from the start to the end, at least one period; 0 without an end."""
        self.ensure_one()
        if not self.date_end or not self.date_start:
            return 0
        span = relativedelta(self.date_end + timedelta(days=1), self.date_start)
        return max(span.years * 12 + span.months, self.period_months)

    # Renewal -----------------------------------------------------------------------------------

    def action_renew(self):
        """Go on for another term of the same length; prices are indexed from its first day on.

        Raises:
            UserError: if the retainer has no end or is a draft.
        """
        self._check_may_manage()
        for retainer in self._lock_retainers():
            if retainer.state == "draft" or not retainer.date_end:
                raise UserError(
                    self.env._(
                        "“%s” has no end to move on: only what was started for a term is renewed.", retainer.name
                    )
                )
            retainer._renew()
        return True

    def _renew(self):
        self.ensure_one()
        first = self.date_end + timedelta(days=1)
        values = {"date_end": self._get_following_end()}
        if self.indexation_percent:
            values["indexation_date"] = first
        self.write(values)
        self.contract_line_id.date_end = self.date_end
        self._make_contract()
        self.activity_unlink(["crm_web_agency.activity_type_retainer_renewal"])
        if self.state == "ended":
            self.state = "running"
            self._open_period(first)
        self.filtered(lambda one: first <= one._get_today())._index()
        day = format_date(self.env, self.date_end)
        self.message_post(body=self.env._("Renewed until %(day)s.", day=day))

    def _get_following_end(self):
        """Return the last day of the next term, counted from the start so that months do not drift."""
        months = self.term_months or self.period_months
        day = self.date_end
        while day <= self.date_end:
            day = self.date_start + relativedelta(months=months) - timedelta(days=1)
            months += self.term_months or self.period_months
        return day

    @api.model
    def _cron_remind(self):
        """Remind of retainers that end soon: once for each end."""
        domain = Domain("state", "=", "running") & Domain("renewal_date", "<=", self._get_today())
        due = self.search(domain).filtered(lambda one: one.reminded_end != one.date_end)
        for retainer in due:
            user = retainer.user_id or self.env.ref("base.user_admin")
            retainer.with_context(lang=user.lang).activity_schedule(
                "crm_web_agency.activity_type_retainer_renewal",
                date_deadline=retainer.date_end,
                user_id=user.id,
                summary=retainer.with_context(lang=user.lang).env._("Renew or end the retainer"),
            )
            retainer.reminded_end = retainer.date_end
        self.env["ir.cron"]._commit_progress(len(due))

    # Indexation --------------------------------------------------------------------------------

    def action_index(self):
        """Raise the prices now; the next indexation is a year from now on."""
        self._check_may_manage()
        for retainer in self._lock_retainers():
            if not retainer.indexation_percent:
                raise UserError(self.env._("Write by how many per cent the prices of “%s” rise.", retainer.name))
            retainer.indexation_date = self._get_today()
            retainer._index()
        return True

    @api.model
    def _cron_index(self):
        today = self._get_today()
        self.search([("state", "=", "running"), ("indexation_date", "<=", today)])._index()
        self.env["ir.cron"]._commit_progress()

    def _index(self):
        """Raise prices of the retainer and of its contract; the day moves on by a year.

        Periods that are open or closed keep their prices.
        """
        for retainer in self.filtered(lambda one: one.state == "running" and one.indexation_percent):
            before, factor = retainer.price_per_period, 1 + retainer.indexation_percent / 100
            round_ = retainer.currency_id.round
            retainer.write(
                {
                    "price_per_period": round_(before * factor),
                    "overage_price": round_(retainer.overage_price * factor),
                    "indexation_date": (retainer.indexation_date or self._get_today()) + relativedelta(years=1),
                }
            )
            retainer._note_indexation(before)

    def _note_indexation(self, before):
        show = lambda amount: formatLang(self.env, amount, currency_obj=self.currency_id)  # noqa: E731
        self.message_post(
            body=self.env._(
                "Indexation by %(percent)s %%: %(before)s → %(after)s a period.",
                percent=formatLang(self.env, self.indexation_percent),
                before=show(before),
                after=show(self.price_per_period),
            )
        )
