from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.readers import PRICES

STATES = [
    ("captured", "Captured"),
    ("analysed", "Analysed"),
    ("proposed", "Proposed"),
    ("ordered", "Ordered"),
    ("delivered", "Delivered"),
    ("declined", "Declined"),
]


class AgencyRequirement(models.Model):
    """What a client needs, from the first talk to the delivered service."""

    _name = "agency.requirement"
    _description = "Need"
    _inherit = ["mail.thread", "mail.activity.mixin", "properties.base.definition.mixin"]
    _order = "sequence, id desc"

    name = fields.Char("Need", required=True, tracking=True, index="trigram")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Client",
        required=True,
        index=True,
        tracking=True,
        ondelete="cascade",
        domain="[('parent_id', '=', False)]",
    )
    contact_id = fields.Many2one(
        "res.partner", "Contact person", index="btree_not_null", domain="[('parent_id', '=', partner_id)]"
    )
    website_id = fields.Many2one("agency.website", index="btree_not_null", domain="[('partner_id', '=', partner_id)]")
    lead_id = fields.Many2one(
        "crm.lead",
        "Opportunity",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain="[('partner_id', 'child_of', partner_id)]",
        groups="base.group_user",
    )
    category_id = fields.Many2one("agency.requirement.category", index=True, ondelete="restrict")
    service_id = fields.Many2one(
        "product.template",
        "Matched service",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain="[('is_agency_service', '=', True)]",
        groups="base.group_user",
    )
    priority = fields.Selection(
        [("must", "Must"), ("should", "Should"), ("could", "Could"), ("wont", "Won't")],
        required=True,
        default="should",
        tracking=True,
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id", store=True)
    budget = fields.Monetary(tracking=True, groups=PRICES)
    wanted_date = fields.Date("Wanted by", tracking=True, index="btree_not_null")
    captured_on = fields.Date(
        "Captured on",
        required=True,
        default=fields.Date.context_today,
        copy=False,
        index=True,
        help="The day on which the client told us; of a need by e-mail, the day of the e-mail.",
    )
    source = fields.Selection(
        [
            ("meeting", "Meeting"),
            ("call", "Call"),
            ("email", "E-mail"),
            ("site", "Our site"),
            ("portal", "Portal"),
            ("brief", "Brief"),
            ("referral", "Referral"),
            ("other", "Other"),
        ],
    )
    description = fields.Html()
    acceptance_criteria = fields.Html("Acceptance criteria", help="How the client and we shall know that it is done.")
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
        domain="[('share', '=', False)]",
    )
    sale_line_id = fields.Many2one(
        "sale.order.line",
        "Order line",
        index="btree_not_null",
        copy=False,
        check_company=True,
        domain="[('order_partner_id', 'child_of', partner_id), ('display_type', '=', False)]",
    )
    order_id = fields.Many2one(related="sale_line_id.order_id", string="Order", store=True, index="btree_not_null")
    state = fields.Selection(
        STATES,
        compute="_compute_state",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    decline_reason_id = fields.Many2one(
        "agency.decline.reason",
        "Decline reason",
        ondelete="restrict",
        copy=False,
        tracking=True,
        groups="base.group_user",
    )
    color = fields.Integer()

    @api.depends("partner_id")
    def _compute_user_id(self):
        for requirement in self:
            requirement.user_id = requirement.user_id or requirement.partner_id.user_id or self.env.user

    @api.depends(
        "sale_line_id.state",
        "sale_line_id.qty_delivered",
        "sale_line_id.product_uom_qty",
        "sale_line_id.task_id.state",
    )
    def _compute_state(self):
        for requirement in self:
            requirement.state = requirement._get_state_by_order()

    def _get_state_by_order(self):
        """State that the order line gives; without a line, what people set, as far as it needs no order."""
        line = self.sale_line_id
        if not line:
            return "analysed" if self.state in ("ordered", "delivered") else self.state or "captured"
        if line.state == "cancel":
            return "analysed"
        if line.state != "sale":
            return "proposed"
        return "delivered" if line.product_uom_qty > 0 and line._is_wholly_delivered() else "ordered"

    @api.constrains("state", "sale_line_id", "decline_reason_id")
    def _check_state_has_ground(self):
        """Cards may be dragged anywhere: ordered needs an order, declined a reason."""
        for requirement in self:
            if requirement.state in ("ordered", "delivered") and not requirement.sale_line_id:
                raise ValidationError(
                    self.env._(
                        "“%(need)s”: a need becomes ordered and delivered by its order; create a quotation from it.",
                        need=requirement.name,
                    )
                )
            if requirement.state == "declined" and not requirement.decline_reason_id:
                raise ValidationError(
                    self.env._("“%(need)s”: use the button Decline, it asks for the reason.", need=requirement.name)
                )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.contact_id.parent_id != self.partner_id:
            self.contact_id = False
        if self.website_id.partner_id != self.partner_id:
            self.website_id = False

    def _init_column(self, column_name):
        """Needs that are older than the field were captured on the day they were written down."""
        if column_name == "captured_on":
            self.env.cr.execute("UPDATE agency_requirement SET captured_on = create_date::date")
        return super()._init_column(column_name)

    @api.model_create_multi
    def create(self, vals_list):
        requirements = super().create(vals_list)
        # What nobody knows the client of is the agency's own for the while.
        (requirements.partner_id - requirements.company_id.partner_id)._mark_agency_client()
        return requirements

    # ------------------------------------------------------------------ state

    def action_analyse(self):
        """Captured needs are understood: category, service and budget are known."""
        self._check_state(("captured",), self.env._("Only captured needs can be marked as analysed."))
        self.state = "analysed"

    def action_propose(self):
        """The client was told how the need can be met, with or without a quotation."""
        self._check_state(
            ("captured", "analysed"), self.env._("Only captured and analysed needs can be marked as proposed.")
        )
        self.state = "proposed"

    def action_decline(self):
        """Ask for the reason, then decline."""
        self._check_state(
            ("captured", "analysed", "proposed"), self.env._("Ordered and delivered needs cannot be declined.")
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decline"),
            "res_model": "agency.requirement.decline",
            "view_mode": "form",
            "target": "new",
            "context": {"default_requirement_ids": self.ids},
        }

    def action_reopen(self):
        """Take a declined need back to where it can be analysed."""
        self._check_state(("declined",), self.env._("Only declined needs can be reopened."))
        self.write({"state": "captured", "decline_reason_id": False})

    def _decline(self, reason):
        """Decline for a reason; a draft quotation keeps its line, the need lets go of it."""
        self.write({"sale_line_id": False, "state": "declined", "decline_reason_id": reason.id})

    def _check_state(self, allowed, message):
        wrong = self.filtered(lambda requirement: requirement.state not in allowed)
        if wrong:
            explained = f"{message}\n{wrong._get_name_list()}"
            raise UserError(explained)

    def _get_name_list(self):
        """Names as a list for messages: the first ten."""
        names = [f"– {name}" for name in self[:10].mapped("name")]
        return "\n".join(names + (["…"] if len(self) > 10 else []))

    # ------------------------------------------------------- opportunity, order

    def action_create_lead(self):
        """Make one opportunity of the selected needs of one client and open it."""
        self._check_one_client()
        taken = self.filtered("lead_id")
        if taken:
            raise UserError(
                self.env._("These needs belong to an opportunity already:\n%(names)s", names=taken._get_name_list())
            )
        self._check_open()
        self.lead_id = self.env["crm.lead"].create(self._prepare_lead_values())
        return self.lead_id._get_records_action(name=self.env._("Opportunity"))

    def action_create_order(self):
        """Make a quotation with one line for each selected need of one client and open it."""
        self._check_one_client()
        self._check_open()
        self._check_orderable()
        order = self.env["sale.order"].create(self._prepare_order_values())
        lines = self.env["sale.order.line"].create([need._prepare_order_line_values(order) for need in self])
        for requirement, line in zip(self, lines, strict=True):
            requirement.sale_line_id = line
        return order._get_records_action(name=self.env._("Quotation"))

    def _check_one_client(self):
        if not self:
            raise UserError(self.env._("Select at least one need."))
        if len(self.partner_id) > 1:
            raise UserError(
                self.env._(
                    "The selected needs are of several clients (%(clients)s). Select needs of one client.",
                    clients=", ".join(self.partner_id[:5].mapped("display_name")),
                )
            )
        if len(self.company_id) > 1:
            raise UserError(self.env._("The selected needs are of several companies. Select needs of one company."))

    def _check_open(self):
        message = self.env._("Needs that are ordered, delivered or declined cannot be taken:")
        self._check_state(("captured", "analysed", "proposed"), message)

    def _check_orderable(self):
        unmatched = self.filtered(lambda requirement: not requirement.service_id.product_variant_id)
        if unmatched:
            raise UserError(
                self.env._("Choose a service for these needs first:\n%(names)s", names=unmatched._get_name_list())
            )
        offered = self.filtered(lambda requirement: requirement.sale_line_id.state in ("draft", "sent", "sale"))
        if offered:
            raise UserError(
                self.env._("These needs are in an order already:\n%(names)s", names=offered._get_name_list())
            )

    def _prepare_lead_values(self):
        first = self[:1]
        name = first.name
        if len(self) > 1:
            name = self.env._("%(need)s and %(number)s more", need=first.name, number=len(self) - 1)
        return {
            "type": "opportunity",
            "name": name,
            "partner_id": (self.contact_id[:1] or first.partner_id).id,
            "company_id": first.company_id.id,
            # A salesman sees his own opportunities only: whoever makes one keeps it.
            "user_id": self.env.uid,
            "expected_revenue": sum(self.mapped("budget")),
        }

    def _prepare_order_values(self):
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "user_id": self.env.uid,
            "opportunity_id": self.lead_id.id if len(self.lead_id) == 1 else False,
        }

    def _prepare_order_line_values(self, order):
        """One unit of the matched service; the description begins with the client's own words."""
        self.ensure_one()
        product = self.service_id.product_variant_id.with_context(lang=order.partner_id.lang)
        return {
            "order_id": order.id,
            "product_id": product.id,
            "product_uom_qty": self._get_order_quantity(),
            "name": f"{product.get_product_multiline_description_sale()}\n{self.name}",
        }

    def _get_order_quantity(self):
        """Expected hours of a service sold by the hour, else one."""
        service = self.service_id
        if service.pricing_model == "time_material" and service.effort_hours:
            return service.effort_hours
        return 1.0

    def action_open_order(self):
        """Open the order that the need is in."""
        self.ensure_one()
        return self.order_id._get_records_action(name=self.env._("Order"))
