from odoo import fields, models

KINDS = [
    ("text", "Short text"),
    ("long_text", "Long text"),
    ("number", "Number"),
    ("date", "Date"),
    ("choice", "One of a list"),
    ("choices", "Several of a list"),
    ("yes_no", "Yes or no"),
    ("file", "Files"),
]
FILLS = [("budget", "Budget"), ("wanted_date", "Wanted by"), ("acceptance_criteria", "Acceptance criteria")]
PRIORITIES = [("must", "Must"), ("should", "Should"), ("could", "Could"), ("wont", "Won't")]


class AgencyBriefQuestionMixin(models.AbstractModel):
    """What a question of a service and the same question in a client's brief have in common."""

    _name = "agency.brief.question.mixin"
    _description = "Question of a brief"

    sequence = fields.Integer(default=10)
    name = fields.Char("Question", required=True)
    help = fields.Text("Hint", help="Small text under the question: an example, or why it is asked.")
    kind = fields.Selection(KINDS, "Kind of answer", required=True, default="text")
    choices = fields.Text(help="One choice a line.")
    is_required = fields.Boolean("Required", help="The brief cannot be sent without an answer.")
    fills = fields.Selection(
        FILLS, help="Field of the need that takes the answer: the budget a number, the day wanted a date."
    )
    makes_need = fields.Boolean("Makes a need", help="An answer makes a need of its own beside that of the service.")
    need_name = fields.Char("Name of the need", help="e.g. Write the texts; the question itself if empty.")
    category_id = fields.Many2one("agency.requirement.category", "Category of the need", ondelete="restrict")
    priority = fields.Selection(PRIORITIES, "Priority of the need", default="should")

    def _get_choices(self):
        """Return the choices as a list of texts without repetitions."""
        self.ensure_one()
        lines = (line.strip() for line in (self.choices or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))
