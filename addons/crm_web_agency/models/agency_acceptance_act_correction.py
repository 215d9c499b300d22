from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AgencyAcceptanceAct(models.Model):
    """Counter document: a signed act is never deleted or changed, another act takes back what was wrong.

    Lines of a counter act are negative, each against a line of the act that it corrects. It has a
    number of its own, is sent and signed as any act, and becomes a credit note.
    """

    _inherit = "agency.acceptance.act"

    corrects_id = fields.Many2one(
        "agency.acceptance.act",
        string="Corrects the act",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The signed act of which this one takes back all or a part.",
    )
    correction_ids = fields.One2many("agency.acceptance.act", "corrects_id", string="Corrected by")
    is_annulled = fields.Boolean(
        string="Taken back",
        compute="_compute_is_annulled",
        help="Signed counter acts have taken back all that this act accepted.",
    )

    @api.depends("correction_ids.state", "line_ids.quantity", "line_ids.correction_line_ids.quantity")
    def _compute_is_annulled(self):
        for act in self:
            taken = act.correction_ids.filtered(lambda one: one.state in ("signed", "invoiced"))
            act.is_annulled = bool(taken) and not any(line._get_net_quantity() for line in act.line_ids)

    def action_correct(self):
        """Draft the act that takes back what this one still accepts, and show it."""
        self.ensure_one()
        self._check_may_issue()
        self.check_access("write")
        self._lock({"signed", "invoiced"})
        if self.corrects_id:
            raise UserError(
                self.env._("The act %s is a correction itself: make a new act of what was delivered.", self.name)
            )
        draft = self.correction_ids.filtered(lambda act: act.state in ("draft", "sent"))[:1]
        counter = draft or self._create_correction()
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": counter.id, "view_mode": "form"}

    def _create_correction(self):
        lines = [
            Command.create(line._prepare_correction(quantity))
            for line in self.line_ids
            if (quantity := line._get_net_quantity()) > 0
        ]
        if not lines:
            raise UserError(self.env._("The act %s is already taken back in full.", self.name))
        # sudo: `corrects_id` is for this step only; the right to the act was checked by the caller.
        counter = self.sudo().create(
            {
                "order_id": self.order_id.id,
                "corrects_id": self.id,
                "subject": self.subject,
                "line_ids": lines,
            }
        )
        return counter.sudo(False)

    def _release_corrected_hours(self):
        """Let hours that are wholly taken back enter another act."""
        lines = self.line_ids.corrects_line_id.filtered(lambda line: not line._get_net_quantity())
        # sudo: hours belong to performers, whose timesheets neither client nor seller may write.
        lines.sudo().timesheet_ids.write({"act_line_id": False, "timesheet_invoice_id": False})
