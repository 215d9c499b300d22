from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from .agency_service_milestone import BY_THE_SERVICE, CHECKED_LATER

# What each way of pricing means to Odoo: (invoice_policy, service_type).
POLICY_BY_PRICING = {
    "fixed": ("delivery", "milestones"),
    "time_material": ("delivery", "timesheet"),
    "retainer": ("order", "timesheet"),
}
PRICING_BY_POLICY = {policy: pricing for pricing, policy in POLICY_BY_PRICING.items()}


class ProductTemplate(models.Model):
    """A service of the agency: how it is priced, what it takes and what the client gets."""

    _inherit = "product.template"

    is_agency_service = fields.Boolean("Service of the agency", index=True)
    pricing_model = fields.Selection(
        [("fixed", "Fixed price"), ("time_material", "Time and material"), ("retainer", "Retainer")],
        "Pricing model",
        compute="_compute_pricing_model",
        inverse="_inverse_pricing_model",
        store=True,
        readonly=False,
        help="Fixed price: paid by milestones as they are accepted.\n"
        "Time and material: paid by the hours worked.\n"
        "Retainer: paid in advance for a period or a number of hours.",
    )
    effort_ids = fields.One2many("agency.service.effort", "product_tmpl_id", "Effort norms", copy=True)
    deliverable_ids = fields.One2many("agency.service.deliverable", "product_tmpl_id", "Deliverables", copy=True)
    milestone_ids = fields.One2many("agency.service.milestone", "product_tmpl_id", "Milestones", copy=True)

    @api.depends("is_agency_service", "type", "invoice_policy", "service_type")
    def _compute_pricing_model(self):
        # A service being written in a form keeps what was chosen: its policies follow when it is saved.
        for product in self:
            if not product.is_agency_service or product.type != "service":
                product.pricing_model = False
                continue
            policy = (product.invoice_policy, product.service_type)
            kept = product.pricing_model if not product._origin else False
            product.pricing_model = kept or PRICING_BY_POLICY.get(policy) or product.pricing_model or "retainer"

    def _inverse_pricing_model(self):
        hour = self.env.ref("uom.product_uom_hour")
        for product in self.filtered("pricing_model"):
            product.write(product._prepare_pricing_values(hour))

    def _prepare_pricing_values(self, hour):
        """Fields of sale_project and sale_timesheet that make the service behave as its pricing model says.

        The unit becomes hours only where hours are sold, and only if it is not a unit of time yet.
        """
        self.ensure_one()
        invoice_policy, service_type = POLICY_BY_PRICING[self.pricing_model]
        values = {"type": "service", "invoice_policy": invoice_policy, "service_type": service_type}
        if self.service_tracking in (False, "no"):
            values["service_tracking"] = "task_in_project"
        if self.pricing_model == "time_material" and not self.uom_id._has_common_reference(hour):
            values["uom_id"] = hour.id
        return values

    @api.model_create_multi
    def create(self, vals_list):
        return super(ProductTemplate, self._with_milestones_checked_at_the_end()).create(vals_list).with_env(self.env)

    def write(self, vals):
        if "milestone_ids" not in vals:
            return super().write(vals)
        return super(ProductTemplate, self._with_milestones_checked_at_the_end()).write(vals)

    def _with_milestones_checked_at_the_end(self):
        """Milestones written with their service are checked together, not after each of them."""
        return self.with_context(**{CHECKED_LATER: BY_THE_SERVICE})

    @api.constrains("milestone_ids")
    def _check_milestone_shares(self):
        for product in self:
            product._check_shares_of(product.milestone_ids)

    def _check_shares_of(self, milestones):
        """Raise if these milestones, which the service is to have, do not make 100 %; none is fine."""
        total = sum(milestones.mapped("percentage"))
        if milestones and float_compare(total, 100, precision_digits=2):
            raise ValidationError(
                self.env._(
                    "Milestones of “%(service)s”: the shares of the price make %(total)g %%, and must make 100 %%.",
                    service=self.name,
                    total=total,
                )
            )
