from odoo import http
from odoo.exceptions import ValidationError
from odoo.http import request

from odoo.addons.sale.controllers.portal import PaymentPortal


class ApprovalPaymentPortal(PaymentPortal):
    """No money is taken for an offer that the director has not approved."""

    @http.route()
    def portal_order_transaction(self, order_id, access_token, **kwargs):
        # sudo: only whether the terms are settled; the token is checked by the original.
        order = request.env["sale.order"].sudo().browse(order_id).exists()
        if order.state in ("draft", "sent") and not order._is_approval_settled():
            raise ValidationError(request.env._("This offer is being prepared and cannot be paid yet."))
        return super().portal_order_transaction(order_id, access_token, **kwargs)
