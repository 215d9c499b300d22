from odoo import api, fields, models
from odoo.tools import format_date

from .sale_order_delivery import STAFF

UNPAID = ("not_paid", "partial")


class SaleOrder(models.Model):
    """What comes next for an order, in one sentence read off the facts of its stage."""

    _inherit = "sale.order"

    next_step = fields.Char("Next step", compute="_compute_next_step", help="What brings the order to its next stage.")

    @api.depends_context("lang", "uid")
    @api.depends("delivery_stage", "validity_date", "order_line", "act_ids.state")
    def _compute_next_step(self):
        self.next_step = False
        # Clients read their orders too: what the agency has to do is for its staff.
        if self.env.user.has_group(STAFF):
            facts = self._get_next_facts()
            for order in self.filtered(lambda order: order.delivery_stage not in (False, "closed")):
                order.next_step = getattr(order, f"_next_of_{order.delivery_stage}")(facts)

    def _get_next_facts(self):
        """Return {kind of fact: {order id: record that comes first}}, read for all orders at once."""
        # sudo: the step is the same for everybody who sees the order; of records only names and days are told.
        env = self.sudo().env
        ids = self.ids
        milestones = env["project.milestone"].search(
            [("order_id", "in", ids), ("is_reached", "=", False)], order="deadline, sequence, id"
        )
        acts = env["agency.acceptance.act"].search(
            [("order_id", "in", ids), ("state", "in", ("draft", "sent"))], order="date, id"
        )
        moves = env["account.move"].search(
            [
                ("invoice_line_ids.sale_line_ids.order_id", "in", ids),
                ("move_type", "=", "out_invoice"),
                "|",
                ("state", "=", "draft"),
                "&",
                ("state", "=", "posted"),
                ("payment_state", "in", UNPAID),
            ],
            order="invoice_date_due, id",
        )
        by_order = {}
        for move in moves:
            for order in move.invoice_line_ids.sale_line_ids.order_id:
                by_order.setdefault((order.id, move.state), move)
        return {
            "milestone": _first(milestones),
            "draft_act": _first(acts.filtered(lambda act: act.state == "draft")),
            "sent_act": _first(acts.filtered(lambda act: act.state == "sent")),
            "draft_invoice": {key[0]: move for key, move in by_order.items() if key[1] == "draft"},
            "unpaid": {key[0]: move for key, move in by_order.items() if key[1] == "posted"},
        }

    def _next_of_estimate(self, facts):
        if not self.order_line:
            return self.env._("Add services to the offer")
        return self.env._("Send the offer to the client")

    def _next_of_proposal(self, facts):
        if self.validity_date and self.validity_date < fields.Date.context_today(self):
            return self.env._("Renew the offer: it expired on %s", self._say_day(self.validity_date))
        if self.validity_date:
            return self.env._("The client signs until %s", self._say_day(self.validity_date))
        return self.env._("The client signs")

    def _next_of_approved(self, facts):
        milestone = facts["milestone"].get(self.id)
        if milestone:
            return self.env._("Start the work on “%s”", milestone.name)
        return self.env._("Start the work")

    def _next_of_in_progress(self, facts):
        milestone = facts["milestone"].get(self.id)
        if not milestone:
            return self._next_of_acts(facts) or self.env._("Finish the work")
        if milestone.deadline:
            return self.env._(
                "Reach “%(milestone)s” by %(day)s", milestone=milestone.name, day=self._say_day(milestone.deadline)
            )
        return self.env._("Reach “%s”", milestone.name)

    def _next_of_delivered(self, facts):
        return self._next_of_acts(facts) or self.env._("Draft the acceptance act")

    def _next_of_acts(self, facts):
        if facts["draft_act"].get(self.id):
            return self.env._("Send the acceptance act to the client")
        act = facts["sent_act"].get(self.id)
        return act and self.env._("The client signs the act %s", act.name)

    def _next_of_accepted(self, facts):
        if facts["draft_invoice"].get(self.id):
            return self.env._("Post the invoice and send it")
        move = facts["unpaid"].get(self.id)
        if not move:
            return self.env._("Invoice what is accepted")
        return self.env._(
            "The client pays the invoice %(invoice)s by %(day)s",
            invoice=move.name,
            day=self._say_day(move.invoice_date_due),
        )

    def _say_day(self, day):
        return format_date(self.env, day)


def _first(records):
    """Return {order id: first record of the order}."""
    first = {}
    for record in records:
        first.setdefault(record.order_id.id, record)
    return first
