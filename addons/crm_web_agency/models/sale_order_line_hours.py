from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang


class SaleOrderLine(models.Model):
    """Hours of an order line that the client accepts."""

    _inherit = "sale.order.line"

    def _get_timesheets_to_accept(self, date_from=None, date_to=None):
        """Return {order line: its timesheets in no act and no invoice}, for lines paid by the hour.

        Where the company wants that, approved ones only.

        Args:
            date_from, date_to: dates that bound the period, both included; None is open.
        """
        lines = self.filtered(lambda line: line.qty_delivered_method == "timesheet")
        domain = [
            ("so_line", "in", lines.ids),
            ("project_id", "!=", False),
            ("act_line_id", "=", False),
            ("timesheet_invoice_id", "=", False),
        ]
        if date_from:
            domain.append(("date", ">=", date_from))
        if date_to:
            domain.append(("date", "<=", date_to))
        strict = lines.company_id.filtered("agency_act_approved_hours")
        domain = Domain(domain) & (
            Domain("so_line.company_id", "not in", strict.ids) | Domain("agency_approved", "=", True)
        )
        result = defaultdict(self.env["account.analytic.line"].browse)
        for timesheet in self.env["account.analytic.line"].search(domain, order="date, id"):
            result[timesheet.so_line] |= timesheet
        return result

    def _prepare_hours_act_line(self, timesheets):
        """Return values of an act line for hours of this order line.

        The quantity is in the unit of the order line, at most what is delivered and in no
        act; the text lists the period and the hours of each task.
        """
        self.ensure_one()
        return {
            "sale_line_id": self.id,
            "name": self._get_hours_description(timesheets),
            "quantity": min(self._get_hours_quantity(timesheets), self._get_qty_to_accept()[self.id]),
        }

    def _get_hours_quantity(self, timesheets):
        """Return hours of timesheets in the unit of the order line."""
        self.ensure_one()
        return sum(
            uom._compute_quantity(sum(sheets.mapped("unit_amount")), self.product_uom_id)
            for uom, sheets in timesheets.grouped("product_uom_id").items()
        )

    def _get_approved_timesheets(self):
        """Return {order line: its approved timesheets, in acts or not}; every line has an entry."""
        domain = [("so_line", "in", self.ids), ("project_id", "!=", False), ("agency_approved", "=", True)]
        sheets = self.env["account.analytic.line"].search(domain).grouped("so_line")
        return {line: sheets.get(line, self.env["account.analytic.line"]) for line in self}

    def _get_hours_description(self, timesheets):
        """Return e.g. "Support, 01.11.2026 - 22.11.2026: home page (3.50 h), form (1.00 h)"."""
        line = self.with_context(lang=self.order_id.partner_id.lang or self.env.lang)
        days = timesheets.mapped("date")
        per_task = [
            line.env._(
                "%(task)s (%(hours)s h)",
                task=task.name or sheets[0].name,
                hours=formatLang(line.env, hours, digits=2),
            )
            for task, sheets in timesheets.grouped("task_id").items()
            if (hours := sum(sheets.mapped("unit_amount")))
        ]
        return line.env._(
            "%(service)s, %(first)s – %(last)s: %(tasks)s",
            service=line.product_id.name,
            first=format_date(line.env, min(days)),
            last=format_date(line.env, max(days)),
            tasks=", ".join(per_task),
        )
