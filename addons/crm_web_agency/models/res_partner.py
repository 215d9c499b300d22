from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

ACTIVE_MONTHS = 12
DORMANT_MONTHS = 24
STAGE_BATCH = 1000


class ResPartner(models.Model):
    """A client of the agency: requisites, lifecycle, segments, needs and websites."""

    _inherit = "res.partner"

    is_agency_client = fields.Boolean("Client of the agency", index=True, tracking=True)
    client_stage = fields.Selection(
        [("prospect", "Prospect"), ("active", "Active"), ("dormant", "Dormant"), ("former", "Former")],
        "Stage",
        compute="_compute_client_stage",
        store=True,
        tracking=True,
        help="Prospect: no confirmed order yet. Active: confirmed an order in the last 12 months.\n"
        "Dormant: 12 to 24 months ago. Former: longer ago.",
    )
    last_order_date = fields.Date("Last order", compute="_compute_client_stage", store=True)
    segment_ids = fields.Many2many(
        "agency.client.segment", "agency_segment_partner_rel", "partner_id", "segment_id", "Segments"
    )
    shared_team_ids = fields.Many2many(
        "crm.team",
        "agency_shared_team_rel",
        "partner_id",
        "team_id",
        "Shared with teams",
        tracking=True,
        help="Members of these teams work with the client as with their own.",
    )
    website_ids = fields.One2many("agency.website", "partner_id", "Websites", groups="crm_web_agency.group_agency_user")
    requirement_ids = fields.One2many(
        "agency.requirement", "partner_id", "Needs", groups="crm_web_agency.group_agency_user"
    )
    website_count = fields.Integer("Number of websites", compute="_compute_agency_counts")
    requirement_count = fields.Integer("Open needs", compute="_compute_agency_counts")
    signatory_name = fields.Char("Signatory", help="Who signs documents: surname, name, patronymic.")
    signatory_position = fields.Char("Signatory's position")
    signatory_basis = fields.Char("Acts on the basis of", help="Statute, power of attorney No …, state registration …")
    taxation_system = fields.Selection(
        [
            ("general_vat", "General, VAT payer"),
            ("general", "General, without VAT"),
            ("single_3", "Single tax, group 3, without VAT"),
            ("single_3_vat", "Single tax, group 3, VAT payer"),
            ("single_2", "Single tax, group 2"),
            ("non_resident", "Non-resident"),
        ],
        "Taxation system",
    )

    # The client list by name, page by page.
    _agency_client_name_idx = models.Index("(complete_name, id DESC) WHERE is_agency_client IS TRUE AND active IS TRUE")

    @api.depends(
        "is_agency_client",
        "sale_order_ids.state",
        "sale_order_ids.date_order",
        "child_ids.sale_order_ids.state",
        "child_ids.sale_order_ids.date_order",
    )
    def _compute_client_stage(self):
        last_orders = self._get_last_order_dates()
        today = fields.Date.context_today(self)
        for partner in self:
            last_order = last_orders.get(partner._origin.id)
            partner.last_order_date = last_order
            partner.client_stage = partner.is_agency_client and self._get_client_stage(last_order, today)

    def _get_last_order_dates(self):
        """Date of the last confirmed order of each client, contacts' orders included: {partner id: date}.

        A shared client has one stage for all companies: it tells whether we know each other.
        """
        groups = self.env["sale.order"]._read_group(
            [("state", "=", "sale"), ("partner_id.commercial_partner_id", "in", self.ids)],
            ["partner_id.commercial_partner_id"],
            ["date_order:max"],
        )
        return {partner.id: fields.Datetime.context_timestamp(self, moment).date() for partner, moment in groups}

    @api.model
    def _get_client_stage(self, last_order, today):
        """Stage of a client whose last confirmed order was on a date (or never)."""
        if not last_order:
            return "prospect"
        if last_order > today - relativedelta(months=ACTIVE_MONTHS):
            return "active"
        return "dormant" if last_order > today - relativedelta(months=DORMANT_MONTHS) else "former"

    @api.model
    def _get_stale_stage_domain(self):
        """Clients whose stage has changed by the mere passing of time."""
        today = fields.Date.context_today(self)
        old = today - relativedelta(months=ACTIVE_MONTHS)
        older = today - relativedelta(months=DORMANT_MONTHS)
        return (
            (Domain("client_stage", "=", "active") & Domain("last_order_date", "<=", old))
            | (Domain("client_stage", "=", "dormant") & Domain("last_order_date", "<=", older))
            # Clients brought in past the ORM have no stage yet.
            | (Domain("client_stage", "=", False) & Domain("is_agency_client", "=", True))
        )

    @api.model
    def _cron_refresh_client_stage(self):
        """Move clients along active -> dormant -> former; a killed run goes on where it stopped."""
        domain = self._get_stale_stage_domain()
        cron = self.env["ir.cron"]
        clients = self.with_context(active_test=False)
        cron._commit_progress(remaining=clients.search_count(domain))
        while partners := clients.search(domain, limit=STAGE_BATCH, order="id"):
            self.env.add_to_compute(self._fields["client_stage"], partners)
            partners.flush_recordset(["client_stage", "last_order_date"])
            if not cron._commit_progress(len(partners)):
                break

    def _mark_agency_client(self):
        """Whoever has a need or a website here is a client."""
        # sudo: project managers capture needs and may not write contacts; one flag is set, nothing is shown.
        self.sudo().filtered(lambda partner: not partner.is_agency_client).is_agency_client = True

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_agency_counts(self):
        """Counts of what the user may see; records not saved yet have nothing."""
        requirements = self._count_by_client("agency.requirement", [("state", "not in", ("delivered", "declined"))])
        websites = self._count_by_client("agency.website", [])
        for partner in self:
            partner.requirement_count = requirements.get(partner._origin.id, 0)
            partner.website_count = websites.get(partner._origin.id, 0)

    def _count_by_client(self, model_name, domain):
        model = self.env[model_name]
        if not model.has_access("read"):
            return {}
        groups = model._read_group(Domain(domain) & Domain("partner_id", "in", self.ids), ["partner_id"], ["__count"])
        return {partner.id: count for partner, count in groups}

    # ---------------------------------------------------------------- actions

    def action_open_agency_requirements(self):
        """Open the needs of the client."""
        return self._get_client_action("crm_web_agency.action_agency_requirements")

    def action_open_agency_websites(self):
        """Open the websites of the client."""
        return self._get_client_action("crm_web_agency.action_agency_websites")

    def _get_client_action(self, action_xmlid):
        """A window action narrowed to the client, with new records made for it."""
        self.ensure_one()
        client = self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id(action_xmlid)
        action["domain"] = [("partner_id", "=", client.id)]
        action["context"] = {"default_partner_id": client.id}
        return action

    def action_new_agency_order(self):
        """Begin an empty quotation for the client."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New quotation"),
            "res_model": "sale.order",
            "view_mode": "form",
            "context": {"default_partner_id": self.id},
        }
