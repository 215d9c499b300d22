from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    act_ids = fields.Many2many(
        "agency.acceptance.act",
        "agency_acceptance_act_account_move_rel",
        "move_id",
        "act_id",
        string="Acceptance acts",
        copy=False,
        readonly=True,
        groups="crm_web_agency.group_agency_user",
    )
    act_count = fields.Integer(compute="_compute_act_count", groups="crm_web_agency.group_agency_user")

    def _compute_act_count(self):
        for move in self:
            move.act_count = len(move.act_ids)

    def action_view_acts(self):
        """Show the acts that this invoice bills."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("crm_web_agency.agency_acceptance_act_action")
        action["domain"] = [("id", "in", self.act_ids.ids)]
        return action

    def button_cancel(self):
        result = super().button_cancel()
        # sudo: an accountant without the agency's groups must not leave acts behind.
        self.sudo().act_ids._update_invoiced_state()
        return result

    def _invoice_paid_hook(self):
        # sudo: orders are told of payments by accountants, who read orders and write none.
        return super(AccountMove, self.sudo())._invoice_paid_hook()

    def unlink(self):
        # sudo: as in `button_cancel`.
        acts = self.sudo().act_ids
        result = super().unlink()
        acts._update_invoiced_state()
        return result
