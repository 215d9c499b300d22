from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.readers import PRICES

# Performers read none: retainers tell prices.
READERS = (
    "crm_web_agency.group_agency_account_manager,crm_web_agency.group_agency_project_manager,"
    "crm_web_agency.group_agency_accountant"
)
# What the balance of all periods is settled by: fixed once the first period runs.
FIXED_TERMS = {
    "carry_cap",
    "carry_periods",
    "company_id",
    "currency_id",
    "date_end",
    "date_start",
    "partner_id",
    "period_months",
    "project_id",
    "service_id",
}
STEPS = {"state", "contract_id", "contract_line_id", "period_id"}


class AgencyRetainer(models.Model):
    """What a client has bought for a time: a bank of hours each period, or care without hours."""

    _name = "agency.retainer"
    _description = "Retainer"
    _inherit = ["portal.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one("res.partner", "Client", required=True, index=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    user_id = fields.Many2one(
        "res.users", "Account manager", default=lambda self: self.env.user, domain="[('share', '=', False)]",
        index="btree_not_null", tracking=True,
    )  # fmt: skip
    service_id = fields.Many2one(
        "product.product", required=True, domain="[('type', '=', 'service')]", check_company=True,
        ondelete="restrict",
    )  # fmt: skip
    website_id = fields.Many2one(
        "agency.website", check_company=True, index="btree_not_null", ondelete="set null",
        domain="[('partner_id', 'parent_of', partner_id)]", help="The site that the plan takes care of.",
    )  # fmt: skip
    order_id = fields.Many2one("sale.order", readonly=True, copy=False, index="btree_not_null")
    sale_line_id = fields.Many2one(
        "sale.order.line", "Order line", readonly=True, copy=False, ondelete="restrict", index="btree_not_null",
        help="Hours logged to it count.",
    )  # fmt: skip
    project_id = fields.Many2one(
        "project.project", check_company=True, index="btree_not_null", ondelete="restrict",
        help="Without an order line, all hours of the project count.",
    )  # fmt: skip
    contract_id = fields.Many2one(
        "contract.contract", readonly=True, copy=False, index="btree_not_null", check_company=True,
        groups=PRICES, help="Makes the invoice of each period in advance.",
    )  # fmt: skip
    contract_line_id = fields.Many2one("contract.line", "Contract line", readonly=True, copy=False, groups=PRICES)
    period_months = fields.Integer("Months in a period", required=True, default=1)
    hours_per_period = fields.Float("Hours a period", help="Of periods to come; 0: care without hours.")
    price_per_period = fields.Monetary(
        "Price of a period",
        groups=PRICES,
        tracking=True,
        help="Without tax, unless the prices of the order include it.",
    )
    carry_cap = fields.Float("Carry over at most", help="Hours that may come over from earlier periods; 0: none.")
    carry_periods = fields.Integer(
        "Periods they live on", default=1, help="Periods after their own in which unused hours can be used."
    )
    overage_price = fields.Monetary(
        "Price of an extra hour", groups=PRICES, tracking=True, help="Of hours beyond the bank, without tax; 0: free."
    )
    date_start = fields.Date("Start", required=True, default=fields.Date.context_today, tracking=True)
    date_end = fields.Date("End", tracking=True, help="The last day; empty: until somebody ends it.")
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("ended", "Ended")],
        "Status", required=True, default="draft", readonly=True, index=True, tracking=True,
    )  # fmt: skip
    period_ids = fields.One2many("agency.retainer.period", "retainer_id", "Periods")
    period_id = fields.Many2one("agency.retainer.period", "Current period", readonly=True, copy=False)
    note = fields.Html("Notes", groups="base.group_user")

    _line_uniq = models.UniqueIndex("(sale_line_id) WHERE sale_line_id IS NOT NULL", "The order line has a retainer.")
    _figures_positive = models.Constraint(
        "CHECK (period_months > 0 AND hours_per_period >= 0 AND carry_cap >= 0 AND carry_periods >= 0"
        " AND price_per_period >= 0 AND overage_price >= 0)",
        "A period has at least one month; hours and prices cannot be negative.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)", "The retainer ends before it starts: correct its dates."
    )

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for retainer in self:
            retainer.access_url = f"/my/retainers/{retainer.id}"
        return result

    @api.constrains("website_id", "partner_id")
    def _check_website(self):
        for retainer in self.filtered("website_id"):
            if retainer.website_id.partner_id.commercial_partner_id != retainer.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "The website %s is of another client: choose one of the same client.", retainer.website_id.name
                    )
                )

    @api.onchange("service_id")
    def _onchange_service_id(self):
        """Take over what the service gives; what was typed before goes."""
        if self.service_id:
            self.update(self.service_id._prepare_retainer_terms())
            self.price_per_period = self.service_id.lst_price * self._get_contract_quantity()
            self.name = self.service_id.name

    @api.onchange("date_start")
    def _onchange_date_start(self):
        """Keep the length of the term when its beginning is moved."""
        months = self._origin._get_term_months() if self._origin else 0
        if months and self.date_start:
            self.date_end = self.date_start + relativedelta(months=months, days=-1)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_steps(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_steps(vals)
        if FIXED_TERMS & vals.keys() and not self.env.su:
            self._check_draft()
        result = super().write(vals)
        if "price_per_period" in vals:
            # sudo: the contract follows the retainer, whoever may change that one.
            self.sudo()._set_contract_price()
        return result

    def _set_contract_price(self):
        """Let the contract invoice the periods to come at the price of the retainer."""
        for retainer in self.filtered("contract_line_id"):
            line = retainer.contract_line_id
            line.specific_price = retainer.price_per_period / (line.quantity or 1)

    def _check_steps(self, *vals_list):
        """Refuse to set by hand what the buttons do; a new retainer is a draft.

        Raises:
            UserError: for anybody but the system.
        """
        done = any(vals[key] for vals in vals_list for key in STEPS & vals.keys() if vals[key] != "draft")
        if done and not self.env.su:
            raise UserError(self.env._("A retainer is started and ended by its buttons."))

    def _check_draft(self):
        for retainer in self.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._(
                    "“%s” runs already: its client, term and carry-over stay. Renew it, or end it and make a new one.",
                    retainer.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for retainer in self.filtered(lambda one: one.state != "draft"):
            raise UserError(self.env._("“%s” has periods: end it and archive it instead.", retainer.name))

    def _get_period_end(self, day):
        """Return the last day of the period that begins on `day`, at most the end of the retainer."""
        self.ensure_one()
        # Counted from the start: a retainer of the 31st begins its periods on the last day of shorter months.
        months = self.period_months
        while (following := self.date_start + relativedelta(months=months)) <= day:
            months += self.period_months
        last = following - relativedelta(days=1)
        return min(last, self.date_end) if self.date_end else last
