from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AgencyEstimateOption(models.Model):
    """A package of works that the client may choose: one of several packages, or an extra beside them."""

    _name = "agency.estimate.option"
    _description = "Package of an estimate"
    _inherit = "agency.estimate.total.mixin"
    _order = "estimate_id desc, sequence, id"

    estimate_id = fields.Many2one("agency.estimate", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="estimate_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="estimate_id.currency_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Package", required=True)
    kind = fields.Selection(
        [("package", "Package"), ("extra", "Extra")],
        required=True,
        default="package",
        help="Package: one of them is chosen. Extra: may be added to any package.",
    )
    is_chosen = fields.Boolean(
        "Chosen", help="Goes into the offer as its lines and into the price; the others are offered as optional ones."
    )
    line_ids = fields.One2many("agency.estimate.line", "option_id", "Works")

    @api.depends(
        "line_ids.hours_expected",
        "line_ids.hours_variance",
        "line_ids.cost",
        "line_ids.cost_variance",
        "line_ids.price",
        "currency_id",
    )
    def _compute_totals(self):
        for option in self:
            option.update(option._get_totals(*option.line_ids._get_sums()))

    @api.constrains("is_chosen", "kind", "estimate_id")
    def _check_one_package(self):
        groups = self._read_group(
            [("estimate_id", "in", self.estimate_id.ids), ("kind", "=", "package"), ("is_chosen", "=", True)],
            ["estimate_id"],
            having=[("__count", ">", 1)],
        )
        if groups:
            raise ValidationError(
                self.env._(
                    "%(estimate)s: only one package is chosen. Make what may be added to any package an extra.",
                    estimate=groups[0][0].display_name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        options = super().create(vals_list)
        options.estimate_id._check_open()
        return options

    def write(self, vals):
        self.estimate_id._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self.estimate_id._check_open()

    def action_choose(self):
        """Choose the package instead of another one, or add the extra; press again to take an extra out."""
        self.ensure_one()
        if self.kind == "extra":
            self.is_chosen = not self.is_chosen
            return
        packages = self.estimate_id.option_ids.filtered(lambda option: option.kind == "package")
        (packages - self).write({"is_chosen": False})
        self.is_chosen = True
