from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    act_line_id = fields.Many2one(
        "agency.acceptance.act.line",
        string="Line of the act",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="What the client accepted and this line bills.",
    )

    def _copy_data_extend_business_fields(self, values):
        """A credit note bills, with the other sign, what the invoice billed; a copy of an invoice does not."""
        result = super()._copy_data_extend_business_fields(values)
        values["act_line_id"] = self.act_line_id.id
        return result
