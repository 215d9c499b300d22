from odoo import api, fields, models
from odoo.exceptions import UserError

# A draft has no number of its own: numbers are given when an act leaves the house, so
# that they run without gaps. Until then it carries the order's number with this mark.
DRAFT_MARK = "*"
# What the document says: fixed once the client has it.
DOCUMENT_FIELDS = {
    "order_id",
    "line_ids",
    "date",
    "date_from",
    "date_to",
    "subject",
    "place",
    "remarks",
    "transfers_rights",
    "copies",
}
# What the steps of an act set; a direct write, also by the API, could forge a signature.
STEP_FIELDS = {
    "name",
    "state",
    "signed_by",
    "signed_on",
    "signature",
    "invoice_ids",
    "advance_amount",
    "review_deadline",
    "acceptance",
    "corrects_id",
    "reminded_on",
    "sent_on",
}


class AgencyAcceptanceAct(models.Model):
    """Act of acceptance of services or works: the primary document of a delivery.

    Contents after Law 996-XIV art. 9(2) (name, date, enterprise, content and volume with
    unit of measure, persons responsible, signatures). Life: draft -> sent -> signed ->
    invoiced; a draft or sent act may be cancelled; a sent one may come back to draft with
    the client's objections.
    """

    _name = "agency.acceptance.act"
    _description = "Acceptance act"
    _inherit = ["mail.thread", "mail.activity.mixin", "portal.mixin"]
    _order = "date desc, id desc"

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default=DRAFT_MARK, index="trigram")
    order_id = fields.Many2one(
        "sale.order",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('state', '=', 'sale')]",
        tracking=True,
    )
    partner_id = fields.Many2one("res.partner", string="Client", related="order_id.partner_id", store=True, index=True)
    commercial_partner_id = fields.Many2one(
        "res.partner",
        string="Client company",
        related="partner_id.commercial_partner_id",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id", store=True)
    user_id = fields.Many2one("res.users", string="Account manager", related="order_id.user_id", store=True, index=True)
    subject = fields.Selection(
        [("services", "Services rendered"), ("works", "Works performed")],
        required=True,
        default="services",
        help="Services are used up while they are rendered; works leave a result. The wording of the document follows.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, copy=False, tracking=True, index=True)
    date_from = fields.Date(string="Period from", copy=False)
    date_to = fields.Date(string="Period to", copy=False)
    place = fields.Char(compute="_compute_place", store=True, readonly=False)
    line_ids = fields.One2many("agency.acceptance.act.line", "act_id", string="Lines", copy=False)
    remarks = fields.Text(help="Remarks of the parties on volume, quality or term, if there are any.")
    transfers_rights = fields.Boolean(
        string="Transfers property rights",
        help="The act is the moment when property copyright and files pass to the client, as the agreement says.",
    )
    copies = fields.Integer(string="Number of copies", default=2)
    amount_untaxed = fields.Monetary(string="Untaxed amount", compute="_compute_amounts", store=True, tracking=True)
    amount_tax = fields.Monetary(string="Tax", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary(string="Total", compute="_compute_amounts", store=True)
    tax_totals = fields.Binary(compute="_compute_tax_totals", exportable=False)
    amount_in_words = fields.Char(compute="_compute_amount_in_words")
    advance_amount = fields.Monetary(
        string="Advance paid",
        readonly=True,
        copy=False,
        help="Paid by the client before the act was issued and not used by earlier acts.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent"),
            ("signed", "Signed"),
            ("invoiced", "Invoiced"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
        index=True,
    )
    review_deadline = fields.Date(
        string="Answer by",
        readonly=True,
        copy=False,
        help="By this day the client signs the act or objects in writing.",
    )
    signature = fields.Image(copy=False, attachment=True, max_width=1024, max_height=1024)
    signed_by = fields.Char(copy=False, readonly=True, tracking=True)
    signed_on = fields.Datetime(copy=False, readonly=True)
    invoice_ids = fields.Many2many(
        "account.move",
        "agency_acceptance_act_account_move_rel",
        "act_id",
        "move_id",
        string="Invoices",
        copy=False,
        readonly=True,
    )
    invoice_count = fields.Integer(compute="_compute_invoice_count", compute_sudo=True)

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE (left(name, 1) <> '*')",
        "Two acts of one company cannot have the same number.",
    )
    _copies_positive = models.Constraint("CHECK (copies > 0)", "An act has at least one copy.")

    @api.depends("company_id")
    def _compute_place(self):
        for act in self:
            company = act.company_id
            act.place = act.place or company.agency_document_city or company.city

    @api.depends("invoice_ids")
    def _compute_invoice_count(self):
        for act in self:
            act.invoice_count = len(act.invoice_ids)

    @api.depends("name", "order_id.name")
    def _compute_display_name(self):
        for act in self:
            number = act.name or DRAFT_MARK
            draft = number.startswith(DRAFT_MARK)
            act.display_name = self.env._("Draft act %s", number.strip("* ")) if draft else number

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for act in self:
            act.access_url = f"/my/acts/{act.id}"
        return result

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_step_fields(vals)
        acts = super().create(vals_list)
        for act in acts.filtered(lambda act: act.name == DRAFT_MARK):
            act._write_step({"name": f"{DRAFT_MARK} {act.order_id.name}"})
        return acts

    def write(self, vals):
        # The right first: who may not write is told so, and nothing about the state of the act.
        self.check_access("write")
        self._check_no_step_fields(vals)
        if vals.keys() & DOCUMENT_FIELDS:
            self._check_editable()
        if vals.get("date"):
            self._check_year(fields.Date.to_date(vals["date"]))
        return super().write(vals)

    def _write_step(self, values):
        """Write what only the steps of an act set, for a user who may write the act."""
        self.check_access("write")
        # sudo: opens the step fields; the right to the act itself was checked just above.
        self.sudo().write(values)

    def _check_no_step_fields(self, vals):
        """Raise UserError if somebody sets by hand what sending, signing or invoicing sets."""
        if not self.env.su and vals.keys() & STEP_FIELDS:
            raise UserError(
                self.env._(
                    "Number, state and signature of an act are set by its steps only: use the buttons "
                    "of the act to send, sign, invoice or cancel it."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unnumbered(self):
        for act in self:
            if act.state != "draft" or act._is_numbered():
                raise UserError(
                    self.env._(
                        "The act %s has got its number and cannot be deleted, or the numbering "
                        "would have a gap: cancel it instead.",
                        act.name,
                    )
                )

    @api.model
    def _get_open_draft(self, order):
        """Return the draft act of `order` that collects what is delivered; make it if none."""
        domain = [("order_id", "=", order.id), ("state", "=", "draft"), ("corrects_id", "=", False)]
        return self.search(domain, order="id", limit=1) or self.create({"order_id": order.id})

    def _extend_period(self, dates):
        """Widen the period of the act so that it holds `dates`."""
        self.ensure_one()
        dates = [day for day in (self.date_from, self.date_to, *dates) if day]
        if dates:
            self.write({"date_from": min(dates), "date_to": max(dates)})
