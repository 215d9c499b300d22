from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

# Shares are kept with two digits: 33.33 + 33.33 + 33.34.
SHARE_DIGITS = 2


class SaleOrderTemplate(models.Model):
    """Templates of the agency's kinds of work: what is offered, until when, and how it is paid."""

    _inherit = "sale.order.template"

    name = fields.Char(translate=True)
    agency_kind = fields.Selection(
        selection=lambda self: self._get_kinds(),
        string="Kind of order",
        help="Orders made from the template become of this kind; empty: the kind is left as it is.",
    )
    agency_instalment_ids = fields.One2many(
        "agency.order.template.instalment", "template_id", "Payment plan", copy=True
    )

    @api.model
    def _get_kinds(self):
        """Return the kinds of orders but changes, which are made from the order that they change."""
        kinds = self.env["sale.order"]._fields["agency_kind"].selection
        return [kind for kind in kinds if kind[0] != "change_request"]

    @api.constrains("agency_instalment_ids")
    def _check_shares(self):
        for template in self.filtered("agency_instalment_ids"):
            total = sum(template.agency_instalment_ids.mapped("percent"))
            if float_compare(total, 100, precision_digits=SHARE_DIGITS):
                raise ValidationError(
                    self.env._(
                        "The shares of the payment plan of “%(template)s” make %(total)g %%: "
                        "change them to make 100 %%.",
                        template=template.name,
                        total=total,
                    )
                )
