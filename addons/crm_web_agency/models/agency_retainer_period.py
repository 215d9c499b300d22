from odoo import api, fields, models
from odoo.tools import SQL, float_round, format_date

from ..tools.hour_bank import get_used_share
from ..tools.readers import PRICES


class AgencyRetainerPeriod(models.Model):
    """The account of one period of a retainer; its rows are made and closed by the retainer, one open at a time.

    granted + carried in = used - overage + expired + carried out.
    """

    _name = "agency.retainer.period"
    _description = "Period of a retainer"
    _order = "retainer_id, date_from, id"
    _rec_name = "date_from"

    retainer_id = fields.Many2one("agency.retainer", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="retainer_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="retainer_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="retainer_id.currency_id")
    user_id = fields.Many2one(related="retainer_id.user_id")
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True, index=True)
    state = fields.Selection([("open", "Open"), ("closed", "Closed")], "Status", required=True, default="open")
    granted = fields.Float("Hours of the period", readonly=True)
    carried_in = fields.Float(readonly=True, help="Hours left from earlier periods.")
    available = fields.Float(
        compute="_compute_available", store=True, help="Hours of the period and those carried over."
    )
    closed_used = fields.Float("Used at closing", readonly=True)
    used = fields.Float(
        compute="_compute_used",
        help="Hours logged. Those logged later for a closed period count in the open one, "
        "unless the closed one is the last and is opened again, which its invoice and its act forbid.",
    )
    left = fields.Float(compute="_compute_used", help="Hours that can still be used.")
    overage = fields.Float(compute="_compute_used", help="Hours beyond those available.")
    used_share = fields.Float("Used, %", compute="_compute_used", aggregator="avg")
    expired = fields.Float(readonly=True, help="Unused hours that are lost: too old, or beyond the cap.")
    carried_out = fields.Float(readonly=True, help="Unused hours that the next period gets.")
    alert_level = fields.Integer("Alert, %", readonly=True, help="The highest share that was told: 50, 75, 90 or 100.")
    overage_price = fields.Monetary("Price of an extra hour", readonly=True, groups=PRICES)
    overage_amount = fields.Monetary(compute="_compute_used", groups=PRICES, help="Without tax.")
    invoice_id = fields.Many2one(
        "account.move", "Invoice of extra hours", readonly=True, index="btree_not_null", groups=PRICES
    )
    act_id = fields.Many2one(
        "agency.acceptance.act", "Acceptance act", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _once = models.UniqueIndex("(retainer_id, date_from)", "The retainer has a period from this day on.")
    _one_open = models.UniqueIndex("(retainer_id) WHERE state = 'open'", "The retainer has an open period already.")

    @api.depends("date_from", "date_to", "retainer_id.name")
    def _compute_display_name(self):
        for period in self:
            period.display_name = self.env._(
                "%(name)s: %(first)s – %(last)s",
                name=period.retainer_id.name or "",
                first=format_date(self.env, period.date_from),
                last=format_date(self.env, period.date_to),
            )

    @api.depends("granted", "carried_in")
    def _compute_available(self):
        for period in self:
            period.available = period.granted + period.carried_in

    @api.depends("state", "closed_used", "granted", "carried_in", "date_to", "overage_price")
    def _compute_used(self):
        hours = self.filtered(lambda one: one.state == "open")._get_hours_logged()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for period in self:
            period.used = hours.get(period._origin.id, period.closed_used)
            beyond = period.used - period.available
            period.left, period.overage = max(-beyond, 0.0), max(beyond, 0.0)
            period.used_share = get_used_share(period.used, period.available)
            # sudo: the price is read for the amount only, which has the same readers.
            price = period.sudo().overage_price
            amount = float_round(period.overage, precision_digits=digits) * price
            period.overage_amount = (period.currency_id or self.env.company.currency_id).round(amount)

    def _get_hours_logged(self):
        """Return {open period id: hours}: all logged since the start, less those of closed periods; one query.

        Hours that were taken back after a period was closed lower the next ones, never below zero.
        """
        if not self.ids:
            return {}
        self.env["account.analytic.line"].flush_model(["date", "project_id", "so_line", "unit_amount"])
        self.env["agency.retainer"].flush_model(["date_start", "project_id", "sale_line_id"])
        self.flush_model(["closed_used", "date_to", "state"])
        rows = self.env.execute_query(self._get_hours_query())
        units, hour = self.env["uom.uom"], self.env.ref("uom.product_uom_hour")
        hours = {}
        for period_id, unit_id, logged, closed in rows:
            unit = units.browse(unit_id) or hour
            if unit != hour and unit._has_common_reference(hour):
                logged = unit._compute_quantity(logged, hour, round=False)
            hours[period_id] = hours.get(period_id, -closed) + logged
        return {period.id: max(hours.get(period.id, 0.0), 0.0) for period in self}

    def _get_hours_query(self):
        return SQL(
            """
            SELECT period.id, sheet.product_uom_id, SUM(sheet.unit_amount), (
                       SELECT COALESCE(SUM(done.closed_used), 0)
                         FROM agency_retainer_period done
                        WHERE done.retainer_id = retainer.id AND done.state = 'closed'
                   )
              FROM agency_retainer_period period
              JOIN agency_retainer retainer ON retainer.id = period.retainer_id
              JOIN account_analytic_line sheet
                ON sheet.project_id IS NOT NULL
               AND sheet.date BETWEEN retainer.date_start AND period.date_to
               AND (
                       sheet.so_line = retainer.sale_line_id
                       OR (retainer.sale_line_id IS NULL AND sheet.project_id = retainer.project_id)
                   )
             WHERE period.id IN %s
             GROUP BY period.id, retainer.id, sheet.product_uom_id
            """,
            tuple(self.ids),
        )
