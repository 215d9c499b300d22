"""Questions of services, and briefs that clients have got and answered."""

from datetime import timedelta

from .brief_texts import QUESTIONS
from .texts import Text

__all__ = ["make_briefs"]

# (index of the client, services, how the brief fares): the first client has one to answer in the portal.
_BRIEFS = (
    (0, ("landing",), "sent"),
    (1, ("store",), "answered"),
    (2, ("corporate",), "answered"),
    (3, ("landing", "identity"), "half"),
    (4, ("promotion",), "draft"),
)


def make_briefs(story):
    """Create the questions, then the briefs; answered ones become needs."""
    _make_questions(story)
    briefs = story.env["agency.brief"].create([_brief_values(story, *plan[:2]) for plan in _BRIEFS])
    for brief, (_client, _services, fate) in zip(briefs, _BRIEFS, strict=True):
        if fate != "draft":
            brief.write({"state": "sent", "sent_on": story.today - timedelta(days=4)})
        if fate in ("answered", "half"):
            _answer(story, brief, half=fate == "half")
        if fate == "answered":
            brief._submit(brief._get_addressee())


def _make_questions(story):
    rows = [
        {
            "service_id": story.services[key].product_tmpl_id.id,
            "sequence": number,
            "name": question.name,
            "help": question.help or False,
            "kind": question.kind,
            "choices": question.choices or False,
            "is_required": question.required,
            "fills": question.fills or False,
            "need_name": question.need or False,
            "makes_need": bool(question.category),
            "category_id": story.categories[question.category].id if question.category else False,
            "priority": question.priority,
        }
        for key, questions in QUESTIONS.items()
        for number, question in enumerate(questions)
    ]
    story.create_translated("agency.brief.question", rows)


def _brief_values(story, client, services):
    contact = story.contacts[client]
    return {
        "partner_id": story.clients[client].id,
        "contact_id": contact.id if contact != story.clients[client] else False,
        "service_ids": [story.services[key].product_tmpl_id.id for key in services],
        "deadline": story.today + timedelta(days=3),
        "company_id": story.company.id,
    }


def _answer(story, brief, half):
    """Answer as the texts say; half of the questions if the client is still at it."""
    said = {
        question.name.say(language): question.answer.say(language)
        if isinstance(question.answer, Text)
        else question.answer
        for questions in QUESTIONS.values()
        for question in questions
        for language in ("en", "uk")
    }
    answers = brief.answer_ids
    for answer in answers[: len(answers) // 2] if half else answers:
        text = said[answer.name]
        if answer.kind == "date":
            answer.date = story.today + timedelta(days=50)
        elif text:
            answer["yes_no" if answer.kind == "yes_no" else "text"] = text
