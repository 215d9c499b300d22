from odoo import api, fields, models


class ProductTemplate(models.Model):
    """Questions that clients are asked before the service is offered."""

    _inherit = "product.template"

    brief_question_ids = fields.One2many("agency.brief.question", "service_id", "Questions of the brief", copy=True)
    brief_question_count = fields.Integer(compute="_compute_brief_question_count")
    brief_preview = fields.Html(
        "What the client sees", compute="_compute_brief_preview", sanitize=False, groups="base.group_user"
    )

    @api.depends("brief_question_ids")
    def _compute_brief_question_count(self):
        for service in self:
            service.brief_question_count = len(service.brief_question_ids)

    @api.depends_context("lang")
    @api.depends("brief_question_ids")
    def _compute_brief_preview(self):
        for service in self:
            rows = [
                self.env["agency.brief.answer"].new(question._prepare_answer_values())
                for question in service.brief_question_ids._origin
            ]
            values = {"answers": rows, "errors": {}, "written": {}, "is_open": False, "is_preview": True}
            service.brief_preview = (
                self.env["ir.qweb"]._render("crm_web_agency.portal_brief_questions", values) if rows else False
            )
