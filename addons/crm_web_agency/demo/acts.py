"""What happens to acts besides signing: objections, silence, a counter act, hours that are approved."""

from datetime import timedelta

from .texts import Text

__all__ = ["make_answers"]

_OBJECTION = Text(
    "The order form does not open on a phone: please repair it, then we sign.",
    "Форма замовлення не відкривається на телефоні: виправте, будь ласка, і ми підпишемо.",
)
_REMARK = Text("Two hours were counted twice.", "Дві години пораховано двічі.")
_APPROVED_BEFORE = timedelta(days=14)


def make_answers(story):
    """Send one act back, let one be accepted by silence, correct a signed one; approve hours up to two weeks ago."""
    acts = story.env["agency.acceptance.act"]
    sent = acts.search([("state", "=", "sent")], order="date, id")
    # The portal clients keep the act that waits for them.
    sent -= sent.filtered(lambda act: act.commercial_partner_id.child_ids.user_ids)
    if len(sent) > 2:
        _stay_silent(story, sent[0])
        sent[1]._reject(story.say(_OBJECTION), sent[1].partner_id)
    _correct_hours(story)
    sheets = story.env["account.analytic.line"].search(
        [("project_id", "!=", False), ("date", "<=", story.today - _APPROVED_BEFORE)]
    )
    leader = story.users["project_manager"]
    sheets.write({"agency_approved": True, "agency_approved_by": leader.id})


def _stay_silent(story, act):
    """The agreement says that silence is acceptance, and the term has passed."""
    act.order_id.act_silence = True
    act.write({"silence": True, "sent_on": act.date, "review_deadline": story.today - timedelta(days=1)})
    act._accept_by_silence()


def _correct_hours(story):
    """The newest signed act of hours that is billed: two hours are taken back by a counter act."""
    lines = story.env["agency.acceptance.act.line"].search(
        [("act_id.state", "=", "invoiced"), ("milestone_id", "=", False), ("quantity", ">", 2)],
        order="id desc",
        limit=1,
    )
    if not lines:
        return
    counter = lines.act_id._create_correction()
    (counter.line_ids.filtered(lambda line: line.corrects_line_id != lines)).unlink()
    counter.line_ids.quantity = -2
    counter.remarks = story.say(_REMARK)
    counter._issue()
    counter._sign(counter.commercial_partner_id.signatory_name or counter.partner_id.name)
