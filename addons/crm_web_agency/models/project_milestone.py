from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_round


class ProjectMilestone(models.Model):
    _inherit = "project.milestone"

    # A quantity is no price: performers, who read no order lines, see it.
    product_uom_qty = fields.Float(compute_sudo=True)
    act_line_ids = fields.One2many(
        "agency.acceptance.act.line", "milestone_id", string="In acts", groups="crm_web_agency.group_agency_user"
    )
    order_id = fields.Many2one(related="sale_line_id.order_id", string="Order", store=True, index="btree_not_null")
    partner_id = fields.Many2one(related="project_id.partner_id", string="Client", store=True)

    @api.model_create_multi
    def create(self, vals_list):
        milestones = super().create(vals_list)
        milestones.filtered("is_reached")._draft_acts()
        return milestones

    def write(self, vals):
        if "is_reached" not in vals:
            return super().write(vals)
        changed = self.filtered(lambda one: one.is_reached != bool(vals["is_reached"]))
        if not vals["is_reached"]:
            changed._leave_acts()
        result = super().write(vals)
        if vals["is_reached"]:
            changed._draft_acts()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_leaving_acts(self):
        """A milestone that is deleted leaves its draft act; in an act that the client has got it stays."""
        self._leave_acts()

    def action_mark_reached(self):
        """Mark milestones as reached: their share is delivered and enters a draft act."""
        self.filtered(lambda one: not one.is_reached).write({"is_reached": True})

    def action_view_act(self):
        """Show the act that holds this milestone."""
        self.ensure_one()
        lines = self.act_line_ids.filtered(lambda line: line.act_id.state != "cancelled")
        lines = lines._get_holding() or lines
        return {
            "type": "ir.actions.act_window",
            "res_model": "agency.acceptance.act",
            "res_id": lines[:1].act_id.id,
            "views": [(False, "form")],
        }

    def _get_unaccepted(self):
        """Return reached milestones of confirmed orders that are in no act."""
        return self.filtered(
            lambda one: one.is_reached and one.sale_line_id.state == "sale" and not one.act_line_ids._get_holding()
        )

    def _draft_acts(self):
        """Put newly reached milestones into the draft acts of their orders."""
        # sudo: whoever marks the work as done need not have access to orders and acts;
        # what enters the act comes from the order line of the milestone only.
        for order, milestones in self.sudo()._get_unaccepted().grouped("order_id").items():
            order._draft_act_from_milestones(milestones)

    def _leave_acts(self):
        """Take milestones that are not reached after all out of draft acts.

        Raises:
            UserError: when the client has already got the act.
        """
        # sudo: see `_draft_acts`.
        lines = self.sudo().act_line_ids._get_holding()
        issued = lines.filtered(lambda line: line.act_id.state != "draft")
        if issued:
            raise UserError(
                self.env._(
                    "The milestone “%(milestone)s” is in the act %(act)s, which the client has "
                    "received. Cancel the act first.",
                    milestone=issued[0].milestone_id.name,
                    act=issued[0].act_id.name,
                )
            )
        acts = lines.act_id
        lines.unlink()
        acts.filtered(lambda act: not act.line_ids and not act._is_numbered()).unlink()

    def _prepare_act_lines(self, left):
        """Return values of act lines, one for each milestone.

        Shares such as 1/3 do not fit the two decimals of a quantity: a milestone takes what
        is left when that differs from its share by rounding only, so that all milestones
        together accept the whole line.

        Args:
            left: {order line id: quantity delivered and in no act}; it is used up here.
        """
        step = 10 ** -self.env["decimal.precision"].precision_get("Product Unit")
        values = []
        for number, milestone in enumerate(self.sorted(lambda one: (one.sequence, one.id))):
            line = milestone.sale_line_id
            share = milestone.quantity_percentage * line.product_uom_qty
            quantity = min(float_round(share, precision_rounding=step), left[line.id])
            if left[line.id] - quantity < 1.5 * step:
                quantity = left[line.id]
            if quantity <= 0:
                continue
            left[line.id] -= quantity
            values.append(
                {
                    "sale_line_id": line.id,
                    "milestone_id": milestone.id,
                    "quantity": quantity,
                    "sequence": 10 + number,
                }
            )
        return values
