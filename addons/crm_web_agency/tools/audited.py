"""What the audit keeps: for every model the fields whose values before and after are written down.

Both the patched methods (which fields they read) and the list for administrators (of which kind a
record is) come from here. Models that are not named here are no business of the shipped audit.
"""

__all__ = ["AUDITED", "COST_FIELDS", "FIRST_VALUES", "FOLLOWERS", "KINDS", "get_kind"]

_ADDRESS = ("street", "street2", "city", "zip", "state_id", "country_id")
_SIGNATORY = ("signatory_name", "signatory_position", "signatory_basis")

# By kind, then by model. A field that a model does not have (an add-on is absent) is left out.
_KINDS = {
    "roles": {
        "res.users": ("login", "active", "role_line_ids", "group_ids", "company_id", "company_ids", "partner_id"),
        "res.users.role": ("name", "implied_ids", "two_factor_required", "active"),
        "res.users.role.line": ("user_id", "role_id", "date_from", "date_to", "company_id"),
        "res.groups": ("name", "implied_ids", "user_ids"),
    },
    "requisites": {
        "res.partner": (
            "name",
            "active",
            "vat",
            "company_registry",
            "taxation_system",
            *_SIGNATORY,
            *_ADDRESS,
            "email",
            "user_id",
            "shared_team_ids",
        ),
        "res.partner.bank": ("acc_number", "partner_id", "bank_id", "acc_holder_name", "active"),
    },
    "prices": {
        "product.template": ("name", "active", "list_price", "standard_price", "taxes_id"),
        "product.pricelist.item": (
            "pricelist_id",
            "applied_on",
            "product_tmpl_id",
            "compute_price",
            "fixed_price",
            "percent_price",
            "price_discount",
            "price_surcharge",
            "min_quantity",
            "date_start",
            "date_end",
        ),
        "hr.job": ("name", "active", "hourly_price", "hourly_cost"),
        "sale.order": ("state", "partner_id", "user_id", "pricelist_id", "currency_id", "payment_term_id", "locked"),
        "sale.order.line": (
            "order_id",
            "product_id",
            "product_uom_qty",
            "price_unit",
            "discount",
            "tax_ids",
            "purchase_price",
        ),
    },
    "acts": {
        "agency.acceptance.act": (
            "name",
            "state",
            "date",
            "date_from",
            "date_to",
            "partner_id",
            "signed_by",
            "signed_on",
        ),
        "agency.acceptance.act.line": ("act_id", "name", "quantity", "price_unit", "discount", "tax_ids"),
    },
    "approvals": {
        "tier.review": ("status", "requested_by", "done_by", "reviewed_date", "comment"),
        "agency.approval.limit": (
            "role_id",
            "limits_discount",
            "max_discount",
            "limits_margin",
            "min_margin",
            "limits_amount",
            "max_amount",
        ),
    },
    "settings": {
        "res.company": (
            "name",
            "currency_id",
            "agency_act_auto_invoice",
            "agency_act_review_days",
            "agency_document_city",
            "agency_default_hourly_cost",
        ),
    },
}
KINDS = tuple(_KINDS)
AUDITED = {model: fields for models in _KINDS.values() for model, fields in models.items()}
# Where the first values matter as much as their changes. Elsewhere the document itself shows who made it and when.
FIRST_VALUES = (
    "res.users",
    "res.users.role",
    "res.users.role.line",
    "res.groups",
    "res.partner.bank",
    "product.pricelist.item",
    "hr.job",
    "tier.review",
    "agency.approval.limit",
)
# Fields that follow others without being computed: the groups of a person follow the roles.
FOLLOWERS = {"res.users": frozenset({"group_ids"})}
# Names of fields that tell what the work or a person costs, in whatever model.
COST_FIELDS = (
    "hourly_cost",
    "standard_price",
    "purchase_price",
    "agency_default_hourly_cost",
    "agency_cost",
    "margin",
    "margin_percent",
    "wage",
)


def get_kind(model):
    """Return the kind of a model's changes: a key of KINDS, or "other"."""
    return next((kind for kind, models in _KINDS.items() if model in models), "other")
