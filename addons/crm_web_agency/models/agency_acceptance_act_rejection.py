from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html


class AgencyAcceptanceAct(models.Model):
    """The client does not accept: the act comes back, the objections become a need to work on."""

    _inherit = "agency.acceptance.act"

    requirement_ids = fields.One2many("agency.requirement", "act_id", string="Objections")
    requirement_count = fields.Integer(compute="_compute_requirement_count")

    def _compute_requirement_count(self):
        rows = self.env["agency.requirement"]._read_group([("act_id", "in", self.ids)], ["act_id"], ["__count"])
        counts = {act.id: count for act, count in rows}
        for act in self:
            act.requirement_count = counts.get(act.id, 0)

    def action_view_requirements(self):
        """Show what the client objected to."""
        self.ensure_one()
        needs = self.requirement_ids
        action = {
            "name": self.env._("Objections"),
            "type": "ir.actions.act_window",
            "res_model": "agency.requirement",
            "view_mode": "list,form",
            "domain": [("act_id", "=", self.id)],
        }
        return {**action, "view_mode": "form", "res_id": needs.id} if len(needs) == 1 else action

    def _reject(self, reason, author):
        """Take the client's objections: the act returns to draft, a need is captured, its manager is told.

        Args:
            reason: text of the client, escaped by the chatter.
            author: res.partner who objects.

        Returns:
            agency.requirement: the need that holds the objections.

        Raises:
            UserError: if the act is not with the client, or no reason is given.
        """
        self.ensure_one()
        self._lock({"sent"})
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say what is wrong, so that it can be corrected."))
        self._write_step({"state": "draft", "review_deadline": False, "sent_on": False})
        self.message_post(
            body=self.env._("The client did not accept the act: %s", reason),
            author_id=author.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        manager = self.user_id or self.order_id.create_uid
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.with_context(lang=manager.lang).env._("Act not accepted: answer the client"),
            note=plaintext2html(reason),
            user_id=manager.id,
        )
        return self._capture_objections(reason, author, manager)

    def _capture_objections(self, reason, author, manager):
        """Keep the objections as a need: the one still open of this act, or a new one."""
        # sudo: a client writes no needs; this one holds the client's own words and stands for the act.
        needs = self.sudo().requirement_ids
        need = needs.filtered(lambda one: one.state in ("captured", "analysed"))[:1]
        if need:
            need.description = (need.description or "") + plaintext2html(reason)
            return need
        values = self.with_context(lang=manager.lang)._prepare_objections(reason, author, manager)
        return needs.create(values)

    def _prepare_objections(self, reason, author, manager):
        client = self.commercial_partner_id
        return {
            "name": self.env._("Objections to the act %s", self.name),
            "act_id": self.id,
            "partner_id": client.id,
            "contact_id": author.id if author.parent_id == client else False,
            "company_id": self.company_id.id,
            "user_id": manager.id,
            "priority": "must",
            "source": "act",
            "captured_on": fields.Date.context_today(self),
            "description": plaintext2html(reason),
        }
