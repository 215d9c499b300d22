import math

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, formatLang

from .agency_requirement_portal import NAME_LENGTH, TEXT_LENGTH

MAX_NUMBER = 10**12


class AgencyBriefAnswer(models.Model):
    """A question as the client was asked it, and the answer."""

    _name = "agency.brief.answer"
    _description = "Answer in a brief"
    _inherit = ["agency.brief.question.mixin"]
    _order = "brief_id, service_id, sequence, id"

    brief_id = fields.Many2one("agency.brief", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="brief_id.company_id", store=True)
    state = fields.Selection(related="brief_id.state")
    question_id = fields.Many2one(
        "agency.brief.question", "Question of the service", index="btree_not_null", ondelete="set null"
    )
    service_id = fields.Many2one("product.template", index="btree_not_null", ondelete="restrict")
    text = fields.Text("Answer", help="Of a list: the chosen ones, one a line. A number: figures.")
    date = fields.Date("Day")
    yes_no = fields.Selection([("yes", "Yes"), ("no", "No")], "Yes or no")
    attachment_ids = fields.Many2many("ir.attachment", string="Files")
    is_answered = fields.Boolean(compute="_compute_is_answered", store=True)
    display_answer = fields.Text("Answer of the client", compute="_compute_display_answer")

    @api.depends("kind", "text", "date", "yes_no", "attachment_ids")
    def _compute_is_answered(self):
        for answer in self:
            given = {"date": answer.date, "yes_no": answer.yes_no, "file": answer.attachment_ids}
            answer.is_answered = bool(given.get(answer.kind, answer.text))

    @api.depends_context("lang")
    @api.depends("kind", "text", "date", "yes_no", "attachment_ids.name")
    def _compute_display_answer(self):
        yes_no = dict(self._fields["yes_no"]._description_selection(self.env))
        for answer in self:
            shown = {
                "date": format_date(self.env, answer.date) if answer.date else "",
                "yes_no": yes_no.get(answer.yes_no, ""),
                # sudo: names of files that the client sent with this very brief.
                "file": "\n".join(answer.sudo().attachment_ids.mapped("name")),
                "number": answer._get_number_text(),
            }
            answer.display_answer = shown.get(answer.kind, answer.text)

    def _get_number(self):
        """Return the number that was written, None if there is none."""
        self.ensure_one()
        try:
            number = float("".join((self.text or "").split()).replace(",", "."))
        except ValueError:
            return None
        return number if abs(number) < MAX_NUMBER else None

    def _get_number_text(self):
        number = self._get_number() if self.kind == "number" else None
        if number is None:
            return ""
        return formatLang(self.env, number, digits=0 if math.floor(number) == number else 2)

    @api.constrains("kind", "text")
    def _check_text(self):
        for answer in self.filtered("text"):
            if error := answer._get_text_error(answer.text):
                explained = f"{answer.name}: {error}"
                raise ValidationError(explained)

    def _get_text_error(self, text):
        """Return what is wrong with a text as the answer, "" if nothing is.

        Args:
            text: what was written; of a list, the chosen ones, one a line.
        """
        self.ensure_one()
        limit = TEXT_LENGTH if self.kind == "long_text" else NAME_LENGTH * 5
        if len(text) > limit:
            return self.env._("The text is too long: at most %s characters fit here.", limit)
        if self.kind == "number" and self.new({"text": text})._get_number() is None:
            return self.env._("“%s” is not a number: write it in figures.", text[:20])
        if self.kind in ("choice", "choices"):
            chosen, choices = text.splitlines(), self._get_choices()
            if not set(chosen) <= set(choices) or (self.kind == "choice" and len(chosen) > 1):
                return self.env._("Choose from the list: %s.", ", ".join(choices))
        return ""

    def write(self, vals):
        """Answers that became needs stay as they were given."""
        if {"text", "date", "yes_no", "attachment_ids"} & set(vals):
            closed = self.brief_id.filtered(lambda brief: brief.state in ("answered", "cancelled"))
            if closed:
                raise UserError(
                    self.env._("The brief “%s” is closed: reopen it to change the answers.", closed[0].name)
                )
        return super().write(vals)
