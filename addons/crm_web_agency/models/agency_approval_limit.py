from math import inf

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from ..tools.approval_terms import UNLIMITED, Limits, most_generous, strictest

DIRECTOR = "crm_web_agency.group_agency_director"
STAFF = "crm_web_agency.group_agency_user"
# Shipped for every company: discount up to, margin from (per cent), amount up to (company currency).
DEFAULT_ROLES = ("role_account_manager", "role_project_manager")
DEFAULTS = {"max_discount": 10.0, "min_margin": 20.0, "max_amount": 300000.0}


class AgencyApprovalLimit(models.Model):
    """How far a role may go in an order before the director has to approve it."""

    _name = "agency.approval.limit"
    _description = "Approval limit of a role"
    _order = "company_id, role_id"
    _rec_name = "role_id"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    role_id = fields.Many2one("res.users.role", required=True, ondelete="cascade")
    limits_discount = fields.Boolean(string="Limit the discount", default=True)
    max_discount = fields.Float(
        string="Discount up to, %",
        default=DEFAULTS["max_discount"],
        help="Greatest discount on a line or on the whole order, against the price list.",
    )
    limits_margin = fields.Boolean(string="Limit the margin", default=True)
    min_margin = fields.Float(
        string="Margin from, %",
        default=DEFAULTS["min_margin"],
        help="Least share of the amount without tax that is left after the cost.",
    )
    limits_amount = fields.Boolean(string="Limit the amount", default=True)
    max_amount = fields.Monetary(
        string="Amount up to",
        default=DEFAULTS["max_amount"],
        help="Greatest amount without tax; that of an order in another currency is converted at its rate.",
    )

    _role_unique = models.Constraint(
        "UNIQUE (company_id, role_id)", "The role has its limits in this company already: change those."
    )
    _discount_range = models.Constraint(
        "CHECK (max_discount BETWEEN 0 AND 100)", "The greatest discount is between 0 and 100 %."
    )
    _margin_range = models.Constraint("CHECK (min_margin <= 100)", "The least margin cannot be above 100 %.")
    _amount_range = models.Constraint("CHECK (max_amount >= 0)", "The greatest amount cannot be negative.")

    @api.model
    def _ensure_defaults(self, companies=None):
        """Give the shipped limits to the companies (all by default) that have none at all.

        An empty list is not a way to say "no limits": untick them instead.
        """
        companies = companies or self.env["res.company"].search(Domain.TRUE)
        # sudo: a company is made by those who administer; its limits come with it.
        missing = companies - self.sudo().search([("company_id", "in", companies.ids)]).company_id
        roles = [self.env.ref(f"crm_web_agency.{name}", raise_if_not_found=False) for name in DEFAULT_ROLES]
        self.sudo().create(
            [
                {"company_id": company.id, "role_id": role.id, **DEFAULTS}
                for company in missing
                for role in roles
                if role
            ]
        )

    @api.model
    def _get_limits_of_people(self, users, company):
        """Return the Limits that hold for an order on which all these users had a say: the strictest.

        A person has the most generous limits of the roles held. A director has none. Somebody whose
        roles have no limits here gets the strictest of the company, so handing an order over to such
        a person loosens nothing. Orders on which nobody of the agency had a say have no limits: who
        sells by Odoo's own groups alone is none of these roles.
        """
        people = users.sudo().filtered(lambda user: user.id != SUPERUSER_ID and user.has_group(STAFF))
        if not people:
            return UNLIMITED
        # sudo (also for the roles of the users): limits count for those who may not read them, as clients who sign.
        limits = self.sudo().search([("company_id", "=", company.id)])
        fallback = strictest([limit._get_limits() for limit in limits])
        return strictest([limits._get_limits_of_person(user, fallback) for user in people])

    def _get_limits_of_person(self, user, fallback):
        if user.has_group(DIRECTOR):
            return UNLIMITED
        held = self.filtered(lambda limit: limit._is_held_by(user))
        return most_generous([limit._get_limits() for limit in held]) if held else fallback

    def _is_held_by(self, user):
        """Tell whether the user has the role: given as a role, or by the role's groups in Odoo's settings."""
        self.ensure_one()
        if user.role_line_ids:
            return self.role_id in user._get_enabled_roles().role_id
        privilege = self.env.ref("crm_web_agency.privilege_agency")
        groups = self.role_id.implied_ids.filtered(lambda group: group.privilege_id == privilege)
        return bool(groups) and groups <= user.all_group_ids

    def _get_limits(self):
        self.ensure_one()
        return Limits(
            self.max_discount if self.limits_discount else inf,
            self.min_margin if self.limits_margin else -inf,
            self.max_amount if self.limits_amount else inf,
        )
