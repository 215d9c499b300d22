from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class AgencyAcceptanceAct(models.Model):
    """What happens to an act once it leaves the house: sent, signed, or issued by the contractor alone."""

    _inherit = "agency.acceptance.act"

    mode = fields.Selection(
        [("two_sided", "Both parties sign"), ("provider_only", "The contractor alone")],
        string="Signed by",
        compute="_compute_terms",
        store=True,
        precompute=True,
        help="Who signs, by the agreement. An act of the contractor alone is in force as soon as it is issued.",
    )
    silence = fields.Boolean(
        string="Silence is acceptance",
        compute="_compute_terms",
        store=True,
        precompute=True,
        help="By the agreement the act is accepted when the client neither signs nor objects in time.",
    )
    acceptance = fields.Selection(
        [
            ("portal", "Signed in the portal"),
            ("paper", "Signed on paper"),
            ("silence", "Accepted by silence"),
            ("provider", "Issued by the contractor alone"),
        ],
        string="How accepted",
        readonly=True,
        copy=False,
        tracking=True,
    )
    sent_on = fields.Date(
        string="Sent to the client on",
        readonly=True,
        copy=False,
        help="Day on which the client got the act; the days to answer run from it.",
    )

    @api.depends("order_id.act_mode", "order_id.act_silence")
    def _compute_terms(self):
        """Follow the agreement while the act is a draft; an issued act keeps its terms."""
        for act in self:
            fixed = act.state not in (False, "draft") and act.mode
            act.mode = act.mode if fixed else act.order_id.act_mode or "two_sided"
            act.silence = act.silence if fixed else act.order_id.act_silence

    def _lock(self, allowed):
        """Keep others from the acts until the transaction ends, then check their state as it is now.

        Raises:
            UserError: if somebody else works with an act, or its state is none of `allowed`.
        """
        if len(self.try_lock_for_update()) < len(self):
            raise UserError(self.env._("Someone else is working with this act: try again."))
        self.invalidate_recordset(["state"])
        self._check_state(allowed)

    def _issue(self):
        """Give the number, fix the sums and start the client's days to answer.

        An act of the contractor alone needs no answer: it is in force at once.
        """
        self._check_may_issue()
        self._lock({"draft"})
        self._check_complete()
        self._assign_number()
        self._settle_amounts()
        today = fields.Date.context_today(self)
        for act in self:
            values = {"advance_amount": act._get_advance_amount(), "state": "sent", "sent_on": today}
            if act.mode == "two_sided":
                values["review_deadline"] = today + timedelta(act.order_id.act_review_days)
            act._write_step({**values, "reminded_on": False})
        self.filtered(lambda act: act.mode == "provider_only")._accept_by_provider()

    def _accept_by_provider(self):
        for act in self:
            act._accept(
                {"acceptance": "provider", "signed_by": act.company_id.partner_id.signatory_name or act.company_id.name}
            )

    def _sign(self, signed_by, signature=False):
        """Record the acceptance by the client, and invoice it if the company wants that.

        Args:
            signed_by: name of the person who signs.
            signature: base64 image drawn in the portal; False when signed on paper.

        Raises:
            UserError: if the act is not waiting for a signature, or no name is given.
        """
        self.ensure_one()
        self._lock({"sent"})
        if not (signed_by or "").strip():
            raise UserError(self.env._("Write the name of the person who signs."))
        self._accept(
            {
                "signed_by": signed_by.strip(),
                "signature": signature,
                "acceptance": "portal" if signature else "paper",
            }
        )

    def _accept(self, values):
        """Put the act into force and invoice it if the company wants that.

        Args:
            values: how it was accepted: `acceptance`, `signed_by` and `signature`, as far as there are any.
        """
        self.ensure_one()
        self._write_step({"signed_on": fields.Datetime.now(), **values, "state": "signed"})
        self._release_corrected_hours()
        self.activity_unlink(["mail.mail_activity_data_todo"])
        if self.company_id.agency_act_auto_invoice:
            self._create_invoices()
