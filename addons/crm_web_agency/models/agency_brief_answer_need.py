from markupsafe import Markup

from odoo import models

from .agency_requirement_portal import NAME_LENGTH


class AgencyBriefAnswer(models.Model):
    """What an answer says as a need."""

    _inherit = "agency.brief.answer"

    def _is_wish(self):
        """Tell whether the answer asks for something: an answer, unless it is “No”."""
        return self.is_answered and not (self.kind == "yes_no" and self.yes_no == "no")

    def _get_need_name(self):
        """Return the name of the need: what the question says, with the answer if it is short."""
        if self.kind in ("yes_no", "long_text", "file") or "\n" in (self.display_answer or ""):
            return self.need_name or self.name
        return f"{(self.need_name or self.name).rstrip(' ?:')}: {self.display_answer}"[:NAME_LENGTH]

    def _get_answer_html(self):
        lines = (self.display_answer or "").splitlines()
        return Markup("<br/>").join(lines)

    def _to_html(self):
        """Return the questions and answers as a description; questions without an answer are left out."""
        rows = [
            Markup("<p><strong>%s</strong><br/>%s</p>") % (answer.name, answer._get_answer_html())
            for answer in self.filtered("is_answered")
        ]
        return Markup("").join(rows)
