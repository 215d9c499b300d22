import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ..tools.secret_text import has_secret

DOMAIN_PATTERN = re.compile(r"(?=.{1,253}$)([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]", re.UNICODE)
PAYERS = [("client", "Client"), ("agency", "Agency")]
PAYER_HELP = (
    "Client: the client pays the provider.\n"
    "Agency: we pay, and sell the renewal to the client when a service for it is chosen."
)


class AgencyWebsite(models.Model):
    """A client's site: what it is made of, where it lives and when its domain and certificate end."""

    _name = "agency.website"
    _description = "Client's website"
    _inherit = ["mail.thread", "mail.activity.mixin", "image.mixin", "properties.base.definition.mixin"]
    _order = "name, id"
    _rec_names_search = ["name", "domain"]

    name = fields.Char(required=True, tracking=True)
    domain = fields.Char(tracking=True, index="trigram", help="Without protocol and path: shop.example.ua")
    url = fields.Char("Address", compute="_compute_url")
    partner_id = fields.Many2one(
        "res.partner",
        "Client",
        required=True,
        index=True,
        ondelete="cascade",
        tracking=True,
        domain="[('parent_id', '=', False)]",
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    technology_ids = fields.Many2many("agency.technology", string="Technologies")
    hosting = fields.Char(help="Where the site is hosted: provider and plan.")
    registrar = fields.Char(help="Who keeps the domain.")
    domain_payer = fields.Selection(PAYERS, "Domain paid by", default="client", help=PAYER_HELP)
    tls_payer = fields.Selection(PAYERS, "Certificate paid by", default="client", help=PAYER_HELP)
    hosting_payer = fields.Selection(PAYERS, "Hosting paid by", default="client", help=PAYER_HELP)
    domain_expiry = fields.Date("Domain paid until", tracking=True, index="btree_not_null")
    tls_expiry = fields.Date("Certificate valid until", tracking=True, index="btree_not_null")
    hosting_expiry = fields.Date("Hosting paid until", tracking=True, index="btree_not_null")
    next_expiry = fields.Date(
        "Nearest expiry",
        compute="_compute_next_expiry",
        store=True,
        index="btree_not_null",
        help="The earliest of domain, certificate and hosting.",
    )
    days_left = fields.Integer(
        "Days left", compute="_compute_days_left", search="_search_days_left", help="Days to the nearest expiry."
    )
    contract_id = fields.Many2one(
        "contract.contract",
        "Care contract",
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', 'child_of', partner_id), ('contract_type', '=', 'sale')]",
    )
    requirement_ids = fields.One2many("agency.requirement", "website_id", "Requirements")
    access_ids = fields.One2many(
        "agency.website.access",
        "website_id",
        groups="crm_web_agency.group_agency_performer,"
        "crm_web_agency.group_agency_account_manager,crm_web_agency.group_agency_project_manager",
    )
    note = fields.Html("Notes", groups="base.group_user")
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _domain_uniq = models.UniqueIndex(
        "(lower(domain), company_id) WHERE domain IS NOT NULL AND active IS TRUE",
        "A website with this domain is in the list already.",
    )

    @api.depends("domain")
    def _compute_url(self):
        for website in self:
            website.url = f"https://{website.domain}" if website.domain else False

    @api.depends("partner_id")
    def _compute_user_id(self):
        for website in self:
            website.user_id = website.user_id or website.partner_id.user_id

    @api.depends("domain_expiry", "tls_expiry", "hosting_expiry")
    def _compute_next_expiry(self):
        for website in self:
            dates = [day for day in (website.domain_expiry, website.tls_expiry, website.hosting_expiry) if day]
            website.next_expiry = min(dates, default=False)

    @api.depends("next_expiry")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for website in self:
            website.days_left = (website.next_expiry - today).days if website.next_expiry else 0

    def _search_days_left(self, operator, value):
        """Turn a number of days into a date; websites without dates are never found."""
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        day = fields.Date.add(fields.Date.context_today(self), days=int(value))
        return Domain("next_expiry", "!=", False) & Domain("next_expiry", operator, day)

    @api.constrains("domain")
    def _check_domain(self):
        for website in self:
            if website.domain and not DOMAIN_PATTERN.fullmatch(website.domain):
                raise ValidationError(
                    self.env._(
                        "Domain: “%(domain)s” is not a domain name; write it like shop.example.ua.",
                        domain=website.domain,
                    )
                )

    @api.constrains("note", "hosting", "registrar")
    def _check_no_secrets(self):
        for website in self:
            words = (html2plaintext(website.note or ""), website.hosting, website.registrar)
            if any(has_secret(text) for text in words):
                raise ValidationError(self.env["agency.website.access"]._get_secret_message())

    @api.model_create_multi
    def create(self, vals_list):
        websites = super().create([self._clean_domain(vals) for vals in vals_list])
        websites.partner_id._mark_agency_client()
        return websites

    def write(self, vals):
        return super().write(self._clean_domain(vals))

    @api.model
    def _clean_domain(self, vals):
        """Take the host out of what people paste: https://Shop.example.ua/uk/ -> shop.example.ua."""
        if not vals.get("domain"):
            return vals
        host = re.sub(r"^\w+://", "", vals["domain"].strip()).split("/")[0].split(":")[0]
        return {**vals, "domain": host.lower()}

    def action_open_url(self):
        """Open the site in a new tab."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}
