from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare

PAID_STATES = ("paid", "in_payment", "reversed")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    agency_kind = fields.Selection(
        [
            ("project", "Project"),
            ("change_request", "Change request"),
            ("retainer", "Retainer"),
            ("support", "Support"),
        ],
        string="Kind of order",
        required=True,
        default="project",
        index=True,
        tracking=True,
    )
    parent_order_id = fields.Many2one(
        "sale.order",
        string="Changes the order",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        domain="[('partner_id', 'child_of', partner_id), ('state', '=', 'sale'), ('id', '!=', id)]",
        check_company=True,
        help="The order that this change request extends or alters.",
    )
    change_order_ids = fields.One2many("sale.order", "parent_order_id", string="Change requests")
    change_order_count = fields.Integer(compute="_compute_change_orders")
    amount_with_changes = fields.Monetary(
        string="Total with changes",
        compute="_compute_change_orders",
        help="This order and its confirmed change requests, taxes included.",
    )
    requirement_ids = fields.One2many(
        "agency.requirement", "order_id", string="Needs", groups="crm_web_agency.group_agency_user"
    )
    requirement_count = fields.Integer(compute="_compute_requirement_count", groups="crm_web_agency.group_agency_user")
    act_ids = fields.One2many(
        "agency.acceptance.act", "order_id", string="Acceptance acts", groups="crm_web_agency.group_agency_user"
    )
    act_count = fields.Integer(compute="_compute_act_count", groups="crm_web_agency.group_agency_user")
    delivery_stage = fields.Selection(
        [
            ("estimate", "Estimate"),
            ("proposal", "Proposal"),
            ("approved", "Approved"),
            ("in_progress", "In progress"),
            ("delivered", "Delivered"),
            ("accepted", "Accepted"),
            ("closed", "Closed"),
        ],
        string="Stage of delivery",
        compute="_compute_delivery_stage",
        store=True,
        index=True,
        tracking=True,
        group_expand=True,
        help="Follows the facts: the signature, the work logged, the milestones reached, the acts "
        "signed, the invoices paid. Empty for a cancelled order.",
    )

    @api.depends("change_order_ids.state", "change_order_ids.amount_total", "amount_total")
    def _compute_change_orders(self):
        for order in self:
            changes = order.change_order_ids
            order.change_order_count = len(changes)
            confirmed = changes.filtered(
                lambda change, order=order: change.state == "sale" and change.currency_id == order.currency_id
            )
            order.amount_with_changes = order.amount_total + sum(confirmed.mapped("amount_total"))

    @api.depends("requirement_ids")
    def _compute_requirement_count(self):
        for order in self:
            order.requirement_count = len(order.requirement_ids)

    @api.depends("act_ids")
    def _compute_act_count(self):
        for order in self:
            order.act_count = len(order.act_ids)

    @api.depends(
        "state",
        "invoice_status",
        "order_line.product_uom_qty",
        "order_line.qty_delivered",
        "order_line.timesheet_ids",
        "order_line.task_id.state",
        "order_line.act_line_ids.quantity",
        "act_ids.state",
        "order_line.invoice_lines.move_id.state",
        "order_line.invoice_lines.move_id.payment_state",
    )
    def _compute_delivery_stage(self):
        confirmed = self.filtered(lambda order: order.state == "sale")
        before = {"draft": "estimate", "sent": "proposal"}
        for order in self - confirmed:
            order.delivery_stage = before.get(order.state, False)
        accepted = confirmed.order_line._get_qty_accepted()
        for order in confirmed:
            order.delivery_stage = order._get_confirmed_stage(accepted)

    @api.constrains("parent_order_id")
    def _check_parent_order(self):
        if self._has_cycle("parent_order_id"):
            raise ValidationError(self.env._("An order cannot change itself, not even through other change requests."))
        for order in self.filtered("parent_order_id"):
            parent = order.parent_order_id
            if parent.partner_id.commercial_partner_id != order.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "The order %s is of another client: choose an order of the same client.",
                        parent.name,
                    )
                )

    # Stage of delivery -------------------------------------------------------------------------

    def _get_confirmed_stage(self, accepted):
        """Return the stage of a confirmed order.

        Args:
            accepted: {order line id: quantity in signed acts}.
        """
        self.ensure_one()
        lines = self.order_line.filtered(
            lambda line: not line.display_type and not line.is_downpayment and line.product_uom_qty > 0
        )
        started = any(line.qty_delivered > 0 or line.timesheet_ids for line in lines)
        if not lines or not started:
            return "approved"
        if not all(line._is_wholly_delivered() for line in lines):
            return "in_progress"
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        if any(
            float_compare(accepted.get(line.id, 0.0), line.qty_delivered, precision_digits=digits) < 0 for line in lines
        ):
            return "delivered"
        return "closed" if self._is_paid_in_full() else "accepted"

    def _is_paid_in_full(self):
        """Tell whether all is invoiced and every invoice is posted and paid."""
        self.ensure_one()
        if self.currency_id.is_zero(self.amount_total):
            return True
        # sudo: the stage is the same for everybody, also for those who see no invoices.
        moves = self.sudo().order_line.invoice_lines.move_id
        moves = moves.filtered(lambda move: move.state != "cancel")
        # Hours below the estimate leave the status at "nothing to invoice", not at "invoiced".
        return (
            self.invoice_status != "to invoice"
            and bool(moves)
            and all(move.state == "posted" and move.payment_state in PAID_STATES for move in moves)
        )

    # Actions -----------------------------------------------------------------------------------

    def action_add_requirements(self):
        """Add a line per service for the client's open needs; link the needs to the lines."""
        for order in self:
            needs = self.env["agency.requirement"].search(order._get_open_needs_domain())
            if not needs:
                raise UserError(
                    self.env._(
                        "%s has no open need with a service. Capture the need and choose the service that meets it.",
                        order.partner_id.display_name,
                    )
                )
            order._add_lines_for_requirements(needs)

    def action_new_change_order(self):
        """Make a draft order that changes this one and show it."""
        self.ensure_one()
        if self.state != "sale":
            raise UserError(self.env._("Only a confirmed order gets a change request: edit the quotation instead."))
        change = self.create(self._prepare_change_order_values())
        return change._get_form_action()

    def action_view_change_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("crm_web_agency.agency_order_action")
        action["domain"] = [("parent_order_id", "=", self.id)]
        action["context"] = {"default_parent_order_id": self.id}
        return action

    def action_view_parent_order(self):
        self.ensure_one()
        return self.parent_order_id._get_form_action()

    def action_view_acts(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("crm_web_agency.agency_acceptance_act_action")
        action["domain"] = [("order_id", "=", self.id)]
        action["context"] = {"default_order_id": self.id}
        if len(self.act_ids) == 1:
            action.update({"views": [(False, "form")], "view_mode": "form", "res_id": self.act_ids.id})
        return action

    def _get_form_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("sale.view_order_form").id, "form")],
        }

    def _prepare_change_order_values(self):
        """Return values of a change order: same client, terms, project and people."""
        self.ensure_one()
        return {
            "agency_kind": "change_request",
            "parent_order_id": self.id,
            "partner_id": self.partner_id.id,
            "partner_invoice_id": self.partner_invoice_id.id,
            "partner_shipping_id": self.partner_shipping_id.id,
            "company_id": self.company_id.id,
            "pricelist_id": self.pricelist_id.id,
            "fiscal_position_id": self.fiscal_position_id.id,
            "payment_term_id": self.payment_term_id.id,
            "project_id": self.project_id.id,
            "opportunity_id": self.opportunity_id.id,
            "user_id": self.user_id.id,
            "team_id": self.team_id.id,
            "client_order_ref": self.client_order_ref,
        }

    # Needs -------------------------------------------------------------------------------------

    def _get_open_needs_domain(self):
        """Return the domain of needs that wait for an offer: those of the opportunity, if any."""
        self.ensure_one()
        domain = [
            ("service_id", "!=", False),
            ("sale_line_id", "=", False),
            ("state", "in", ("captured", "analysed")),
            ("company_id", "in", (False, self.company_id.id)),
        ]
        if self.opportunity_id:
            return [*domain, ("lead_id", "=", self.opportunity_id.id)]
        return [*domain, ("partner_id", "child_of", self.partner_id.commercial_partner_id.id)]

    def _add_lines_for_requirements(self, requirements):
        """Link the requirements to the lines of their services; add a line where there is none."""
        self.ensure_one()
        by_service = requirements.filtered("service_id").grouped("service_id")
        lines = {line.product_template_id: line for line in self.order_line if not line.display_type}
        missing = [service for service in by_service if service not in lines]
        created = self.env["sale.order.line"].create(
            [self._prepare_need_line(service, by_service[service]) for service in missing]
        )
        lines.update(zip(missing, created, strict=True))
        for service, needs in by_service.items():
            needs.sale_line_id = lines[service]

    def _prepare_need_line(self, service, needs):
        """Return values of the order line for one service and the needs that it meets.

        A service paid by the hour gets the likely hours of its norms for every need,
        at least one; another service is ordered once.
        """
        quantity = 1.0
        if service.pricing_model == "time_material":
            quantity = max(sum(service.effort_ids.mapped("hours_likely")) * len(needs), 1.0)
        product = service.product_variant_id.with_context(lang=self.partner_id.lang)
        description = product.get_product_multiline_description_sale()
        return {
            "order_id": self.id,
            "product_id": product.id,
            "product_uom_qty": quantity,
            "name": "\n".join([description, *needs.mapped("name")]),
        }

    def _action_cancel(self):
        """Refuse when the client has signed an act; take back acts that wait for signature."""
        # sudo: acts go the way of their order, whoever by Odoo's own rights may cancel it.
        acts = self.sudo().act_ids
        signed = acts.filtered(lambda act: act.state in ("signed", "invoiced"))
        if signed:
            raise UserError(
                self.env._(
                    "The order %(order)s has the signed act %(act)s and cannot be cancelled: what "
                    "was accepted stays accepted. Agree on a change request instead.",
                    order=signed[0].order_id.name,
                    act=signed[0].name,
                )
            )
        acts.filtered(lambda act: act.state in ("draft", "sent")).action_cancel()
        return super()._action_cancel()
