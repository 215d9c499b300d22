from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.readers import PRICES

# What the client agreed to; changed only while the order is an offer.
TERMS = {"order_id", "sequence", "name", "percent", "due_event", "milestone_number", "due_date"}


class AgencyOrderInstalment(models.Model):
    """One payment of the plan of an order: its share, when it falls due, and the invoice that asks for it.

    The amounts of all rows make the total of the order to the kopiyka: what the earlier rows leave by
    rounding is in the last one.
    """

    _name = "agency.order.instalment"
    _description = "Instalment of an order"
    _inherit = "agency.order.instalment.mixin"
    _order = "order_id, sequence, id"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    partner_id = fields.Many2one(related="order_id.partner_id", string="Client", store=True, index="btree_not_null")
    user_id = fields.Many2one(related="order_id.user_id", string="Account manager", store=True)
    name = fields.Char("Payment", required=True)
    amount = fields.Monetary(compute="_compute_amount", store=True, groups=PRICES)
    due_date = fields.Date(
        "Due on", copy=False, index="btree_not_null", help="The day of the event; empty until it happens."
    )
    milestone_id = fields.Many2one(
        "project.milestone",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('order_id', '=', order_id)]",
        help="When it is reached, the invoice of the advance is drafted.",
    )
    invoice_id = fields.Many2one("account.move", copy=False, readonly=True, index="btree_not_null", ondelete="set null")
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("due", "Due"),
            ("invoiced", "Invoiced"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        compute="_compute_state",
        store=True,
        index=True,
        help="Follows the order and its invoices.",
    )

    # Computes ----------------------------------------------------------------------------------

    @api.depends(
        "percent",
        "sequence",
        "invoice_id.state",
        "invoice_id.amount_total",
        "order_id.amount_total",
        "order_id.currency_id",
        "order_id.instalment_ids.percent",
        "order_id.instalment_ids.sequence",
        "order_id.instalment_ids.invoice_id.state",
    )
    def _compute_amount(self):
        for order, rows in self.grouped("order_id").items():
            amounts = order.instalment_ids._share_total(order)
            for row in rows:
                row.amount = amounts.get(row, 0.0)

    def _share_total(self, order):
        """Return {row: amount} that makes the total of the order; an invoiced row keeps its invoice's amount."""
        total, currency = order.amount_total, order.currency_id or self.env.company.currency_id
        fixed = {row: row.invoice_id.amount_total for row in self if row._is_invoiced()}
        left = currency.round(total - sum(fixed.values()))
        rows = (self - self.browse().concat(*fixed)).sorted(lambda row: (row.sequence, row._origin.id))
        shares, done, given, amounts = sum(rows.mapped("percent")) or 1.0, 0.0, 0.0, {}
        for row in rows:
            done += row.percent
            upto = left if row == rows[-1:] else currency.round(left * done / shares)
            amounts[row] = currency.round(upto - given)
            given = upto
        return {**fixed, **amounts}

    @api.depends(
        "due_event",
        "due_date",
        "amount",
        "order_id.state",
        "invoice_id.state",
        "invoice_id.payment_state",
        "order_id.act_ids.state",
        "order_id.act_ids.payment_state",
    )
    def _compute_state(self):
        for order, rows in self.grouped("order_id").items():
            by_act = order.instalment_ids.filtered(lambda row: row.due_event == "act")
            act_states = by_act._get_states_by_acts(order)
            for row in rows:
                row.state = "cancelled" if order.state == "cancel" else act_states.get(row) or row._get_own_state()

    def _get_own_state(self):
        self.ensure_one()
        if self._is_invoiced():
            return "paid" if self.invoice_id.payment_state in ("paid", "in_payment", "reversed") else "invoiced"
        happened = self.order_id.state == "sale" and self.due_date and self.due_event != "date"
        return "due" if happened else "planned"

    def _get_states_by_acts(self, order):
        """Return {row: state} of rows that acts bill: in turn, as far as the invoices of acts go."""
        acts = order.act_ids.filtered(lambda act: act.state == "invoiced")
        asked = sum(acts.mapped("amount_total"))
        paid = sum(acts.filtered(lambda act: act.payment_state == "paid").mapped("amount_total"))
        # An advance that was invoiced is a part of what the acts bill.
        advances = order.instalment_ids.filtered(lambda row: row.due_event != "act")
        upto = sum(advances.mapped("amount"))
        states = {}
        for row in self.sorted("sequence"):
            upto += row.amount
            if not asked or order.currency_id.compare_amounts(upto, asked) > 0:
                states[row] = "due" if asked else "planned"
            else:
                states[row] = "paid" if order.currency_id.compare_amounts(upto, paid) <= 0 else "invoiced"
        return states

    def _is_invoiced(self):
        """Tell whether an invoice asks for the row; a cancelled one does not."""
        self.ensure_one()
        return bool(self.invoice_id) and self.invoice_id.state != "cancel"

    # Rules -------------------------------------------------------------------------------------

    @api.constrains("due_event", "due_date")
    def _check_due_date(self):
        for row in self:
            if row.due_event == "date" and not row.due_date:
                raise ValidationError(self.env._("Write the day on which the payment “%s” is due.", row.name))

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_open()
        return rows

    def write(self, vals):
        if TERMS & vals.keys():
            self._check_open()
        result = super().write(vals)
        if "order_id" in vals:
            self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_offered(self):
        self._check_open()

    def _check_open(self):
        """Refuse to change what the client agreed to; the events of the order itself come as the system."""
        confirmed = self.order_id.filtered(lambda order: order.state == "sale")
        if confirmed and not self.env.su:
            raise UserError(
                self.env._(
                    "The order %s is confirmed with its payment plan: "
                    "make a change request to agree on other payments.",
                    confirmed[0].name,
                )
            )
