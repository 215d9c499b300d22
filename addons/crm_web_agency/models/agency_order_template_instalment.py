from odoo import fields, models


class AgencyOrderTemplateInstalment(models.Model):
    """A row of the payment plan that orders of the template begin with."""

    _name = "agency.order.template.instalment"
    _description = "Instalment of an order template"
    _inherit = "agency.order.instalment.mixin"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one("sale.order.template", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="template_id.company_id", store=True, index="btree_not_null")
    name = fields.Char("Payment", required=True, translate=True)
    days = fields.Integer(
        "Days after the offer", help="For a day: so many days after the order is made from the template."
    )

    _days_positive = models.Constraint("CHECK (days >= 0)", "The number of days cannot be negative.")

    def _prepare_order_instalment(self):
        """Return values of the same row of an order, without the order itself."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return {
            "sequence": self.sequence,
            "name": self.name,
            "percent": self.percent,
            "due_event": self.due_event,
            "milestone_number": self.milestone_number,
            "due_date": fields.Date.add(today, days=self.days) if self.due_event == "date" else False,
        }
