from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.readers import PRICES

KINDS = [
    ("offer", "Offer"),
    ("agreement", "Agreement"),
    ("contract", "Contract"),
    ("act", "Acceptance act"),
    ("corrective_act", "Corrective act"),
    ("invoice", "Invoice"),
    ("credit_note", "Credit note"),
]
STATES = [
    ("waiting", "Waits for a signature"),
    ("signed", "Signed"),
    ("issued", "Issued"),
    ("partial", "Partly paid"),
    ("paid", "Paid"),
    ("in_force", "In force"),
    ("ended", "Ended"),
    ("superseded", "Superseded"),
    ("cancelled", "Cancelled"),
]


class AgencyDocument(models.Model):
    """The journal of documents: offers, agreements, contracts, acts, invoices and credit notes, as they were issued.

    Nothing is stored. Each source is asked with the rights of the user, so its own record rules decide which
    documents there are; a source that the user may not read at all is left out. Drafts are no documents yet.
    """

    _name = "agency.document"
    _description = "Document"
    _inherit = "agency.sources.mixin"
    _auto = False
    _order = "date desc, id desc"
    _rec_names_search = ["name", "order_id.name"]
    _numbers = {
        "agency.order.version": 1,
        "sale.order": 2,
        "agency.acceptance.act": 3,
        "account.move": 4,
        "contract.contract": 5,
    }
    _depends = {
        "account.move": [
            "amount_total_signed", "amount_total", "commercial_partner_id", "company_id", "currency_id",
            "invoice_date", "invoice_user_id", "move_type", "name", "payment_state", "state",
        ],
        "agency.acceptance.act": [
            "amount_total", "commercial_partner_id", "company_id", "corrects_id", "currency_id", "date", "name",
            "order_id", "payment_state", "signed_by", "signed_on", "state", "user_id",
        ],
        "agency.order.version": [
            "amount_total", "attachment_id", "company_id", "currency_id", "number", "order_id", "partner_id",
            "signed_by", "signed_on", "state",
        ],
        "contract.contract": [
            "active", "code", "company_id", "contract_type", "currency_id", "date_end", "date_start", "name",
            "partner_id", "user_id",
        ],
        "contract.line": ["contract_id", "date_start"],
        "res.partner": ["commercial_partner_id"],
        "sale.order": [
            "amount_total", "client_order_ref", "company_id", "currency_id", "date_order", "name", "partner_id",
            "signed_by", "signed_on", "state", "user_id",
        ],
    }  # fmt: skip

    name = fields.Char("Number", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    date = fields.Date(readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", readonly=True)
    amount = fields.Monetary("Sum", readonly=True, groups=PRICES, help="With tax; a credit note is negative.")
    currency_id = fields.Many2one("res.currency", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    signed_by = fields.Char(readonly=True)
    signed_on = fields.Date(readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", "Account manager", readonly=True)
    sealed_file_id = fields.Many2one("ir.attachment", readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", "Stored file", compute="_compute_attachment_id", help="The last PDF of the document."
    )
    res_model = fields.Char("Model of the source", readonly=True)
    res_id = fields.Many2oneReference("Source", model_field="res_model", readonly=True)

    @property
    def _table_query(self):
        return self._unite(
            [
                self._select_versions(),
                self._select_orders(),
                self._select_acts(),
                self._select_moves(),
                self._select_contracts(),
            ]
        )

    # ---------------------------------------------------------------- sources

    def _select_documents(self, model_name, domain, columns, joins=None):
        """SELECT of documents from a source `s`, with its client `p`."""
        common = {"partner_id": SQL("p.commercial_partner_id"), "currency_id": SQL("s.currency_id")}
        joins = SQL("JOIN res_partner p ON p.id = s.partner_id %s", joins or SQL())
        return self._select_source(model_name, model_name, domain, {**common, **columns}, joins)

    def _select_versions(self):
        """Offers as they were sent; agreements as they were signed, or as the order was confirmed."""
        columns = {
            "name": SQL("concat(o.name, ' / ', s.number)"),
            "kind": SQL(
                "CASE WHEN s.attachment_id IS NOT NULL OR (s.state = 'sent' AND o.state = 'sale') THEN 'agreement'"
                " ELSE 'offer' END"
            ),
            "date": self._day_of(
                SQL(
                    "COALESCE(s.signed_on, CASE WHEN s.state = 'sent' AND o.state = 'sale' THEN o.date_order END,"
                    " s.create_date)"
                )
            ),
            "amount": SQL("s.amount_total"),
            "state": SQL(
                "CASE WHEN o.state = 'cancel' THEN 'cancelled'"
                " WHEN s.state = 'sent' AND o.state = 'sale' THEN 'in_force'"
                " ELSE CASE s.state WHEN 'sent' THEN 'waiting' WHEN 'sealed' THEN 'signed' ELSE 'superseded' END END"
            ),
            "signed_by": SQL("s.signed_by"),
            "signed_on": self._day_of(SQL("s.signed_on")),
            "order_id": SQL("s.order_id"),
            "user_id": SQL("o.user_id"),
            "sealed_file_id": SQL("s.attachment_id"),
        }
        return self._select_documents(
            "agency.order.version", [], columns, SQL("JOIN sale_order o ON o.id = s.order_id")
        )

    def _select_orders(self):
        """Agreements of confirmed orders of which no version is kept, such as imported ones."""
        columns = {
            "name": SQL("s.name"),
            "kind": SQL("'agreement'"),
            "date": self._day_of(SQL("COALESCE(s.signed_on, s.date_order)")),
            "amount": SQL("s.amount_total"),
            "state": SQL("CASE WHEN s.signed_on IS NULL THEN 'in_force' ELSE 'signed' END"),
            "signed_by": SQL("s.signed_by"),
            "signed_on": self._day_of(SQL("s.signed_on")),
            "order_id": SQL("s.id"),
            "user_id": SQL("s.user_id"),
        }
        return self._select_documents("sale.order", [("state", "=", "sale"), ("version_ids", "=", False)], columns)

    def _select_acts(self):
        columns = {
            "name": SQL("s.name"),
            "kind": SQL("CASE WHEN s.corrects_id IS NULL THEN 'act' ELSE 'corrective_act' END"),
            "date": SQL("s.date"),
            "amount": SQL("s.amount_total"),
            "state": SQL("CASE s.state WHEN 'sent' THEN 'waiting' WHEN 'cancelled' THEN 'cancelled' ELSE 'signed' END"),
            "signed_by": SQL("s.signed_by"),
            "signed_on": self._day_of(SQL("s.signed_on")),
            "order_id": SQL("s.order_id"),
            "user_id": SQL("s.user_id"),
        }
        return self._select_documents("agency.acceptance.act", [("state", "!=", "draft")], columns)

    def _select_moves(self):
        columns = {
            "name": SQL("s.name"),
            "kind": SQL("CASE WHEN s.move_type = 'out_refund' THEN 'credit_note' ELSE 'invoice' END"),
            "date": SQL("COALESCE(s.invoice_date, s.date)"),
            "amount": SQL("CASE WHEN s.move_type = 'out_refund' THEN -s.amount_total ELSE s.amount_total END"),
            "state": SQL(
                "CASE WHEN s.state = 'cancel' OR s.payment_state = 'reversed' THEN 'cancelled'"
                " WHEN s.payment_state IN ('paid', 'in_payment') THEN 'paid'"
                " WHEN s.payment_state = 'partial' THEN 'partial' ELSE 'issued' END"
            ),
            "user_id": SQL("s.invoice_user_id"),
        }
        domain = [
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("state", "!=", "draft"),
            ("name", "not in", (False, "/")),
        ]
        return self._select_documents("account.move", domain, columns)

    def _select_contracts(self):
        columns = {
            "name": SQL("COALESCE(NULLIF(s.code, ''), s.name)"),
            "kind": SQL("'contract'"),
            "date": SQL(
                "COALESCE((SELECT MIN(l.date_start) FROM contract_line l WHERE l.contract_id = s.id), s.date_start,"
                " s.create_date::date)"
            ),
            "state": SQL(
                "CASE WHEN s.active IS NOT TRUE OR s.date_end < %s THEN 'ended' ELSE 'in_force' END",
                fields.Date.context_today(self),
            ),
            "user_id": SQL("s.user_id"),
            "currency_id": SQL("k.currency_id"),
        }
        joins = SQL("LEFT JOIN res_company k ON k.id = s.company_id")
        return self._select_documents("contract.contract", [("contract_type", "=", "sale")], columns, joins)

    # ---------------------------------------------------------------- files

    @api.depends("res_model", "res_id", "sealed_file_id")
    @api.depends_context("uid")
    def _compute_attachment_id(self):
        """The sealed file, else the last PDF on the record that the user may read; a query for each kind of source."""
        last = {}
        for res_model, documents in self.grouped("res_model").items():
            last.update(self._get_last_files(res_model, documents.mapped("res_id")))
        for document in self:
            document.attachment_id = document.sealed_file_id.id or last.get((document.res_model, document.res_id))

    def _get_last_files(self, res_model, ids):
        """Return {(model, id): id of the last PDF attached to it or issued with it}."""
        files = self.env["ir.attachment"].search_fetch(
            [
                ("res_model", "=", res_model),
                ("res_id", "in", ids),
                ("mimetype", "=", "application/pdf"),
                ("res_field", "in", (False, "invoice_pdf_report_file")),
            ],
            ["res_id"],
            order="id",
        )
        return {(res_model, file.res_id): file.id for file in files}

    # ---------------------------------------------------------------- actions

    def action_open_file(self):
        """Download the stored file."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.attachment_id.id}?download=true"}
