from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.hour_bank import ALERTS, get_alert

# Shares from which the client gets an e-mail too, where the company wants that.
TELL_CLIENT = 90
_BATCH = 200


class AgencyRetainerPeriod(models.Model):
    """Alerts at 50, 75, 90 and 100 % of the hours: once each; of several passed at once the highest."""

    _inherit = "agency.retainer.period"

    @api.model
    def _cron_alert(self):
        """Tell about open periods that have passed a threshold; safe to run as often as one likes."""
        last = 0
        domain = [("state", "=", "open"), ("available", ">", 0), ("alert_level", "<", ALERTS[-1])]
        while periods := self.search([*domain, ("id", ">", last)], order="id", limit=_BATCH):
            last = periods[-1].id
            periods._alert()
            if not self.env["ir.cron"]._commit_progress():
                return

    def _alert(self):
        """Tell the manager, and the client, of each threshold that was passed since the last time."""
        self.invalidate_recordset(["used", "left", "overage", "used_share", "overage_amount"])
        passed = self.filtered(lambda period: period._get_alert() > period.alert_level)
        # Another transaction that is telling at this moment keeps its rows locked.
        passed = passed.try_lock_for_update()
        passed.invalidate_recordset(["alert_level"])
        for period in passed.filtered(lambda period: period._get_alert() > period.alert_level):
            period.alert_level = period._get_alert()
            period._tell_manager()
            period._tell_client()

    def _get_alert(self):
        """Return the highest threshold that the hours used have passed; 0: none, and for care without hours."""
        self.ensure_one()
        return get_alert(self.used, self.available) if self.available else 0

    def _tell_manager(self):
        user = self.retainer_id.user_id or self.env.ref("base.user_admin")
        retainer = self.retainer_id.with_context(lang=user.lang)
        retainer.activity_schedule(
            "crm_web_agency.activity_type_retainer_hours",
            date_deadline=fields.Date.context_today(self),
            user_id=user.id,
            summary=retainer.env._("%(level)s %% of the hours are used", level=self.alert_level),
            note=retainer.env._(
                "%(used).2f of %(available).2f h until %(day)s. Agree with the client what to do next.",
                used=self.used,
                available=self.available,
                day=format_date(retainer.env, self.date_to),
            ),
        )

    def _tell_client(self):
        """Write it into the history that the client may see; from 90 % on also by e-mail, if the company wants that."""
        retainer = self.retainer_id.with_context(lang=self.partner_id.lang or self.env.lang)
        if self.alert_level >= TELL_CLIENT and self.company_id.agency_retainer_mail:
            template = self.env.ref("crm_web_agency.mail_template_retainer_hours")
            retainer.message_post_with_source(
                template, subtype_xmlid="mail.mt_comment", partner_ids=self.partner_id.ids
            )
            return
        retainer.message_post(
            body=retainer.env._(
                "%(level)s %% of the hours are used: %(used).2f of %(available).2f h.",
                level=self.alert_level,
                used=self.used,
                available=self.available,
            ),
            subtype_xmlid="mail.mt_note",
        )


class AgencyRetainer(models.Model):
    _inherit = "agency.retainer"

    def action_check_hours(self):
        """Count the hours now and tell of thresholds passed, as the scheduled action does each day."""
        self._check_may_manage()
        self._lock_retainers().period_id.filtered(lambda period: period.state == "open")._alert()
        return True

    @api.model
    def _cron_retainers(self):
        """Do what falls due each day; each step is safe to repeat and to break off."""
        self._cron_index()
        self._cron_close_periods()
        self.env["agency.retainer.period"]._cron_alert()
        self._cron_remind()
