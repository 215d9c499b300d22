"""Monthly facts of one company, each read from the database by one SQL statement.

Months are those of the company's own time zone. Money is net of tax, in the company's
currency, at the rate of the order's day. Rows are plain tuples, ready for the engine.
"""

from odoo.tools import SQL

__all__ = ["client_orders", "company_timezone", "monthly_hours", "monthly_needs", "monthly_revenue"]

SCOPES = {"client": "client_id", "service": "service_id", "salesperson": "user_id", "team": "team_id"}


def company_timezone(company):
    """Name of the time zone in which a company's days and months begin."""
    return company.partner_id.tz or company.resource_calendar_id.tz or "UTC"


def monthly_revenue(env, company):
    """Revenue of confirmed orders by month, for each scope at once.

    Returns:
        rows (scope, res_id, first day of the month, amount in the company's currency);
        scope is company, client (commercial partner), service (product template),
        salesperson or team. Cancelled orders and quotations are left out.
    """
    columns = SQL(", ").join(SQL.identifier(column) for column in SCOPES.values())
    scope = SQL(" ").join(
        SQL("WHEN GROUPING(%s) = 0 THEN %s", SQL.identifier(column), name) for name, column in SCOPES.items()
    )
    sets = SQL(", ").join(SQL("(month, %s)", SQL.identifier(column)) for column in SCOPES.values())
    query = SQL(
        """SELECT scope, res_id, month, amount
             FROM (SELECT CASE %(scope)s ELSE 'company' END AS scope,
                          CASE WHEN GROUPING(%(columns)s) = %(whole)s THEN %(company)s
                               ELSE COALESCE(%(columns)s) END AS res_id,
                          month,
                          ROUND(SUM(amount)::numeric, %(digits)s)::float AS amount
                     FROM (%(lines)s) AS line
                 GROUP BY GROUPING SETS ((month), %(sets)s)) AS fact
            WHERE res_id IS NOT NULL
         ORDER BY scope, res_id, month""",
        scope=scope,
        columns=columns,
        whole=2 ** len(SCOPES) - 1,
        company=company.id,
        digits=company.currency_id.decimal_places,
        lines=_confirmed_lines(company),
        sets=sets,
    )
    _flush(env, "sale.order", "sale.order.line", "res.partner", "product.product")
    return env.execute_query(query)


def monthly_hours(env, company):
    """Hours logged by month and service.

    Returns:
        rows ('service', product template id, first day of the month, hours).
    """
    query = SQL(
        """SELECT 'service', product.product_tmpl_id,
                  DATE_TRUNC('month', entry.date)::date, SUM(entry.unit_amount)::float
             FROM account_analytic_line AS entry
             JOIN sale_order_line AS line ON line.id = entry.so_line
             JOIN product_product AS product ON product.id = line.product_id
            WHERE entry.project_id IS NOT NULL AND entry.company_id = %s
         GROUP BY 2, 3 ORDER BY 2, 3""",
        company.id,
    )
    _flush(env, "account.analytic.line", "sale.order.line", "product.product")
    return env.execute_query(query)


def monthly_needs(env, company):
    """Requirements captured by month and category.

    A need was there when it was ordered: one that was entered later, as imported history
    is, counts in the month of its order.

    Returns:
        rows ('need', requirement category id, first day of the month, how many).
    """
    query = SQL(
        """SELECT 'need', need.category_id, %(month)s, COUNT(*)::float
             FROM agency_requirement AS need
        LEFT JOIN sale_order AS ord ON ord.id = need.order_id AND ord.state = 'sale'
            WHERE need.category_id IS NOT NULL AND need.company_id = %(company)s
         GROUP BY 2, 3 ORDER BY 2, 3""",
        month=_month(SQL("LEAST(need.create_date, ord.date_order)"), company),
        company=company.id,
    )
    _flush(env, "agency.requirement", "sale.order")
    return env.execute_query(query)


def client_orders(env, company):
    """What each client ordered so far, by days on which they ordered.

    Returns:
        rows (client id, days with an order, first day, last day, revenue, median gap
        between such days in days or None when there was only one).
    """
    query = SQL(
        """SELECT client_id, COUNT(*), MIN(day), MAX(day), SUM(amount)::float,
                  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY gap)
             FROM (SELECT client_id, day, SUM(amount) AS amount,
                          day - LAG(day) OVER (PARTITION BY client_id ORDER BY day) AS gap
                     FROM (%s) AS line GROUP BY client_id, day) AS visit
            WHERE client_id IS NOT NULL
         GROUP BY client_id ORDER BY client_id""",
        _confirmed_lines(company),
    )
    _flush(env, "sale.order", "sale.order.line", "res.partner", "product.product")
    return env.execute_query(query)


def _confirmed_lines(company):
    """Lines of confirmed orders with their local day and amount in company currency."""
    return SQL(
        """SELECT %(month)s AS month, %(day)s AS day, client.commercial_partner_id AS client_id,
                  product.product_tmpl_id AS service_id, ord.user_id, ord.team_id,
                  line.price_subtotal / COALESCE(NULLIF(ord.currency_rate, 0), 1) AS amount
             FROM sale_order_line AS line
             JOIN sale_order AS ord ON ord.id = line.order_id
             JOIN res_partner AS client ON client.id = ord.partner_id
        LEFT JOIN product_product AS product ON product.id = line.product_id
            WHERE ord.state = 'sale' AND ord.company_id = %(company)s
              AND line.display_type IS NULL""",
        month=_month(SQL("ord.date_order"), company),
        day=_day(SQL("ord.date_order"), company),
        company=company.id,
    )


def _day(moment, company):
    """Local day of a moment that is stored in UTC."""
    zone = company_timezone(company)
    return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, zone)


def _month(moment, company):
    return SQL("DATE_TRUNC('month', %s)::date", _day(moment, company))


def _flush(env, *models):
    """Raw SQL sees only what the ORM has already written."""
    for model in models:
        env[model].flush_model()
