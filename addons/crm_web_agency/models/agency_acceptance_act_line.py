from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang


class AgencyAcceptanceActLine(models.Model):
    """What the client accepts of one order line: a milestone, hours or a part of a quantity.

    Price, discount and taxes follow the order line while the act is a draft and stay
    as they are once the client has got the act.
    """

    _name = "agency.acceptance.act.line"
    _description = "Acceptance act line"
    _order = "act_id, sequence, id"

    act_id = fields.Many2one("agency.acceptance.act", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    sale_line_id = fields.Many2one(
        "sale.order.line",
        string="Order line",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('order_id', '=', parent.order_id), ('display_type', '=', False), ('is_downpayment', '=', False)]",
    )
    milestone_id = fields.Many2one(
        "project.milestone",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('sale_line_id', '=', sale_line_id), ('is_reached', '=', True)]",
    )
    timesheet_ids = fields.One2many("account.analytic.line", "act_line_id", string="Timesheets")
    extra_tax_data = fields.Json(export_string_translation=False)
    name = fields.Text(
        string="Description",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="What exactly was done: result, address, hours. It is printed in the act.",
    )
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    product_uom_id = fields.Many2one(
        "uom.uom", string="Unit", compute="_compute_from_sale_line", store=True, precompute=True
    )
    price_unit = fields.Float(
        string="Unit price",
        min_display_digits="Product Price",
        compute="_compute_from_sale_line",
        store=True,
        precompute=True,
        aggregator=None,
    )
    discount = fields.Float(
        string="Discount (%)",
        digits="Discount",
        compute="_compute_from_sale_line",
        store=True,
        precompute=True,
        aggregator=None,
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        compute="_compute_from_sale_line",
        store=True,
        precompute=True,
        context={"active_test": False},
    )
    share = fields.Float(
        compute="_compute_share",
        help="Part of the order line that a milestone makes up; 0 for what is counted in units or hours.",
    )
    price_subtotal = fields.Monetary(string="Amount without tax", compute="_compute_amounts", store=True)
    price_tax = fields.Monetary(string="Tax", compute="_compute_amounts", store=True)
    price_total = fields.Monetary(string="Amount with tax", compute="_compute_amounts", store=True)
    currency_id = fields.Many2one(related="act_id.currency_id")
    company_id = fields.Many2one(related="act_id.company_id", store=True, index=True)
    act_state = fields.Selection(related="act_id.state", string="State of the act")

    _quantity_sign = models.Constraint(
        "CHECK ((quantity > 0 AND corrects_line_id IS NULL) OR (quantity < 0 AND corrects_line_id IS NOT NULL))",
        "The quantity in an acceptance act is more than zero, in a corrective act less than zero: "
        "remove the line instead.",
    )

    @api.depends("sale_line_id", "milestone_id")
    def _compute_name(self):
        for line in self:
            if line.act_id.state in (False, "draft") or not line.name:
                line.name = line._get_description()

    @api.depends(
        "sale_line_id.product_uom_id",
        "sale_line_id.price_unit",
        "sale_line_id.discount",
        "sale_line_id.tax_ids",
        "corrects_line_id",
    )
    def _compute_from_sale_line(self):
        for line in self:
            source = line
            if line.act_id.state in (False, "draft") or not line.product_uom_id:
                source = line.corrects_line_id or line.sale_line_id
            line.product_uom_id = source.product_uom_id
            line.price_unit = source.price_unit
            line.discount = source.discount
            line.tax_ids = source.tax_ids

    @api.depends("quantity", "price_unit", "discount", "tax_ids", "act_id.currency_id", "extra_tax_data")
    def _compute_amounts(self):
        account_tax = self.env["account.tax"]
        for line in self:
            company = line.act_id.company_id or self.env.company
            base_line = line._prepare_base_line_for_taxes_computation()
            account_tax._add_tax_details_in_base_line(base_line, company)
            account_tax._round_base_lines_tax_details([base_line], company)
            details = base_line["tax_details"]
            line.price_subtotal = details["total_excluded_currency"]
            line.price_total = details["total_included_currency"]
            line.price_tax = line.price_total - line.price_subtotal

    @api.depends("quantity", "milestone_id", "sale_line_id.product_uom_qty")
    def _compute_share(self):
        for line in self:
            ordered = line.sale_line_id.product_uom_qty
            line.share = line.quantity / ordered if line.milestone_id and ordered else 0.0

    @api.constrains("sale_line_id", "act_id", "milestone_id")
    def _check_same_order(self):
        for line in self:
            if line.sale_line_id.order_id != line.act_id.order_id:
                raise ValidationError(
                    self.env._(
                        "The line “%(line)s” belongs to another order than the act: choose a line of %(order)s.",
                        line=line.sale_line_id.display_name,
                        order=line.act_id.order_id.name,
                    )
                )
            if line.milestone_id and line.milestone_id.sale_line_id != line.sale_line_id:
                raise ValidationError(
                    self.env._(
                        "The milestone “%(milestone)s” belongs to another line of the order.",
                        milestone=line.milestone_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.act_id._check_editable()
        return lines

    def write(self, vals):
        self.check_access("write")
        if vals.keys() - {"sequence", "timesheet_ids"}:
            self.act_id._check_editable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.act_id._check_editable()

    def _get_description(self):
        """Return the text of the line in the client's language."""
        self.ensure_one()
        lang = self.act_id.partner_id.lang or self.env.lang
        sale_line = self.sale_line_id.with_context(lang=lang)
        service = sale_line.product_id.name or sale_line.name
        milestone = self.milestone_id.with_context(lang=lang).name
        return f"{service}: {milestone}" if milestone else sale_line.name or service

    def _get_quantity_text(self):
        """Write the quantity for the document: the share of a milestone as "40 %", else as a number."""
        self.ensure_one()
        if self.share:
            return f"{formatLang(self.env, self.share * 100, digits=2).rstrip('0').rstrip('.,')}\N{NO-BREAK SPACE}%"
        return formatLang(self.env, self.quantity, dp="Product Unit")

    def _prepare_base_line_for_taxes_computation(self):
        """Return the line as `account.tax` wants it, with the rate of the order."""
        self.ensure_one()
        order = self.act_id.order_id
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            self,
            tax_ids=self.tax_ids,
            quantity=self.quantity,
            price_unit=self.price_unit,
            discount=self.discount,
            partner_id=order.partner_id,
            currency_id=order.currency_id or self.env.company.currency_id,
            rate=order.currency_rate,
        )
