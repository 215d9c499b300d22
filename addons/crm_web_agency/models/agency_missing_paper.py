from odoo import fields, models
from odoo.tools import SQL

from ..tools.readers import PRICES

KINDS = [
    ("milestone", "Milestone without an act"),
    ("hours", "Approved hours without an act"),
    ("period", "Retainer period without an act"),
    ("unsigned_act", "Act not signed"),
    ("invoice", "Invoice without a basis"),
    ("contract", "Contract about to expire"),
    ("retainer", "Retainer about to expire"),
]
# Kinds that a draft act mends.
TO_ACCEPT = ("milestone", "hours", "period")
# The quantity of an order line `l` that is delivered and in no act, as `sale.order.line._get_qty_to_accept` counts it.
LEFT_TO_ACCEPT = SQL(
    """
    round(l.qty_delivered::numeric, 2) > (
        SELECT COALESCE(SUM(i.quantity), 0)
          FROM agency_acceptance_act_line i
          JOIN agency_acceptance_act a ON a.id = i.act_id
         WHERE i.sale_line_id = l.id AND a.state <> 'cancelled'
           AND (i.quantity > 0 OR a.state IN ('signed', 'invoiced'))
    )
    """
)


class AgencyMissingPaper(models.Model):
    """What the accountant will ask for: work without an act, acts without a signature, invoices without a basis.

    Law 996-XIV art. 9: an entry in the books needs its primary document. Nothing is stored; a row goes away as soon
    as its gap is mended. Each source is asked with the rights of the user.
    """

    _name = "agency.missing.paper"
    _description = "Missing paper"
    _inherit = "agency.sources.mixin"
    _auto = False
    _order = "date, id"
    _numbers = {kind: number for number, (kind, _label) in enumerate(KINDS, start=1)}
    _depends = {
        "account.analytic.line": [
            "act_line_id", "agency_approved", "date", "project_id", "so_line", "timesheet_invoice_id", "unit_amount",
        ],
        "account.move": [
            "amount_total", "company_id", "currency_id", "invoice_date", "invoice_user_id", "move_type", "name",
            "partner_id", "state",
        ],
        "account.move.line": ["contract_line_id", "move_id", "sale_line_ids"],
        "agency.acceptance.act": [
            "amount_total", "company_id", "currency_id", "date", "name", "order_id", "partner_id", "sent_on", "state",
            "user_id", "invoice_ids",
        ],
        "agency.acceptance.act.line": ["act_id", "corrects_line_id", "milestone_id", "quantity", "sale_line_id"],
        "agency.order.instalment": ["invoice_id"],
        "agency.retainer": [
            "company_id", "contract_id", "currency_id", "date_end", "name", "order_id", "partner_id",
            "price_per_period", "sale_line_id", "state", "user_id",
        ],
        "agency.retainer.period": ["act_id", "closed_used", "date_to", "invoice_id", "retainer_id", "state"],
        "contract.contract": [
            "active", "company_id", "contract_type", "currency_id", "date_end", "name", "partner_id", "user_id",
        ],
        "project.milestone": ["is_reached", "name", "quantity_percentage", "reached_date", "sale_line_id"],
        "res.company": ["agency_paper_expiry_days", "agency_paper_unsigned_days"],
        "res.partner": ["commercial_partner_id"],
        "sale.order": ["company_id", "currency_id", "name", "partner_id", "state", "user_id"],
        "sale.order.line": ["order_id", "price_total", "qty_delivered", "qty_delivered_method", "state"],
    }  # fmt: skip

    name = fields.Char("What", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    date = fields.Date(
        "Since", readonly=True, help="Day of the work or of the document; of what expires, its last day."
    )
    age = fields.Integer("Days", readonly=True, aggregator="max", help="Days since then.")
    partner_id = fields.Many2one("res.partner", "Client", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    user_id = fields.Many2one("res.users", "Account manager", readonly=True)
    hours = fields.Float(readonly=True)
    amount = fields.Monetary("Sum", readonly=True, groups=PRICES, help="With tax, as far as it is known.")
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    res_model = fields.Char("Model of the source", readonly=True)
    res_id = fields.Many2oneReference("Source", model_field="res_model", readonly=True)

    @property
    def _table_query(self):
        return self._unite(
            [
                self._select_milestones(),
                self._select_hours(),
                self._select_periods(),
                self._select_acts(),
                self._select_invoices(),
                self._select_contracts(),
                self._select_retainers(),
            ]
        )

    def _get_today(self):
        return SQL("%s::date", fields.Date.context_today(self))

    def _select_papers(self, kind, model_name, domain, columns, joins):
        """SELECT of gaps of a kind from a source `s`, with its client `p`."""
        common = {
            "kind": SQL("%s", kind),
            "age": SQL("GREATEST(%s - %s, 0)", self._get_today(), columns["date"]),
            "partner_id": SQL("p.commercial_partner_id"),
        }
        return self._select_source(kind, model_name, domain, {**common, **columns}, joins)

    # ---------------------------------------------------------------- work without an act

    def _select_milestones(self):
        """Reached milestones that no act holds; a counter act that takes all of it back lets it go."""
        columns = {
            "name": SQL("s.name"),
            "date": SQL("COALESCE(s.reached_date, s.write_date::date)"),
            "order_id": SQL("o.id"),
            "user_id": SQL("o.user_id"),
            "amount": SQL("round((l.price_total * s.quantity_percentage)::numeric, 2)"),
            "currency_id": SQL("o.currency_id"),
            "company_id": SQL("o.company_id"),
        }
        joins = SQL(
            """
            JOIN sale_order_line l ON l.id = s.sale_line_id AND l.state = 'sale'
            JOIN sale_order o ON o.id = l.order_id
            JOIN res_partner p ON p.id = o.partner_id
            WHERE %s AND NOT EXISTS (
                SELECT 1
                  FROM agency_acceptance_act_line i
                  JOIN agency_acceptance_act a ON a.id = i.act_id
                 WHERE i.milestone_id = s.id AND a.state <> 'cancelled' AND i.corrects_line_id IS NULL
                   AND round(i.quantity::numeric, 2) + (
                           SELECT COALESCE(SUM(c.quantity), 0)
                             FROM agency_acceptance_act_line c
                             JOIN agency_acceptance_act b ON b.id = c.act_id
                            WHERE c.corrects_line_id = i.id AND b.state IN ('signed', 'invoiced')
                       )::numeric <> 0
            )
            """,
            LEFT_TO_ACCEPT,
        )
        return self._select_papers("milestone", "project.milestone", [("is_reached", "=", True)], columns, joins)

    def _select_hours(self):
        """Orders with approved hours in no act: how many, since when. The hours of retainers go by their periods.

        Whoever reads an order may know the hours that it is delivered by, whosever they are: acts name them too.
        """
        columns = {
            "name": SQL("s.name"),
            "date": SQL("h.first_day"),
            "order_id": SQL("s.id"),
            "user_id": SQL("s.user_id"),
            "hours": SQL("h.hours"),
            "currency_id": SQL("s.currency_id"),
        }
        joins = SQL(
            """
            JOIN res_partner p ON p.id = s.partner_id
            JOIN (
                SELECT l.order_id, MIN(t.date) AS first_day, SUM(t.unit_amount) AS hours
                  FROM account_analytic_line t
                  JOIN sale_order_line l ON l.id = t.so_line
                 WHERE t.agency_approved AND t.project_id IS NOT NULL
                   AND t.act_line_id IS NULL AND t.timesheet_invoice_id IS NULL
                   AND l.qty_delivered_method = 'timesheet'
                   AND NOT EXISTS (
                           SELECT 1 FROM agency_retainer r WHERE r.sale_line_id = l.id AND r.state <> 'draft'
                       )
                   AND %s
                 GROUP BY l.order_id
            ) h ON h.order_id = s.id
            """,
            LEFT_TO_ACCEPT,
        )
        return self._select_papers("hours", "sale.order", [("state", "=", "sale")], columns, joins)

    def _select_periods(self):
        """Closed periods of retainers with an order, in no act; a period without hours has none to accept."""
        columns = {
            "name": SQL(
                "concat(r.name, ', ', to_char(s.date_from, 'DD.MM.YYYY'), ' – ', to_char(s.date_to, 'DD.MM.YYYY'))"
            ),
            "date": SQL("s.date_to"),
            "order_id": SQL("r.order_id"),
            "user_id": SQL("r.user_id"),
            "hours": SQL("s.closed_used"),
            "currency_id": SQL("r.currency_id"),
        }
        joins = SQL(
            """
            JOIN agency_retainer r ON r.id = s.retainer_id
            JOIN res_partner p ON p.id = r.partner_id
            JOIN sale_order_line l ON l.id = r.sale_line_id AND l.state = 'sale'
            LEFT JOIN agency_acceptance_act d ON d.id = s.act_id AND d.state <> 'cancelled'
            WHERE d.id IS NULL AND (l.qty_delivered_method <> 'timesheet' OR s.closed_used > 0) AND %s
            """,
            LEFT_TO_ACCEPT,
        )
        return self._select_papers("period", "agency.retainer.period", [("state", "=", "closed")], columns, joins)

    # ---------------------------------------------------------------- documents

    def _select_acts(self):
        """Acts that the client has had for the days of the company and has not signed."""
        columns = {
            "name": SQL("s.name"),
            "date": SQL("COALESCE(s.sent_on, s.date)"),
            "order_id": SQL("s.order_id"),
            "user_id": SQL("s.user_id"),
            "amount": SQL("s.amount_total"),
            "currency_id": SQL("s.currency_id"),
        }
        joins = SQL(
            """
            JOIN res_partner p ON p.id = s.partner_id
            JOIN res_company k ON k.id = s.company_id
            WHERE %s - COALESCE(s.sent_on, s.date) >= k.agency_paper_unsigned_days
            """,
            self._get_today(),
        )
        return self._select_papers("unsigned_act", "agency.acceptance.act", [("state", "=", "sent")], columns, joins)

    def _select_invoices(self):
        """Posted invoices of no order, payment plan, contract, retainer or act."""
        columns = {
            "name": SQL("s.name"),
            "date": SQL("COALESCE(s.invoice_date, s.date)"),
            "user_id": SQL("s.invoice_user_id"),
            "amount": SQL("s.amount_total"),
            "currency_id": SQL("s.currency_id"),
        }
        joins = SQL(
            """
            JOIN res_partner p ON p.id = s.partner_id
            WHERE NOT EXISTS (
                    SELECT 1
                      FROM account_move_line i
                      LEFT JOIN sale_order_line_invoice_rel o ON o.invoice_line_id = i.id
                     WHERE i.move_id = s.id AND (o.order_line_id IS NOT NULL OR i.contract_line_id IS NOT NULL)
                  )
              AND NOT EXISTS (SELECT 1 FROM agency_acceptance_act_account_move_rel a WHERE a.move_id = s.id)
              AND NOT EXISTS (SELECT 1 FROM agency_order_instalment n WHERE n.invoice_id = s.id)
              AND NOT EXISTS (SELECT 1 FROM agency_retainer_period r WHERE r.invoice_id = s.id)
            """
        )
        domain = [("move_type", "=", "out_invoice"), ("state", "=", "posted"), ("payment_state", "!=", "reversed")]
        return self._select_papers("invoice", "account.move", domain, columns, joins)

    def _expires(self, day):
        """Condition on the last day of what ends within the days of the company `k`."""
        return SQL(
            "%(day)s BETWEEN %(today)s AND %(today)s + k.agency_paper_expiry_days", day=day, today=self._get_today()
        )

    def _select_contracts(self):
        """Contracts of clients that end soon; those of retainers are told with these."""
        columns = {
            "name": SQL("s.name"),
            "date": SQL("s.date_end"),
            "user_id": SQL("s.user_id"),
            "currency_id": SQL("k.currency_id"),
        }
        joins = SQL(
            """
            JOIN res_partner p ON p.id = s.partner_id
            JOIN res_company k ON k.id = s.company_id
            WHERE %s AND NOT EXISTS (
                SELECT 1 FROM agency_retainer r WHERE r.contract_id = s.id AND r.state = 'running'
            )
            """,
            self._expires(SQL("s.date_end")),
        )
        domain = [("contract_type", "=", "sale"), ("active", "=", True)]
        return self._select_papers("contract", "contract.contract", domain, columns, joins)

    def _select_retainers(self):
        columns = {
            "name": SQL("s.name"),
            "date": SQL("s.date_end"),
            "order_id": SQL("s.order_id"),
            "user_id": SQL("s.user_id"),
            "currency_id": SQL("s.currency_id"),
        }
        joins = SQL(
            "JOIN res_partner p ON p.id = s.partner_id JOIN res_company k ON k.id = s.company_id WHERE %s",
            self._expires(SQL("s.date_end")),
        )
        domain = [("state", "=", "running"), ("active", "=", True)]
        return self._select_papers("retainer", "agency.retainer", domain, columns, joins)

    # ---------------------------------------------------------------- mending

    def action_mend(self):
        """Do what mends the gap, with the rights of the user: draft the act, remind the client, or open the record."""
        self.ensure_one()
        source = self.env[self.res_model].browse(self.res_id)
        if self.kind == "milestone":
            return self.order_id._draft_act_from_milestones(source).get_formview_action()
        if self.kind == "hours":
            return source._draft_act_from_hours().get_formview_action()
        if self.kind == "period":
            return source.action_make_act()
        if self.kind == "unsigned_act":
            return source.action_remind()
        return self.action_open_source()
