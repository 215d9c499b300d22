import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.hour_bank import Terms, settle

_logger = logging.getLogger(__name__)


class AgencyRetainer(models.Model):
    """Periods one after another: what is left is carried over, what is beyond is invoiced."""

    _inherit = "agency.retainer"

    def action_close_period(self):
        """Settle the current period, which is over, and open the next one.

        Raises:
            UserError: if the period is not over.
        """
        self._check_may_manage()
        for retainer in self._lock_retainers():
            if not retainer.is_period_over:
                raise UserError(
                    self.env._(
                        "The current period of “%s” is not over: it is closed after its last day.", retainer.name
                    )
                )
            retainer._close_period()
        return True

    def _get_today(self):
        return fields.Date.context_today(self)

    def _open_period(self, day):
        """Make the period that begins on `day`, with the hours that the one before left."""
        self.ensure_one()
        before = self.period_ids[-1:]
        # The index of open periods is checked row by row: the one before has to be closed in the database.
        before.flush_recordset(["state"])
        self.period_id = self.env["agency.retainer.period"].create(
            {
                "retainer_id": self.id,
                "date_from": day,
                "date_to": self._get_period_end(day),
                "granted": self.hours_per_period,
                "carried_in": before.carried_out,
                "overage_price": self.overage_price,
            }
        )

    def _close_period(self):
        """Settle the open period and open the next one; after the last one the retainer is ended."""
        self.ensure_one()
        self.period_id._close()
        following = self.period_id.date_to + relativedelta(days=1)
        if self.date_end and following > self.date_end:
            self.state = "ended"
            self._stop_contract()
        else:
            self._open_period(following)

    def _close_what_is_over(self):
        """Close all periods that are over; what cannot be invoiced waits for the next day, and others go on."""
        self.ensure_one()
        self.invalidate_recordset()
        try:
            with self.env.cr.savepoint():
                while self.is_period_over:
                    self._close_period()
        except UserError as error:
            _logger.warning("Retainer %s: its period is not closed: %s", self.id, error)

    def _settle(self):
        """Return the account of all periods by the hour bank: {period: tools.hour_bank.Period}."""
        self.ensure_one()
        periods = self.period_ids.sorted("date_from")
        terms = Terms(self.hours_per_period, self.carry_cap, self.carry_periods)
        accounts = settle(terms, periods.mapped("used"), periods.mapped("granted"))
        return dict(zip(periods, accounts, strict=True))

    @api.model
    def _cron_close_periods(self, batch=100):
        """Close all periods that are over, a retainer and a commit at a time; safe to repeat and to break off."""
        today = self._get_today()
        domain = [("state", "=", "running"), ("period_end", "<", today)]
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=self.search_count(domain))
        for retainer in self.search(domain, order="period_end, id", limit=batch):
            if retainer.try_lock_for_update():
                retainer._close_what_is_over()
            if not progress(1):
                return


class AgencyRetainerPeriod(models.Model):
    _inherit = "agency.retainer.period"

    can_reopen = fields.Boolean(
        "Can be opened again",
        compute="_compute_can_reopen",
        compute_sudo=True,
        help="The last closed period, while neither an invoice nor an act has it.",
    )

    @api.depends("state", "invoice_id.state", "act_id.state", "retainer_id.period_ids.state")
    def _compute_can_reopen(self):
        for retainer, periods in self.grouped("retainer_id").items():
            last = retainer.period_ids.filtered(lambda one: one.state == "closed")[-1:]
            for period in periods:
                period.can_reopen = period == last and not period._get_open_papers()

    def _get_open_papers(self):
        """Return the names of what the client may have got for the period: the invoice of extra hours and the act."""
        self.ensure_one()
        papers = [
            paper for paper in (self.invoice_id, self.act_id) if paper.state not in (False, "cancel", "cancelled")
        ]
        return [paper.display_name for paper in papers]

    def action_reopen(self):
        """Open the last closed period again, for hours that were logged late.

        Raises:
            UserError: if it is not the last one, or its extra hours or its act have gone to the client.
        """
        self.ensure_one()
        self.retainer_id._check_may_manage()
        retainer = self.retainer_id._lock_retainers()
        period = self.sudo()
        period._check_may_reopen()
        (retainer.period_ids.filtered(lambda one: one.date_from > period.date_to)).unlink()
        period.write({"state": "open", "closed_used": 0, "expired": 0, "carried_out": 0, "invoice_id": False})
        retainer.write({"state": "running", "period_id": period.id})

    def _check_may_reopen(self):
        self.ensure_one()
        closed = self.retainer_id.period_ids.filtered(lambda one: one.state == "closed")
        if self != closed[-1:]:
            raise UserError(self.env._("Only the last closed period can be opened again."))
        papers = self._get_open_papers()
        if papers:
            raise UserError(self.env._("The period is in “%s”: cancel it first.", papers[0]))

    def _close(self):
        """Write down the account of an open period and invoice the hours beyond it; closed ones stay as they are."""
        # Hours that were logged a moment ago count.
        self.invalidate_recordset(["used", "left", "overage", "used_share", "overage_amount"])
        for period in self.filtered(lambda one: one.state == "open"):
            account = period.retainer_id._settle()[period]
            period.write(
                {
                    "state": "closed",
                    "closed_used": account.used,
                    "expired": account.expired,
                    "carried_out": account.carried_out,
                }
            )
            period._invoice_overage()
