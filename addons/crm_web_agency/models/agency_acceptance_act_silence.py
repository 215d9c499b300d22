from odoo import api, fields, models
from odoo.fields import Domain

BATCH = 100


class AgencyAcceptanceAct(models.Model):
    """The client does not answer: reminded before the term ends, accepted after it if the agreement says so."""

    _inherit = "agency.acceptance.act"

    reminded_on = fields.Date(
        string="Client reminded on", readonly=True, copy=False, help="Day of the reminder of the term to answer."
    )

    @api.model
    def _cron_answer_terms(self):
        """Remind of acts whose term ends soon, then accept those whose term has passed in silence.

        Each act is done and committed by itself; what another job or person works with, and what
        fails, waits for the next run. A second run finds nothing to do.
        """
        # The day in UTC begins after the day in Ukraine: nobody loses hours of the last day.
        today = fields.Date.today()
        self._answer_each(self._get_to_remind_domain(today), "_remind")
        self._answer_each(self._get_silent_domain(today), "_accept_by_silence")

    @api.model
    def _get_to_remind_domain(self, today):
        """Return the domain of acts whose client is to be reminded, by the days that each company sets."""
        soon = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("review_deadline", "<=", fields.Date.add(today, days=company.agency_act_reminder_days))
            for company in self.env["res.company"].search([("agency_act_reminder_days", ">", 0)])
        )
        waiting = Domain("state", "=", "sent") & Domain("review_deadline", ">=", today)
        return waiting & Domain("reminded_on", "=", False) & soon

    @api.model
    def _get_silent_domain(self, today):
        waiting = Domain("state", "=", "sent") & Domain("mode", "=", "two_sided")
        return waiting & Domain("silence", "=", True) & Domain("review_deadline", "<", today)

    @api.model
    def _answer_each(self, domain, step):
        """Run a step on each act of the domain, committing one by one as long as there is time."""
        acts = self.search(domain, limit=BATCH, order="review_deadline, id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(acts))
        for act in acts:
            act = act.try_lock_for_update().filtered_domain(domain)
            if act:
                getattr(act.with_company(act.company_id), step)()
            if not cron._commit_progress(1):
                break

    def _remind(self):
        """Tell the client in an e-mail that the term to answer ends, and what happens then."""
        self.ensure_one()
        template = self.env.ref("crm_web_agency.mail_template_act_reminder", raise_if_not_found=False)
        if template:
            act = self.with_context(act_to_client=True)
            act.message_post_with_source(template, message_type="comment", subtype_xmlid="mail.mt_comment")
        self._write_step({"reminded_on": fields.Date.today()})

    def _accept_by_silence(self):
        """Put an act into force that nobody answered in time, with a mark that says so."""
        self.ensure_one()
        self._accept({"acceptance": "silence"})
        manager = (self.user_id or self.order_id.create_uid).lang
        self.message_post(
            body=self.with_context(lang=manager).env._(
                "Accepted by silence: sent on %(sent)s, no answer by %(deadline)s, the term of the agreement.",
                sent=self._format_day(self.sent_on),
                deadline=self._format_day(self.review_deadline),
            ),
            subtype_xmlid="mail.mt_note",
        )
