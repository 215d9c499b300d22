from datetime import datetime, time

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.facts import company_timezone

TOP_CLIENTS = 8
NEEDS_MONTHS = 12


class AgencyDashboard(models.AbstractModel):
    """What the director's dashboard shows, of the user's current company."""

    _name = "agency.dashboard"
    _description = "Director's Dashboard"

    @api.model
    @api.readonly
    def get_dashboard(self):
        """Everything on the dashboard, in a constant number of queries.

        :return: dict with `company` (name), `currency_id`, `forecast` (see
            `agency.forecast.get_chart`; False when there is none), `needs` (list of
            {id, name, count, domain} of the last twelve months), `clients` (list of {id, name,
            expected, lower, upper}, the greatest first)
        :raise AccessError: the user is not a director
        """
        if not self.env.user.has_group("crm_web_agency.group_agency_director"):
            raise AccessError(self.env._("Only a director may see the dashboard."))
        company = self.env.company
        return {
            "company": company.name,
            "currency_id": company.currency_id.id,
            "forecast": self.env["agency.forecast"].get_chart("company", company.id),
            "needs": self._get_needs(company),
            "clients": self._get_clients(company),
        }

    def _get_needs(self, company):
        """Requirements of the last twelve months by category, the most wanted first."""
        since = fields.Date.context_today(self) - relativedelta(months=NEEDS_MONTHS)
        here = [("company_id", "=", company.id), ("create_date", ">=", fields.Date.to_string(since))]
        groups = self.env["agency.requirement"]._read_group(here, ["category_id"], ["__count"], order="__count DESC")
        return [
            {
                "id": category.id,
                "name": category.display_name or "",
                "count": count,
                "domain": [*here, ("category_id", "=", category.id)],
            }
            for category, count in groups
        ]

    def _get_clients(self, company):
        forecasts = self.env["agency.forecast"].search(
            [
                ("company_id", "=", company.id),
                ("scope", "=", "client"),
                ("measure", "=", "revenue"),
                ("is_latest", "=", True),
                ("enough_data", "=", True),
                ("next_expected", ">", 0),
            ],
            order="next_expected DESC, id",
            limit=TOP_CLIENTS,
        )
        return [
            {
                "id": forecast.res_id,
                "name": forecast.name,
                "expected": forecast.next_expected,
                "lower": forecast.next_lower,
                "upper": forecast.next_upper,
            }
            for forecast in forecasts
        ]

    @api.model
    @api.readonly
    def get_month_action(self, month):
        """Action that opens the confirmed orders of one month of the current company.

        :param str month: any day of the month, YYYY-MM-DD
        """
        company = self.env.company
        first = fields.Date.to_date(month).replace(day=1)
        start, stop = (self._to_utc(company, day) for day in (first, first + relativedelta(months=1)))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders of %(month)s", month=first.strftime("%m.%Y")),
            "res_model": "sale.order",
            "views": [(False, "list"), (False, "form")],
            "domain": [
                ("state", "=", "sale"),
                ("company_id", "=", company.id),
                ("date_order", ">=", fields.Datetime.to_string(start)),
                ("date_order", "<", fields.Datetime.to_string(stop)),
            ],
        }

    def _to_utc(self, company, day):
        """Moment, in UTC, at which a day begins where the company is."""
        zone = pytz.timezone(company_timezone(company))
        midnight = zone.localize(datetime.combine(day, time.min))
        return midnight.astimezone(pytz.utc).replace(tzinfo=None)
