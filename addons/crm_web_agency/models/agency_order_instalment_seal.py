from odoo import api, fields, models

from .agency_order_instalment import TERMS


class AgencyOrderInstalment(models.Model):
    """The payment plan of a signed order stays as it was signed."""

    _inherit = "agency.order.instalment"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.order_id._check_sealed()
        return rows

    def write(self, vals):
        if not TERMS & vals.keys():
            return super().write(vals)
        orders = self.order_id
        result = super().write(vals)
        (orders | self.order_id)._check_sealed()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders._check_sealed()
        return result

    def _get_version_terms(self):
        """Return what the client agrees to in the row; days of events are known only when they happen."""
        self.ensure_one()
        day = fields.Date.to_string(self.due_date) if self.due_event == "date" else False
        return [self.id, self.name, round(self.percent, 2), self.due_event, self.milestone_number, day]
