from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools import amount_in_words

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

    @api.depends("line_ids.price_subtotal", "line_ids.price_total", "currency_id", "company_id")
    def _compute_amounts(self):
        for act in self:
            totals = act._get_tax_totals()
            act.amount_untaxed = totals["base_amount_currency"]
            act.amount_tax = totals["tax_amount_currency"]
            act.amount_total = totals["total_amount_currency"]

    @api.depends_context("lang")
    @api.depends("line_ids.price_subtotal", "line_ids.price_total", "currency_id", "company_id")
    def _compute_tax_totals(self):
        for act in self:
            act.tax_totals = act._get_tax_totals()

    @api.depends("amount_total", "currency_id", "partner_id.lang")
    def _compute_amount_in_words(self):
        for act in self:
            lang = "uk" if (act.partner_id.lang or self.env.lang or "").startswith("uk") else "en"
            currency = act.currency_id.name or "UAH"
            act.amount_in_words = amount_in_words(act.amount_total, currency, lang)

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

    @api.constrains("date", "date_from", "date_to", "order_id")
    def _check_dates(self):
        for act in self:
            if act.date_from and act.date_to and act.date_from > act.date_to:
                raise ValidationError(self.env._("The period of the act ends before it begins: correct its dates."))
            ordered = act._get_order_date()
            if ordered and act.date < ordered:
                raise ValidationError(
                    self.env._(
                        "The act is dated %(act)s, but %(order)s was made on %(ordered)s: an act "
                        "cannot be older than its order. Set a later date.",
                        act=fields.Date.to_string(act.date),
                        order=act.order_id.name,
                        ordered=fields.Date.to_string(ordered),
                    )
                )

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

    # Actions -----------------------------------------------------------------------------------

    def action_send(self):
        """Number the act and open the e-mail with its PDF; sending turns it to “Sent”."""
        self.ensure_one()
        self._check_may_issue()
        self._check_state({"draft", "sent"})
        self._check_complete()
        self._assign_number()
        template = self.env.ref("crm_web_agency.mail_template_acceptance_act", raise_if_not_found=False)
        return {
            "name": self.env._("Send the act"),
            "type": "ir.actions.act_window",
            "view_mode": "form",
            "res_model": "mail.compose.message",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_template_id": template.id if template else False,
                "default_email_layout_xmlid": "mail.mail_notification_layout_with_responsible_signature",
                "email_notification_allow_footer": True,
                "hide_mail_template_management_options": True,
                "force_email": True,
                "mark_act_as_sent": True,
            },
        }

    def action_mark_sent(self):
        """Hand the act over without an e-mail: the client sees it in the portal."""
        self._check_state({"draft"})
        self._issue()

    def action_sign_on_paper(self):
        """Record that the client has signed the printed act."""
        self._check_state({"sent"})
        for act in self:
            act._sign(act.commercial_partner_id.signatory_name or act.partner_id.name)

    def action_create_invoice(self):
        """Invoice the signed acts and show the invoices; accountants do it without a right to change acts."""
        self.check_access("read")
        if not self.env.user.has_group("account.group_account_invoice"):
            self.check_access("write")
        return self.order_id.action_view_invoice(self._create_invoices())

    def action_cancel(self):
        """Cancel acts that the client has not signed; their hours and quantities are free again."""
        self._check_state({"draft", "sent"})
        # sudo: hours belong to performers, whose timesheets a manager of sales cannot write.
        self.sudo().line_ids.timesheet_ids.write({"act_line_id": False})
        self._write_step({"state": "cancelled", "review_deadline": False})
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def action_draft(self):
        """Take an act back from the client to correct it; it keeps its number."""
        self._check_state({"sent"})
        self._write_step({"state": "draft", "review_deadline": False})

    def action_preview(self):
        """Open the page that the client sees."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "target": "self", "url": self.get_portal_url()}

    def action_view_invoices(self):
        self.ensure_one()
        return self.order_id.action_view_invoice(self.invoice_ids)

    # Drafting ----------------------------------------------------------------------------------

    @api.model
    def _get_open_draft(self, order):
        """Return the draft act of `order` that collects what is delivered; make it if none."""
        draft = self.search([("order_id", "=", order.id), ("state", "=", "draft")], order="id", limit=1)
        return draft or self.create({"order_id": order.id})

    def _extend_period(self, dates):
        """Widen the period of the act so that it holds `dates`."""
        self.ensure_one()
        dates = [day for day in (self.date_from, self.date_to, *dates) if day]
        if dates:
            self.write({"date_from": min(dates), "date_to": max(dates)})

    # Rules -------------------------------------------------------------------------------------

    def _check_may_issue(self):
        """Raise AccessError for those who only prepare acts: to the client they go from the one who sells."""
        if not self.env.su and not self.env.user.has_group("crm_web_agency.group_agency_account_manager"):
            raise AccessError(
                self.env._("You prepare acts; the account manager of the order sends them. Tell them it is ready.")
            )

    def _check_state(self, allowed):
        """Raise UserError if an act is in none of the `allowed` states, saying what to do."""
        reasons = {
            "draft": self.env._("it is still a draft: send it to the client first"),
            "sent": self.env._("it is with the client, who has not signed it yet"),
            "signed": self.env._("the client has already signed it"),
            "invoiced": self.env._("it is signed and invoiced"),
            "cancelled": self.env._("it is cancelled"),
        }
        for act in self:
            if act.state not in allowed:
                raise UserError(
                    self.env._(
                        "This cannot be done with the act %(act)s: %(reason)s.",
                        act=act.display_name,
                        reason=reasons[act.state],
                    )
                )

    def _check_editable(self):
        """Raise UserError if an act has left the house: its content is then fixed."""
        for act in self:
            if act.state != "draft":
                raise UserError(
                    self.env._(
                        "The act %s is no longer a draft and its content is fixed. Take it back to "
                        "draft, or make a new act.",
                        act.display_name,
                    )
                )

    def _check_complete(self):
        for act in self:
            if not act.line_ids:
                raise UserError(self.env._("The act %s has no lines: add what was delivered first.", act.display_name))
            if act.order_id.state != "sale":
                raise UserError(self.env._("The order %s is not confirmed: confirm it first.", act.order_id.name))

    def _is_numbered(self):
        self.ensure_one()
        return bool(self.name) and not self.name.startswith(DRAFT_MARK)

    def _has_to_be_signed(self):
        self.ensure_one()
        return self.state == "sent"

    # Figures -----------------------------------------------------------------------------------

    def _get_tax_totals(self):
        """Return the totals of `account.tax`, rounded as an invoice of the same lines."""
        self.ensure_one()
        account_tax = self.env["account.tax"]
        company = self.company_id or self.env.company
        base_lines = [
            line._prepare_base_line_for_taxes_computation() for line in self.line_ids.filtered("sale_line_id")
        ]
        account_tax._add_tax_details_in_base_lines(base_lines, company)
        account_tax._round_base_lines_tax_details(base_lines, company)
        return account_tax._get_tax_totals_summary(
            base_lines=base_lines, currency=self.currency_id or company.currency_id, company=company
        )

    def _get_advance_amount(self):
        """Return what the client has paid for the order beyond its earlier acts.

        Between 0 and the total of this act, in the currency of the order.
        """
        self.ensure_one()
        # sudo: payments are read for a figure that the document itself discloses.
        order = self.order_id.sudo()
        invoices = order.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.currency_id == order.currency_id
        )
        paid = sum(-move.direction_sign * (move.amount_total - move.amount_residual) for move in invoices)
        earlier = order.act_ids.filtered(lambda act: act.state in ("signed", "invoiced")) - self
        advance = paid - sum(earlier.mapped("amount_total"))
        currency = order.currency_id
        return currency.round(max(0.0, min(advance, self.amount_total)))

    def _get_order_date(self):
        """Return the day of the order: the earlier of UTC and the user's zone near midnight."""
        self.ensure_one()
        moment = self.order_id.date_order
        if not moment:
            return None
        return min(moment.date(), fields.Datetime.context_timestamp(self, moment).date())
