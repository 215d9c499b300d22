from odoo import api, fields, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    """The address to which clients write what they need."""

    _inherit = "res.company"

    agency_needs_alias_id = fields.Many2one(
        "mail.alias", "Address for needs", copy=False, ondelete="set null", groups="base.group_erp_manager"
    )
    agency_needs_alias_name = fields.Char(
        "Name of the address for needs",
        compute="_compute_agency_needs_alias_name",
        inverse="_inverse_agency_needs_alias_name",
        help="The part before @ of the address to which clients write what they need.",
    )
    agency_needs_email = fields.Char("E-mail for needs", compute="_compute_agency_needs_alias_name")

    @api.depends("agency_needs_alias_id.alias_name", "agency_needs_alias_id.alias_domain_id.name")
    def _compute_agency_needs_alias_name(self):
        for company in self:
            # sudo: the address is given out to clients; only administrators read aliases.
            alias = company.sudo().agency_needs_alias_id
            company.agency_needs_alias_name = alias.alias_name
            company.agency_needs_email = alias.alias_full_name if alias.alias_domain_id else False

    def _inverse_agency_needs_alias_name(self):
        for company in self:
            # sudo: whoever may write the company decides on its address; aliases are for Odoo's administrators.
            alias = company.sudo().agency_needs_alias_id
            name = company.agency_needs_alias_name
            if not name:
                alias.unlink()
            elif alias:
                alias.write({"alias_name": name, "alias_domain_id": company.sudo().alias_domain_id.id})
            else:
                values = company._prepare_needs_alias_values(name)
                company.sudo().agency_needs_alias_id = self.env["mail.alias"].sudo().create(values)

    def _prepare_needs_alias_values(self, name):
        domain = self.sudo().alias_domain_id
        if not domain:
            raise UserError(
                self.env._(
                    "Choose the e-mail domain of %s in the general settings (Discuss, Alias Domain) first.", self.name
                )
            )
        return {
            "alias_name": name,
            "alias_domain_id": domain.id,
            "alias_model_id": self.env["ir.model"]._get_id("agency.requirement"),
            "alias_parent_model_id": self.env["ir.model"]._get_id("res.company"),
            "alias_parent_thread_id": self.id,
            "alias_contact": "everyone",
            "alias_defaults": repr({"company_id": self.id}),
        }
