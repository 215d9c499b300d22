import json
from datetime import datetime

import pytz

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import facts as fact

HORIZON = 6
"""Months ahead, the running month being the first of them."""
SKIPPED = 1
"""The running month: the next three whole months come after it."""
NEXT = 3
LEVELS = (0.5, 0.8)
KEPT_MONTHS = 36
"""Months of history stored beside a forecast."""

FIGURES = ("actual", "expected", "lower", "upper", "lower50", "upper50")
REVENUE = ("forecast_revenue", "forecast_revenue_lower", "forecast_revenue_upper")
CLIENT_FIELDS = (
    "rfm_score",
    *REVENUE,
    "alive_probability",
    "lifetime_value",
    "next_order_date",
)

FACTS = {
    "revenue": fact.monthly_revenue,
    "hours": fact.monthly_hours,
    "count": fact.monthly_needs,
}


class AgencyForecastRefresh(models.AbstractModel):
    """Facts, engine, stored results: one direction.

    One company and one measure make one transaction, under an advisory lock. A refresh
    that is killed leaves the previous result as it was, the next one resumes with what
    is not yet of today, and a second one at the same time leaves it to the first.
    """

    _name = "agency.forecast.refresh"
    _description = "Refresh of Forecasts"

    @api.model
    def _check_may_refresh(self):
        if not self.env.user.has_group("crm_web_agency.group_agency_director"):
            raise AccessError(self.env._("Only a director may refresh forecasts."))

    @api.model
    def _cron_refresh(self):
        """Refresh every company, one measure at a time, what is of today left out."""
        cron = self.env["ir.cron"]
        todo = self._get_outdated()
        cron._commit_progress(remaining=len(todo))
        for company, measure in todo:
            self._refresh(company, measure)
            if not cron._commit_progress(1):
                break

    @api.model
    def _get_outdated(self):
        """Pairs (company, measure) that have no forecast of today."""
        companies = self.env["res.company"].search([("active", "=", True)])
        days = {company: self._today(company) for company in companies}
        done = self.env["agency.forecast"]._read_group(
            [("is_latest", "=", True)], ["company_id", "measure"], ["as_of:max"]
        )
        latest = {(company, measure): day for company, measure, day in done}
        return [
            (company, measure)
            for company in companies
            for measure in FACTS
            if latest.get((company, measure)) != days[company]
        ]

    @api.model
    def _refresh_company(self, company):
        """Make all forecasts of a company anew, whatever is there of today."""
        for measure in FACTS:
            if not self._refresh(company, measure):
                raise UserError(self.env._("The forecasts are being refreshed already."))

    @api.model
    def _refresh(self, company, measure):
        """Replace the forecasts of one measure of one company by those of today.

        :return: whether it was done; not when another refresh of the company runs
        """
        if not self._try_lock(company):
            return False
        rows = FACTS[measure](self.env, company)
        as_of = self._today(company)
        results = self._forecast(rows, as_of)
        self._store(company, measure, as_of, results)
        self._store_on_records(company, measure, as_of, results)
        return True

    def _try_lock(self, company):
        """Keep other refreshes of the company out until the transaction ends."""
        query = SQL("SELECT pg_try_advisory_xact_lock(hashtext('agency.forecast'), %s)", company.id)
        return self.env.execute_query(query)[0][0]

    @api.model
    def _today(self, company):
        """Current date where the company is."""
        return datetime.now(pytz.timezone(fact.company_timezone(company))).date()

    @api.model
    def _forecast(self, rows, as_of):
        """Run the engine; see `make_forecasts` for what comes back."""
        # numpy and the engine load here, not at every start of a worker.
        from ..tools.results import make_forecasts

        return make_forecasts(rows, as_of, HORIZON, SKIPPED, NEXT, KEPT_MONTHS)

    def _store(self, company, measure, as_of, results):
        """Keep the results as the latest ones, and one older set for each month."""
        Forecast = self.env["agency.forecast"]
        mine = Domain("company_id", "=", company.id) & Domain("measure", "=", measure)
        this_month = Domain("as_of", ">=", as_of.replace(day=1))
        Forecast.search(mine & this_month).unlink()
        Forecast.search(mine & Domain("is_latest", "=", True)).is_latest = False
        forecasts = Forecast.create([self._prepare_forecast(company, measure, as_of, result) for result in results])
        self._store_points(company, forecasts, results)

    def _prepare_forecast(self, company, measure, as_of, result):
        expected, lower, upper = (figure or 0.0 for figure in result.next_total)
        scope, res_id = result.key
        return {
            "company_id": company.id,
            "scope": scope,
            "res_id": res_id,
            "measure": measure,
            "as_of": as_of,
            "horizon": HORIZON,
            "level": max(LEVELS),
            "method": result.method,
            "mase": result.mase or 0.0,
            "coverage": result.coverage or 0.0,
            "n_observations": result.n_observations,
            "enough_data": result.enough_data,
            "next_expected": expected,
            "next_lower": lower,
            "next_upper": upper,
        }

    def _store_points(self, company, forecasts, results):
        """Write all months of all forecasts in one statement: there are very many."""
        rows = [
            (forecast.id, month.month, *(getattr(month, column) for column in FIGURES))
            for forecast, result in zip(forecasts, results, strict=True)
            for month in result.months
        ]
        if not rows:
            return
        columns = SQL(", ").join(map(SQL.identifier, ("forecast_id", "month", *FIGURES)))
        types = ("int", "date", *("float8" for _figure in FIGURES))
        arrays = SQL(", ").join(
            SQL("%s::%s[]", list(values), SQL(kind))
            for values, kind in zip(zip(*rows, strict=True), types, strict=True)
        )
        self.env.cr.execute(
            SQL(
                """INSERT INTO agency_forecast_point (%(columns)s, company_id, is_forecast, figure)
                   SELECT %(columns)s, %(company)s, expected IS NOT NULL, COALESCE(expected, actual)
                     FROM UNNEST(%(arrays)s) AS row (%(columns)s)""",
                columns=columns,
                company=company.id,
                arrays=arrays,
            )
        )
        forecasts.invalidate_recordset(["point_ids"])
        self.env["agency.forecast.point"].invalidate_model()

    def _store_on_records(self, company, measure, as_of, results):
        """Write the figures that lists of clients and services show and sort by."""
        if measure == "revenue":
            self._store_on_clients(company, as_of, results)
            digits = company.currency_id.decimal_places
            self._store_on_services(company, results, "forecast_revenue", digits)
        elif measure == "hours":
            self._store_on_services(company, results, "forecast_hours", 2)

    def _store_on_clients(self, company, as_of, results):
        from ..tools.client_figures import client_figures

        figures = client_figures(fact.client_orders(self.env, company), as_of)
        digits = company.currency_id.decimal_places
        for client, revenue in _by_id(results, "client", REVENUE, digits).items():
            figures.setdefault(client, {}).update(revenue)
        self._store_figures(company, "res.partner", figures, CLIENT_FIELDS)

    def _store_on_services(self, company, results, name, digits):
        figures = _by_id(results, "service", (name,), digits)
        self._store_figures(company, "product.template", figures, (name,))

    def _store_figures(self, company, model, figures, names):
        """Replace company-dependent figures of all records of a model in one statement.

        :param dict figures: {record id: {field name: plain value}}; a record that has the
            first field in this company and is not in it loses what it had
        :param names: fields to replace
        """
        table = self.env[model]
        table.flush_model(names)
        changes = SQL(", ").join(
            SQL(
                """%(column)s = COALESCE(target.%(column)s, '{}'::jsonb) - %(company)s
               || CASE WHEN new.figures -> %(name)s IS NULL THEN '{}'::jsonb
                  ELSE jsonb_build_object(%(company)s, new.figures -> %(name)s) END""",
                column=SQL.identifier(name),
                name=name,
                company=str(company.id),
            )
            for name in names
        )
        self.env.cr.execute(
            SQL(
                """UPDATE %(table)s AS target SET %(changes)s
                 FROM %(table)s AS old
            LEFT JOIN UNNEST(%(ids)s::int[], %(values)s::jsonb[]) AS new (id, figures) ON new.id = old.id
                WHERE old.id = target.id AND (new.id IS NOT NULL OR old.%(first)s ? %(company)s)""",
                table=SQL.identifier(table._table),
                changes=changes,
                ids=list(figures),
                values=[json.dumps(values) for values in figures.values()],
                first=SQL.identifier(names[0]),
                company=str(company.id),
            )
        )
        table.invalidate_model(names)


def _by_id(results, scope, names, digits):
    """{object id: {field name: figure}} of the next months' totals, where there is data."""
    return {
        result.key[1]: {name: round(figure, digits) for name, figure in zip(names, result.next_total, strict=False)}
        for result in results
        if result.key[0] == scope and result.enough_data
    }
