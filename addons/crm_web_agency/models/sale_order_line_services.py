from odoo import api, models
from odoo.exceptions import ValidationError


class SaleOrderLine(models.Model):
    """Services on lines: which version may be sold, and what the client receives with it."""

    _inherit = "sale.order.line"

    @api.constrains("product_id")
    def _check_service_is_sold(self):
        """Archived versions stay on orders where they are and come to no new line."""
        archived = self.product_id.product_tmpl_id.filtered(
            lambda service: service.is_agency_service and not service.active
        )
        for service in archived:
            raise ValidationError(service._get_archived_message())

    def _get_deliverables(self):
        """Return [(name, description)] of what the client receives with the service, for quotations."""
        # sudo: whoever may read the order, a client with its link too, sees what is offered in it.
        deliverables = self.sudo().product_id.product_tmpl_id.deliverable_ids
        return [(deliverable.name, deliverable.description or "") for deliverable in deliverables]
