from odoo import fields, models


class ProjectMilestone(models.Model):
    _inherit = "project.milestone"

    instalment_ids = fields.One2many(
        "agency.order.instalment", "milestone_id", "Payments", groups="crm_web_agency.group_agency_user"
    )

    def write(self, vals):
        """A milestone reached asks for the payments that wait for it."""
        self.check_access("write")
        reached = self.filtered(lambda one: not one.is_reached) if vals.get("is_reached") else self.browse()
        result = super().write(vals)
        # sudo: whoever marks the work as done need not have access to orders; see `_create_invoices`.
        rows = reached.sudo().instalment_ids.filtered(
            lambda row: row.due_event == "milestone" and row.order_id.state == "sale" and not row._is_invoiced()
        )
        if rows:
            rows.due_date = fields.Date.context_today(self)
            rows._create_invoices()
        return result
