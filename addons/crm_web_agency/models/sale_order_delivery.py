from datetime import datetime, time

from dateutil.tz import UTC, gettz

from odoo import api, fields, models
from odoo.fields import Domain

STAFF = "crm_web_agency.group_agency_user"
WORKING = ("approved", "in_progress")


class SaleOrder(models.Model):
    """The pipeline of orders: how long an order stands in its stage, and whether it is late."""

    _inherit = "sale.order"

    stage_since = fields.Datetime(
        "In the stage since",
        compute="_compute_delivery_stage",
        store=True,
        help="When the order came to its stage of delivery.",
    )
    days_in_stage = fields.Integer(
        "Days in the stage",
        compute="_compute_days_in_stage",
        search="_search_days_in_stage",
        help="Calendar days since the order came to its stage of delivery.",
    )
    is_late = fields.Boolean(
        "Late",
        compute="_compute_is_late",
        search="_search_is_late",
        help="The offer has expired, the work or a milestone is not done in time, the client has not answered an "
        "act in its term, or an invoice is overdue.",
    )

    def _compute_delivery_stage(self):
        """Note the moment in which the facts brought the order to another stage."""
        before = {order: order.delivery_stage for order in self}
        result = super()._compute_delivery_stage()
        now = fields.Datetime.now()
        for order, stage in before.items():
            moved = order.delivery_stage != stage or not order.stage_since
            order.stage_since = now if moved else order.stage_since
        return result

    @api.depends_context("tz")
    @api.depends("stage_since")
    def _compute_days_in_stage(self):
        today = fields.Date.context_today(self)
        for order in self:
            since = order.stage_since and fields.Datetime.context_timestamp(self, order.stage_since).date()
            order.days_in_stage = (today - since).days if since else 0

    def _search_days_in_stage(self, operator, value):
        """Turn days into moments: more days are an earlier moment."""
        turned = {"<": ">=", ">=": "<", ">": "<", "<=": ">="}
        if operator not in turned:
            return NotImplemented
        # More than N days: before the day that was N days ago; at least N days: before the day after it.
        days = value - 1 if operator in ("<", ">=") else value
        day = fields.Date.subtract(fields.Date.context_today(self), days=days)
        moment = datetime.combine(day, time.min, gettz(str(self.env.tz))).astimezone(UTC).replace(tzinfo=None)
        return Domain("stage_since", turned[operator], moment)

    @api.depends_context("uid")
    def _compute_is_late(self):
        # What is late is for the agency to know: clients read their orders too.
        ids = self.ids if self.env.user.has_group(STAFF) else []
        late = self.search(Domain("id", "in", ids) & Domain("is_late", "=", True))
        for order in self:
            order.is_late = order._origin in late

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: an order is late for everybody who sees it, whatever made it so.
        orders = self.sudo()
        late = orders._search(orders._get_late_domain())
        return Domain("id", "in" if True in value else "not in", late)

    @api.model
    def _get_late_domain(self):
        """Return what is late in each stage, by the day of the user."""
        today = fields.Date.context_today(self)
        stage = Domain("delivery_stage", "in", WORKING)
        milestones = self.env["project.milestone"]._search([("is_reached", "=", False), ("deadline", "<", today)])
        unpaid = Domain("state", "=", "posted") & Domain("payment_state", "in", ("not_paid", "partial"))
        unpaid &= Domain("invoice_date_due", "<", today) & Domain("move_type", "=", "out_invoice")
        answers = Domain("state", "=", "sent") & Domain("review_deadline", "<", today)
        return Domain.OR(
            [
                Domain("delivery_stage", "=", "proposal") & Domain("validity_date", "<", today),
                stage & Domain("commitment_date", "<", fields.Datetime.now()),
                stage & Domain("id", "in", milestones.subselect("order_id")),
                Domain("state", "=", "sale") & Domain("act_ids", "any", answers),
                Domain("state", "=", "sale") & Domain("order_line.invoice_lines.move_id", "any", unpaid),
            ]
        )

    def action_view_agency_tasks(self):
        """Show the tasks of the order in the simple list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.agency_task_action")
        project = self.project_ids[:1]
        context = {"default_project_id": project.id, "default_sale_line_id": project.sale_line_id.id}
        return {**action, "domain": [("sale_order_id", "=", self.id)], "context": context}
