from odoo import fields, models
from odoo.fields import Command

from ..tools.readers import PRICES


class ContractLine(models.Model):
    """The line by which a contract invoices the periods of a retainer in advance."""

    _inherit = "contract.line"

    retainer_id = fields.Many2one(
        "agency.retainer", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    def _prepare_invoice_line(self):
        """Count the invoice in the order that sold the retainer, with the taxes of its line."""
        values = super()._prepare_invoice_line()
        # sudo: whoever may invoice the contract need not read orders.
        sold = self.sudo().retainer_id.sale_line_id
        if values and sold:
            values["sale_line_ids"] = [Command.link(sold.id)]
            values["tax_ids"] = [Command.set(sold.tax_ids.ids)]
        return values


class ContractContract(models.Model):
    _inherit = "contract.contract"

    retainer_ids = fields.One2many("agency.retainer", "contract_id", "Retainers", groups=PRICES)

    def _prepare_recurring_invoices_values(self, date_ref=False):
        """Raise prices that are to rise by the day of the invoice, before it is made."""
        for contract in self:
            day = contract.recurring_next_date
            # sudo: prices rise by the terms of the retainer, whoever makes the invoice.
            retainers = contract.sudo().retainer_ids
            retainers.filtered(lambda one, day=day: day and one.indexation_date and one.indexation_date <= day)._index()
        return super()._prepare_recurring_invoices_values(date_ref)
