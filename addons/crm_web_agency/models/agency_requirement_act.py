from odoo import fields, models


class AgencyRequirement(models.Model):
    """Needs that came back with an act that the client did not accept."""

    _inherit = "agency.requirement"

    source = fields.Selection(selection_add=[("act", "Acceptance act")])
    act_id = fields.Many2one(
        "agency.acceptance.act",
        string="Act not accepted",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="crm_web_agency.group_agency_account_manager,crm_web_agency.group_agency_project_manager,"
        "crm_web_agency.group_agency_accountant,crm_web_agency.group_agency_director",
        help="The acceptance act that the client sent back with these objections.",
    )
    act_order_id = fields.Many2one(
        related="act_id.order_id",
        string="Order of the act",
        store=True,
        index="btree_not_null",
        groups="crm_web_agency.group_agency_account_manager,crm_web_agency.group_agency_project_manager,"
        "crm_web_agency.group_agency_accountant,crm_web_agency.group_agency_director",
    )
