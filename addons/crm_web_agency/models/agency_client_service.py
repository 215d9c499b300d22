from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.readers import PRICES
from .sale_order import PAID_STATES

# Rows of orders have the ids of the lines, so that PostgreSQL finds one by its key; those of contracts begin here.
CONTRACT_LINES = 2_000_000_000
KINDS = [
    ("project", "Project"),
    ("change_request", "Change request"),
    ("retainer", "Retainer"),
    ("support", "Support"),
    ("contract", "Contract"),
]
STATES = [
    ("ordered", "Ordered"),
    ("in_progress", "In progress"),
    ("delivered", "Delivered"),
    ("accepted", "Accepted"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]


class AgencyClientService(models.Model):
    """All services given to clients, in time: lines of confirmed orders and of contracts.

    Nothing is stored. Each source is asked with the rights of the user, so its own record rules
    decide which lines there are; a source that the user may not read at all is left out.
    """

    _name = "agency.client.service"
    _description = "Service given to a client"
    _auto = False
    _order = "date desc, id desc"
    _rec_names_search = ["name", "order_id.name", "contract_id.name"]
    _depends = {
        "sale.order": [
            "agency_kind",
            "commitment_date",
            "date_order",
            "delivery_stage",
            "partner_id",
            "state",
            "user_id",
        ],
        "sale.order.line": [
            "company_id",
            "currency_id",
            "display_type",
            "is_downpayment",
            "name",
            "order_id",
            "order_partner_id",
            "price_subtotal",
            "product_id",
            "product_uom_qty",
            "project_id",
            "qty_delivered",
            "sequence",
            "state",
        ],
        "contract.contract": ["company_id", "contract_type", "partner_id", "user_id"],
        "contract.line": [
            "active",
            "contract_id",
            "currency_id",
            "date_end",
            "date_start",
            "discount",
            "display_type",
            "is_canceled",
            "automatic_price",
            "name",
            "product_id",
            "quantity",
            "specific_price",
        ],
        "product.product": ["product_tmpl_id"],
        "product.template": ["list_price"],
        "res.partner": ["commercial_partner_id"],
    }

    name = fields.Char("Description", readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", readonly=True)
    service_id = fields.Many2one("product.template", readonly=True)
    date = fields.Date("From", readonly=True, help="Day of the order, or the first day of the contract.")
    date_end = fields.Date("Until", readonly=True, help="Promised day of delivery, or the last day of the contract.")
    kind = fields.Selection(KINDS, readonly=True)
    state = fields.Selection(
        STATES,
        readonly=True,
        help="Ordered: nothing delivered yet. Delivered: waits for an act. Accepted: the acts are signed.\n"
        "Closed: paid, or the contract has ended.",
    )
    quantity = fields.Float(readonly=True, digits="Product Unit", groups=PRICES)
    amount = fields.Monetary(
        "Sum",
        readonly=True,
        groups=PRICES,
        help="Net of tax; of a contract, for one period of invoicing.",
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", "Account manager", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    contract_id = fields.Many2one("contract.contract", readonly=True)
    project_id = fields.Many2one("project.project", readonly=True)
    res_model = fields.Char("Model of the source", readonly=True)
    res_id = fields.Many2oneReference("Source", model_field="res_model", readonly=True)
    act_ids = fields.Many2many("agency.acceptance.act", string="Acts", compute="_compute_documents")
    invoice_ids = fields.Many2many("account.move", string="Invoices", compute="_compute_documents")
    payment_status = fields.Selection(
        [("none", "Not invoiced"), ("due", "Waits for payment"), ("paid", "Paid")],
        "Payment",
        compute="_compute_documents",
        groups=PRICES,
    )

    @property
    def _table_query(self):
        queries = [query for query in (self._select_order_lines(), self._select_contract_lines()) if query]
        return SQL(" UNION ALL ").join(queries or [self._select_nothing()])

    # ---------------------------------------------------------------- sources

    def _select_source(self, model_name, domain):
        """SELECT of all columns of the records of a source that the user may read; False if it is closed to them.

        The source's own query, with its record rules in it, and no list of ids: PostgreSQL then
        takes the conditions of whoever searches services into it.
        """
        source = self.env[model_name].with_context(active_test=False)
        if not source.has_access("read"):
            return False
        query = source._search(Domain(domain))
        return query.select(SQL("%s.*", SQL.identifier(query.table)))

    def _select_order_lines(self):
        lines = self._select_source(
            "sale.order.line",
            [("state", "=", "sale"), ("display_type", "=", False), ("is_downpayment", "=", False)],
        )
        if not lines:
            return False
        return SQL(
            """
            SELECT l.id, split_part(l.name, chr(10), 1) AS name,
                   c.commercial_partner_id AS partner_id, p.product_tmpl_id AS service_id,
                   (o.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS date,
                   (o.commitment_date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS date_end,
                   o.agency_kind::text AS kind,
                   CASE WHEN o.delivery_stage IN ('accepted', 'closed') THEN o.delivery_stage
                        WHEN l.product_uom_qty > 0 AND l.qty_delivered >= l.product_uom_qty THEN 'delivered'
                        WHEN l.qty_delivered > 0 OR o.delivery_stage IN ('in_progress', 'delivered') THEN 'in_progress'
                        ELSE 'ordered' END::text AS state,
                   l.product_uom_qty::numeric AS quantity, l.price_subtotal::numeric AS amount, l.currency_id,
                   o.company_id, o.user_id,
                   o.id AS order_id, NULL::int AS contract_id, COALESCE(l.project_id, o.project_id) AS project_id,
                   'sale.order'::text AS res_model, o.id AS res_id
              FROM (%(lines)s) l
              JOIN sale_order o ON o.id = l.order_id
              JOIN res_partner c ON c.id = l.order_partner_id
              LEFT JOIN product_product p ON p.id = l.product_id
            """,
            tz=str(self.env.tz),
            lines=lines,
        )

    def _select_contract_lines(self):
        lines = self._select_source(
            "contract.line", [("contract_id.contract_type", "=", "sale"), ("display_type", "=", False)]
        )
        if not lines:
            return False
        return SQL(
            """
            SELECT l.id + %(first)s AS id, split_part(l.name, chr(10), 1) AS name,
                   c.commercial_partner_id AS partner_id, p.product_tmpl_id AS service_id,
                   l.date_start AS date, l.date_end, 'contract'::text AS kind,
                   CASE WHEN l.is_canceled THEN 'cancelled'
                        WHEN l.date_end < %(today)s OR t.active IS NOT TRUE THEN 'closed'
                        WHEN l.date_start > %(today)s THEN 'ordered'
                        ELSE 'in_progress' END::text AS state,
                   l.quantity::numeric AS quantity, round(
                       (l.quantity * (CASE WHEN l.automatic_price THEN s.list_price ELSE l.specific_price END)
                       * (1 - COALESCE(l.discount, 0) / 100))::numeric, COALESCE(u.decimal_places, 2)
                   ) AS amount, l.currency_id, t.company_id, t.user_id,
                   NULL::int AS order_id, t.id AS contract_id, NULL::int AS project_id,
                   'contract.contract'::text AS res_model, t.id AS res_id
              FROM (%(lines)s) l
              JOIN contract_contract t ON t.id = l.contract_id
              JOIN res_partner c ON c.id = t.partner_id
              LEFT JOIN product_product p ON p.id = l.product_id
              LEFT JOIN product_template s ON s.id = p.product_tmpl_id
              LEFT JOIN res_currency u ON u.id = l.currency_id
            """,
            first=CONTRACT_LINES,
            today=fields.Date.context_today(self),
            lines=lines,
        )

    def _select_nothing(self):
        """No rows, with the columns of the others."""
        columns = [
            SQL("NULL::%s AS %s", SQL(field.column_type[1].partition("(")[0]), SQL.identifier(name))
            for name, field in self._fields.items()
            if field.store and field.column_type
        ]
        return SQL("SELECT %s WHERE FALSE", SQL(", ").join(columns))

    # ---------------------------------------------------------------- what came of it

    @api.depends("res_model")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_documents(self):
        lines = self.env["sale.order.line"].browse([record.id for record in self if record.id < CONTRACT_LINES])
        acts, invoices = self._get_acts(lines), self._get_invoices(lines)
        for record in self:
            record.act_ids = acts.get(record.id, self.env["agency.acceptance.act"])
            record.invoice_ids = invoices.get(record.id, self.env["account.move"])
            record.payment_status = self._get_payment_status(record.invoice_ids)

    def _get_acts(self, lines):
        """Acts that the user may read, by order line: {line id: acts}."""
        act_lines = self.env["agency.acceptance.act.line"]
        if not lines or not act_lines.has_access("read"):
            return {}
        groups = act_lines._read_group(
            [("sale_line_id", "in", lines.ids), ("act_id.state", "!=", "cancelled")],
            ["sale_line_id"],
            ["act_id:recordset"],
        )
        return {line.id: acts for line, acts in groups}

    def _get_invoices(self, lines):
        """Invoices that the user may read, by order line: {line id: invoices}."""
        move_lines = self.env["account.move.line"]
        if not lines or not move_lines.has_access("read"):
            return {}
        groups = move_lines._read_group(
            [("sale_line_ids", "in", lines.ids), ("parent_state", "=", "posted")],
            ["sale_line_ids"],
            ["move_id:recordset"],
        )
        return {line.id: moves for line, moves in groups}

    def _get_payment_status(self, invoices):
        if not invoices:
            return "none"
        return "paid" if all(invoice.payment_state in PAID_STATES for invoice in invoices) else "due"

    # ---------------------------------------------------------------- actions

    def action_open_source(self):
        """Open the order or the contract that the service was given by."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()

    def action_open_project(self):
        """Open the project in which the service is done."""
        self.ensure_one()
        return self.project_id.get_formview_action()

    def action_open_acts(self):
        """Open the acts of the service."""
        return self._open_documents("crm_web_agency.agency_acceptance_act_action", self.act_ids)

    def action_open_invoices(self):
        """Open the posted invoices of the service."""
        return self._open_documents("account.action_move_out_invoice_type", self.invoice_ids)

    def _open_documents(self, action_xmlid, records):
        self.ensure_one()
        if len(records) == 1:
            return records.get_formview_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(action_xmlid)
        return {**action, "domain": [("id", "in", records.ids)], "context": {}}
