from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request

from .sale_order_version import OFFERED

SIGNATURE = {"signature", "signed_by", "signed_on"}
# What may change the digest of the terms.
TERMS = {
    "partner_id",
    "company_id",
    "currency_id",
    "pricelist_id",
    "payment_term_id",
    "validity_date",
    "note",
    "act_mode",
    "act_review_days",
    "act_silence",
    "order_line",
    "instalment_ids",
    "fiscal_position_id",
}
REPORT = "sale.action_report_saleorder"
AGENT_LENGTH = 300


class SaleOrder(models.Model):
    """A signed order is sealed: its terms do not change under the signature, whoever tries."""

    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state in OFFERED)._record_version(self.env._("Offered at once"))
        return orders

    def write(self, vals):
        """Keep versions of what is offered, and seal what is signed.

        Raises:
            UserError: if the terms of a signed order would change, or a signed order is signed again.
        """
        if SIGNATURE & vals.keys():
            self._check_not_signed()
        result = super().write(vals)
        if TERMS & vals.keys():
            self._check_sealed()
        if vals.get("state") in OFFERED:
            reasons = {"sent": self.env._("Sent to the client"), "sale": self.env._("Confirmed")}
            self._record_version(reasons[vals["state"]])
        if vals.get("signature"):
            self._seal_signed()
        return result

    def _check_sealed(self):
        """Refuse a change of the terms of signed orders after it is made: it is undone with its transaction."""
        # sudo: everybody is held to the seal, those who read few fields too.
        for order in self.sudo().exists().filtered("sealed_version_id"):
            if order._get_terms_hash() != order.sealed_version_id.terms_hash:
                raise UserError(order._get_sealed_message())

    def _get_sealed_message(self):
        self.ensure_one()
        if self.state == "sale":
            return self.env._(
                "%s is signed by the client and confirmed: its prices, lines and conditions stay as they are. "
                "Make a change request to agree on something else.",
                self.name,
            )
        return self.env._(
            "%s is signed by the client: its prices, lines and conditions stay as they are. "
            "Press “New revision” to change them; the client then signs again.",
            self.name,
        )

    def _check_not_signed(self):
        for order in self.sudo().filtered("sealed_version_id"):
            version = order.sealed_version_id
            raise UserError(
                self.env._(
                    "%(order)s is already signed by %(name)s: nothing is signed twice. Reload the page.",
                    order=order.name,
                    name=version.signed_by or order.partner_id.name,
                )
            )

    def _seal_signed(self):
        """Keep the file with the signature: it is rendered once, and never again while the signature stands."""
        for order in self.sudo():
            order._lock_order()
            version = order._record_version(self.env._("Signed"))
            pdf = self.env["ir.actions.report"].sudo()._render_qweb_pdf(REPORT, order.ids)[0]
            version._seal(pdf, order._prepare_seal())

    def _prepare_seal(self):
        agent = request.httprequest.user_agent.string if request else ""
        return {
            "signed_by": self.signed_by,
            "signed_on": self.signed_on or fields.Datetime.now(),
            # By the link of an e-mail the page works as the system; who asked is the visitor.
            "sign_user_id": (request and request.env.uid) or self.env.uid,
            "ip": request.httprequest.remote_addr if request else False,
            "user_agent": (agent or "")[:AGENT_LENGTH],
        }

    def action_new_revision(self):
        """Take back a signed or sent offer to change it; the client is sent, and signs, the new version.

        Raises:
            UserError: if the order is confirmed.
        """
        self.check_access("write")
        confirmed = self.filtered(lambda order: order.state == "sale")
        if confirmed:
            raise UserError(
                self.env._(
                    "%s is confirmed: make a change request to agree on something else.",
                    confirmed[0].name,
                )
            )
        return self.action_draft()

    def action_draft(self):
        """An offer that goes back to draft loses its signature; the signed version stays in the history."""
        orders = self.filtered(lambda order: order.state in ("cancel", "sent"))
        orders.check_access("write")
        orders._lock_order()
        # sudo: versions are written by orders alone.
        versions = orders.sudo().version_ids.filtered(lambda version: version.state != "superseded")
        versions.write({"state": "superseded"})
        return super().action_draft()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        for version in self.sudo().version_ids.filtered("sha256"):
            raise UserError(
                self.env._(
                    "%s was signed by the client: cancel the order, the signed document is kept.",
                    version.order_id.name,
                )
            )
