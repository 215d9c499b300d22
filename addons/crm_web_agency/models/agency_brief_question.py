from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Which kinds of answers a field of the need can take.
FITTING = {"budget": ("number",), "wanted_date": ("date",), "acceptance_criteria": ("text", "long_text")}


class AgencyBriefQuestion(models.Model):
    """A question that clients are asked before a service is offered to them."""

    _name = "agency.brief.question"
    _description = "Question of a service's brief"
    _inherit = ["agency.brief.question.mixin"]
    _order = "service_id, sequence, id"

    service_id = fields.Many2one(
        "product.template",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('is_agency_service', '=', True)]",
    )
    active = fields.Boolean(default=True)
    name = fields.Char(translate=True)
    help = fields.Text(translate=True)
    choices = fields.Text(translate=True)
    need_name = fields.Char(translate=True)

    @api.constrains("kind", "choices")
    def _check_choices(self):
        for question in self.filtered(lambda question: question.kind in ("choice", "choices")):
            if len(question._get_choices()) < 2:
                raise ValidationError(self.env._("“%s”: write at least two choices, one a line.", question.name))

    @api.constrains("kind", "fills")
    def _check_fills(self):
        for question in self.filtered("fills"):
            if question.kind not in FITTING[question.fills]:
                kinds = dict(self._fields["kind"]._description_selection(self.env))
                raise ValidationError(
                    self.env._(
                        "“%(question)s”: the field it fills takes an answer of the kind “%(kind)s”.",
                        question=question.name,
                        kind=kinds[FITTING[question.fills][0]],
                    )
                )

    def _prepare_answer_values(self):
        """Return values of the row in a client's brief: the question as it is worded now, in the language of `self`."""
        self.ensure_one()
        names = (
            "sequence",
            "name",
            "help",
            "kind",
            "choices",
            "is_required",
            "fills",
            "makes_need",
            "need_name",
            "priority",
        )
        return {
            **{name: self[name] for name in names},
            "question_id": self.id,
            "service_id": self.service_id.id,
            "category_id": self.category_id.id,
        }
