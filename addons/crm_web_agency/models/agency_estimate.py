from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class AgencyEstimate(models.Model):
    """What the agency thinks some works take, cost and are to be sold for: internal, in versions.

    The rates are those of the day of the version; later rates do not rewrite it. The totals are of what
    goes into the price: works without a package, and those of the chosen ones.
    """

    _name = "agency.estimate"
    _description = "Estimate"
    _inherit = ["agency.estimate.total.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "partner_id.name"]

    name = fields.Char("Subject", required=True, tracking=True, index="trigram")
    active = fields.Boolean(default=True)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False, aggregator=None)
    first_id = fields.Many2one(
        "agency.estimate", "First version", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    previous_id = fields.Many2one(
        "agency.estimate", "Made from", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    version_count = fields.Integer("Versions", compute="_compute_version_count")
    partner_id = fields.Many2one(
        "res.partner",
        "Client",
        required=True,
        index=True,
        tracking=True,
        ondelete="restrict",
        domain="[('parent_id', '=', False)]",
    )
    lead_id = fields.Many2one(
        "crm.lead",
        "Opportunity",
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', 'child_of', partner_id)]",
    )
    parent_order_id = fields.Many2one(
        "sale.order",
        "Changes the order",
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', 'child_of', partner_id), ('state', '=', 'sale')]",
        help="The offer becomes a change request of this confirmed order.",
    )
    order_id = fields.Many2one(
        "sale.order",
        "Offer",
        copy=False,
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', 'child_of', partner_id), ('state', 'in', ('draft', 'sent'))]",
        help="The quotation that the estimate was put into.",
    )
    requirement_ids = fields.Many2many("agency.requirement", string="Needs", compute="_compute_requirement_ids")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, readonly=False, required=True, precompute=True
    )
    date = fields.Date(
        "Rates of the day",
        required=True,
        default=fields.Date.context_today,
        copy=False,
        readonly=True,
        index=True,
        help="The rates of job positions and currencies are those of this day, and stay so.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
        domain="[('share', '=', False)]",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("chosen", "Chosen"), ("superseded", "Superseded")],
        default="draft",
        required=True,
        copy=False,
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
        help="Chosen: an offer was made of it. Superseded: a later version was made of it or chosen.",
    )
    note = fields.Text("Assumptions", help="What the estimate holds for, what is left out, what may go wrong.")
    option_ids = fields.One2many("agency.estimate.option", "estimate_id", "Packages", copy=False)
    line_ids = fields.One2many("agency.estimate.line", "estimate_id", "Works", copy=False)
    effort_ids = fields.One2many("agency.estimate.effort", "estimate_id", "Hours", readonly=True)

    _version_uniq = models.UniqueIndex("(first_id, version)", "Somebody has made this version already.")

    @api.depends("company_id", "parent_order_id", "order_id")
    def _compute_currency_id(self):
        for estimate in self:
            order = estimate.parent_order_id or estimate.order_id
            estimate.currency_id = order.currency_id or estimate.currency_id or estimate.company_id.currency_id

    @api.depends("line_ids.requirement_id")
    def _compute_requirement_ids(self):
        for estimate in self:
            estimate.requirement_ids = estimate.line_ids.requirement_id

    @api.depends("name", "version")
    def _compute_display_name(self):
        for estimate in self:
            estimate.display_name = self.env._(
                "%(name)s, version %(version)s", name=estimate.name or "", version=estimate.version
            )

    @api.depends("first_id")
    def _compute_version_count(self):
        firsts = self._get_first()
        rows = self._read_group([("first_id", "in", firsts.ids)], ["first_id"], ["__count"])
        counts = {first.id: count for first, count in rows}
        for estimate in self:
            estimate.version_count = 1 + counts.get((estimate.first_id or estimate)._origin.id, 0)

    @api.depends(
        "line_ids.is_chosen",
        "line_ids.hours_expected",
        "line_ids.hours_variance",
        "line_ids.cost",
        "line_ids.cost_variance",
        "line_ids.price",
        "currency_id",
    )
    def _compute_totals(self):
        for estimate in self:
            estimate.update(estimate._get_totals(*estimate.line_ids.filtered("is_chosen")._get_sums()))

    @api.constrains("parent_order_id", "order_id", "lead_id", "partner_id")
    def _check_one_client(self):
        for estimate in self:
            # sudo: whose the linked documents are is a rule of all, whoever may read them.
            linked = estimate.sudo()
            clients = (
                linked.parent_order_id.partner_id | linked.order_id.partner_id | linked.lead_id.partner_id
            ).commercial_partner_id
            if clients - linked.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(estimate)s: the opportunity and the orders must be of the same client.",
                        estimate=estimate.display_name,
                    )
                )

    def write(self, vals):
        if {"company_id", "currency_id", "date", "partner_id", "parent_order_id", "lead_id"} & vals.keys():
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_chosen(self):
        self._check_open()

    def _check_open(self):
        """Refuse to change what is no draft.

        Raises:
            UserError: if a version of the recordset is chosen or superseded.
        """
        frozen = self.filtered(lambda estimate: estimate.state != "draft")
        if frozen:
            raise UserError(
                self.env._(
                    "%(estimate)s is kept as it is: make a new version and change that.",
                    estimate=frozen[0].display_name,
                )
            )

    # ------------------------------------------------------------------ versions

    def _get_first(self):
        """Return the first versions of the families of these estimates."""
        return self.filtered(lambda estimate: not estimate.first_id) | self.first_id

    def _get_family(self):
        """Return all versions of the families of these estimates."""
        firsts = self._get_first()
        return self.search(["|", ("id", "in", firsts.ids), ("first_id", "in", firsts.ids)], order="version, id")

    def action_new_version(self):
        """Copy the estimate into a draft at today's rates; a draft is superseded by it."""
        self.ensure_one()
        self._get_first()._lock()
        version = self._make_version()
        self.filtered(lambda estimate: estimate.state == "draft").state = "superseded"
        return version._open()

    def _make_version(self):
        """Return a copy with all packages, works and hours typed by hand, and the next number."""
        first = self._get_first()
        # sudo: a number is taken whoever may see the version that has it.
        numbers = self.sudo().with_context(active_test=False)._get_family().mapped("version")
        version = self.copy({"version": max(numbers) + 1, "first_id": first.id, "previous_id": self.id})
        options = {False: False}
        for option in self.option_ids:
            options[option.id] = option.copy({"estimate_id": version.id}).id
        self.env["agency.estimate.line"].create(
            [
                {**values, "estimate_id": version.id, "option_id": options[line.option_id.id]}
                for line, values in zip(self.line_ids, self.line_ids.copy_data(), strict=True)
            ]
        )
        return version

    def _lock(self):
        """Let one person at a time make versions and offers of the estimates.

        Raises:
            UserError: if somebody is doing it right now.
        """
        if len(self.try_lock_for_update(allow_referencing=True)) < len(self):
            raise UserError(self.env._("Somebody is working with this estimate right now: try again in a few seconds."))
        self.invalidate_recordset()

    def action_take_rates(self):
        """Take the rates of today, of job positions, services and currencies; hours stay."""
        self._check_open()
        self.date = fields.Date.context_today(self)
        efforts, lines = self.line_ids.effort_ids, self.line_ids
        for records, names in (
            (efforts, ("cost_rate", "price_rate")),
            (lines, ("cost_without_hours", "price_catalogue")),
        ):
            for name in names:
                self.env.add_to_compute(records._fields[name], records)

    def action_view_versions(self):
        """Open all versions of the estimate."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_estimates")
        return {**action, "domain": [("id", "in", self._get_family().ids)], "context": {"active_test": False}}

    def action_compare(self):
        """Open the estimate beside the version it was made from, or two selected versions beside each other."""
        if len(self) > 2:
            raise UserError(self.env._("Select two estimates to compare."))
        before, after = self._get_compared()
        compare = self.env["agency.estimate.compare"].create({"before_id": before.id, "after_id": after.id})
        return compare._open()

    def _get_compared(self):
        """Return the two estimates to compare, the earlier first."""
        pair = self.sorted(lambda estimate: (estimate.version, estimate.id))
        if len(pair) == 2:
            return pair
        self.ensure_one()
        family = self._get_family()
        other = self.previous_id or family.filtered(lambda estimate: estimate.previous_id == self)[-1:]
        other = other or (family - self)[:1]
        if not other:
            raise UserError(
                self.env._("There is one version only. Make a new version, change it, then compare the two.")
            )
        return (other | self).sorted("version")

    def action_view_efforts(self):
        """Open hours per job position of all versions, side by side."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_estimate_efforts")
        return {**action, "domain": [("estimate_id", "in", self._get_family().ids)]}

    def _open(self):
        """Return the action that opens the estimate's form."""
        return self._get_records_action(name=self.env._("Estimate"))
