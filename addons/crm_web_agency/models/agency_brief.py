from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

STATES = [("draft", "Draft"), ("sent", "Sent"), ("answered", "Answered"), ("cancelled", "Cancelled")]


class AgencyBrief(models.Model):
    """Questions to a client about services, whose answers become needs."""

    _name = "agency.brief"
    _description = "Brief"
    _inherit = ["portal.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    # Who may read a brief may ask about it: the client.
    _mail_post_access = "read"

    name = fields.Char("Brief", compute="_compute_name", store=True, readonly=False, required=True, precompute=True)
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Client",
        required=True,
        index=True,
        tracking=True,
        ondelete="cascade",
        domain="[('parent_id', '=', False)]",
    )
    contact_id = fields.Many2one(
        "res.partner",
        "Contact person",
        index="btree_not_null",
        domain="[('parent_id', '=', partner_id)]",
        help="Who gets the e-mail with the link; the client itself if empty.",
    )
    service_ids = fields.Many2many(
        "product.template",
        string="Services",
        domain="[('is_agency_service', '=', True), ('brief_question_ids', '!=', False)]",
        help="Services of which the questions are asked; each becomes a need.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
        domain="[('share', '=', False)]",
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, index=True, tracking=True, group_expand=True
    )
    sent_on = fields.Date("Sent on", readonly=True, copy=False)
    deadline = fields.Date("Answer by", tracking=True)
    answered_on = fields.Date("Answered on", readonly=True, copy=False)
    answer_ids = fields.One2many("agency.brief.answer", "brief_id", "Questions")
    progress = fields.Integer("Answered, %", compute="_compute_progress", store=True, aggregator="avg")
    requirement_ids = fields.One2many("agency.requirement", "brief_id", "Needs")
    requirement_count = fields.Integer("Needs made", compute="_compute_requirement_count")

    @api.depends("service_ids")
    def _compute_name(self):
        for brief in self:
            names = format_list(self.env, brief.service_ids.mapped("name"))
            brief.name = self.env._("Brief: %s", names) if names else brief.name or self.env._("Brief")

    @api.depends("partner_id")
    def _compute_user_id(self):
        for brief in self:
            brief.user_id = brief.user_id or brief.partner_id.user_id or self.env.user

    @api.depends("answer_ids.is_answered")
    def _compute_progress(self):
        for brief in self:
            answers = brief.answer_ids
            brief.progress = 100 * len(answers.filtered("is_answered")) // len(answers) if answers else 0

    @api.depends("requirement_ids")
    def _compute_requirement_count(self):
        for brief in self:
            brief.requirement_count = len(brief.requirement_ids)

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for brief in self:
            brief.access_url = f"/my/briefs/{brief.id}"
        return result

    @api.constrains("company_id", "service_ids")
    def _check_services(self):
        for brief in self:
            if brief.service_ids.company_id - brief.company_id:
                raise ValidationError(self.env._("Choose services of the company %s.", brief.company_id.name))

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.contact_id.parent_id != self.partner_id:
            self.contact_id = False

    @api.model_create_multi
    def create(self, vals_list):
        briefs = super().create(vals_list)
        briefs.partner_id._mark_agency_client()
        briefs._take_questions()
        return briefs

    def write(self, vals):
        if "service_ids" in vals and self.filtered(lambda brief: brief.state != "draft"):
            raise UserError(self.env._("The questions were sent already: make a new brief for other services."))
        result = super().write(vals)
        if {"service_ids", "contact_id", "partner_id"} & set(vals):
            self.filtered(lambda brief: brief.state == "draft")._take_questions()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        if answered := self.filtered(lambda brief: brief.state == "answered"):
            raise UserError(self.env._("“%s” is answered: archive it instead.", answered[0].name))

    # ------------------------------------------------------------------ questions

    def _get_addressee(self):
        return self.contact_id or self.partner_id

    def _take_questions(self):
        """Copy the questions of the services, in the client's language; what was answered already stays."""
        for brief in self:
            # sudo: rows of a brief are made by its services alone, so nobody has the right to add or delete them.
            brief = brief.sudo().with_context(lang=brief._get_addressee().lang or self.env.lang)
            questions = brief.service_ids.brief_question_ids
            have = {answer.question_id: answer for answer in brief.answer_ids}
            brief.answer_ids.filtered_domain([("question_id", "not in", questions.ids)]).unlink()
            for question in questions & brief.answer_ids.question_id:
                have[question].write(question._prepare_answer_values())
            self.env["agency.brief.answer"].sudo().create(
                [
                    {**question._prepare_answer_values(), "brief_id": brief.id}
                    for question in questions - brief.answer_ids.question_id
                ]
            )
