from odoo import models


class AgencyOrderInstalment(models.Model):
    """Rows of the plan in the life of their order."""

    _inherit = "agency.order.instalment"

    def _prepare_copy(self):
        """Return values of the same row for another order."""
        self.ensure_one()
        return {
            "sequence": self.sequence,
            "name": self.name,
            "percent": self.percent,
            "due_event": self.due_event,
            "milestone_number": self.milestone_number,
            "due_date": self.due_date if self.due_event == "date" else False,
        }

    def _link_milestones(self):
        """Give rows that wait for a milestone theirs, by its number in the order."""
        rows = self.filtered(lambda row: row.due_event == "milestone" and not row.milestone_id)
        found = self.env["project.milestone"].search([("order_id", "in", rows.order_id.ids)], order="sequence, id")
        by_order = found.grouped("order_id")
        for row in rows:
            milestones = by_order.get(row.order_id, found.browse())
            row.milestone_id = milestones[row.milestone_number - 1 : row.milestone_number]
