import json
from hashlib import sha256

from odoo import api, fields, models
from odoo.tools import SQL

OFFERED = ("sent", "sale")


class SaleOrder(models.Model):
    """Revision history: each version that was sent stays readable."""

    _inherit = "sale.order"

    version_ids = fields.One2many("agency.order.version", "order_id", "Versions", readonly=True, copy=False)
    sealed_version_id = fields.Many2one(
        "agency.order.version", "Signed version", compute="_compute_sealed_version_id", compute_sudo=True
    )
    agency_revision = fields.Integer("Revision", compute="_compute_agency_revision", compute_sudo=True)

    @api.depends("version_ids.state")
    def _compute_sealed_version_id(self):
        for order in self:
            order.sealed_version_id = order.version_ids.filtered(lambda version: version.state == "sealed")[:1]

    @api.depends("version_ids.number")
    def _compute_agency_revision(self):
        for order in self:
            order.agency_revision = max(order.version_ids.mapped("number"), default=0)

    def message_post(self, **kwargs):
        """An offer that is sent again with other terms is another version."""
        message = super().message_post(**kwargs)
        if self.env.context.get("mark_so_as_sent"):
            self._record_version(self.env._("Sent by e-mail"))
        return message

    def _lock_order(self):
        """Take the rows of the orders: of two people at once the second is run again and sees what the first did."""
        if self:
            query = SQL("SELECT id FROM sale_order WHERE id IN %s FOR UPDATE", tuple(self.ids))
            # That somebody else was first is no error: the request is run again.
            self.env.cr.execute(query, log_exceptions=False)

    def _record_version(self, reason):
        """Keep what the orders offer now as new versions, unless their last version has the same terms.

        Returns:
            agency.order.version: the versions with the present terms, one an order.
        """
        # sudo: versions are written by orders alone, whoever sends or signs them.
        made = versions = self.env["agency.order.version"].sudo()
        for order in self.sudo():
            last, digest = order.version_ids.sorted("number")[-1:], order._get_terms_hash()
            if last.terms_hash == digest and last.state != "superseded":
                versions |= last
                continue
            last.filtered(lambda version: version.state == "sent").state = "superseded"
            made |= made.create(order._prepare_version(last.number + 1, digest, reason))
        return versions | made

    def _prepare_version(self, number, digest, reason):
        self.ensure_one()
        return {
            "order_id": self.id,
            "number": number,
            "partner_id": self.partner_id.commercial_partner_id.id,
            "user_id": self.env.uid,
            "reason": reason,
            "currency_id": self.currency_id.id,
            "amount_total": self.amount_total,
            "content": self._get_version_content(),
            "terms_hash": digest,
        }

    def _get_version_content(self):
        """Return what is offered as plain values to show: {lines: [...], payments: [...], ...}."""
        order = self.with_context(lang=self.partner_id.lang)
        return {
            "client": order.partner_id.commercial_partner_id.name,
            "validity": fields.Date.to_string(order.validity_date) or "",
            "terms": order.payment_term_id.name or "",
            "untaxed": order.amount_untaxed,
            "tax": order.amount_tax,
            "total": order.amount_total,
            "lines": [line._get_version_row() for line in order._get_term_lines()],
            "payments": [[row.name, row.percent, row.amount] for row in order.instalment_ids],
        }

    def _get_term_lines(self):
        """Return the lines the client agrees to; those that only carry invoiced advances and expenses are not."""
        return self.order_line.filtered(lambda line: not (line._is_beside_terms() and not line.product_uom_qty))

    def _get_terms_hash(self):
        """Return the SHA-256 of all that the client agrees to: parties, lines, prices, taxes, payments, conditions."""
        self.ensure_one()
        # sudo: the digest is the same whoever asks.
        order = self.sudo()
        terms = {
            "parties": [order.partner_id.id, order.company_id.id],
            "money": [order.currency_id.id, order.payment_term_id.id, fields.Date.to_string(order.validity_date)],
            "note": str(order.note or ""),
            "acts": [order.act_mode, order.act_review_days, order.act_silence],
            "lines": sorted(line._get_version_terms() for line in order._get_term_lines()),
            "payments": sorted(row._get_version_terms() for row in order.instalment_ids),
        }
        return sha256(json.dumps(terms, sort_keys=True).encode()).hexdigest()

    def action_view_versions(self):
        """Show the versions of the order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.agency_order_version_action")
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}
