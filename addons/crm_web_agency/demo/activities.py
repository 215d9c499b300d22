"""What people have to do: activities overdue, of today and planned, and meetings."""

from datetime import datetime, time, timedelta

from odoo.fields import Command

from .texts import Text

__all__ = ["make_activities", "make_meetings"]

# Days from today: two overdue, one today, the others to come.
_DAYS = (-6, -2, 0, 1, 3, 7)
_CALL = "mail.mail_activity_data_call"
_TODO = "mail.mail_activity_data_todo"
_EMAIL = "mail.mail_activity_data_email"
_SUMMARIES = {
    "crm.lead": (_CALL, Text("Call about the proposal", "Зателефонувати щодо пропозиції")),
    "sale.order": (_EMAIL, Text("Remind about the quotation", "Нагадати про комерційну пропозицію")),
    "project.task": (_TODO, Text("Show the work to the client", "Показати роботу клієнтові")),
    "account.move": (_CALL, Text("Ask about the payment", "Запитати про оплату")),
    "agency.requirement": (_TODO, Text("Estimate the need", "Оцінити потребу")),
    "agency.acceptance.act": (_CALL, Text("Ask to sign the act", "Попросити підписати акт")),
    "agency.website": (_TODO, Text("Renew the domain", "Подовжити домен")),
}
_MEETINGS = (
    Text("Presentation of the design", "Презентація дизайну"),
    Text("First talk about the project", "Перша розмова про проєкт"),
    Text("Review of the month", "Підсумки місяця"),
    Text("Training of editors", "Навчання редакторів"),
)


def make_activities(story):
    """Give each role some activities on documents it works with."""
    for login, documents in _documents(story).items():
        for number, document in enumerate(documents):
            _schedule(story, document, story.users[login], _DAYS[number % len(_DAYS)])


def _documents(story):
    """Documents waiting for each person: {login: list of records}."""
    env, users = story.env, story.users
    leads = env["crm.lead"].search([("won_status", "=", "pending"), ("type", "=", "opportunity")])
    sent = env["sale.order"].search([("state", "in", ("draft", "sent")), ("company_id", "=", story.company.id)])
    needs = story.requirements.filtered(lambda need: need.state == "captured")
    acts = env["agency.acceptance.act"].search([("state", "=", "sent")])
    late = env["account.move"].search(
        [("payment_state", "=", "not_paid"), ("state", "=", "posted"), ("move_type", "=", "out_invoice")], limit=9
    )
    tasks = env["project.task"].search([("stage_id", "=", story.stages["doing"].id)])
    expiring = story.websites.filtered(lambda site: site.days_left < 20)
    managed = {
        login: [*leads.filtered(lambda lead, user=users[login]: lead.user_id == user)[:6],
                *sent.filtered(lambda order, user=users[login]: order.user_id == user)[:3],
                *needs.filtered(lambda need, user=users[login]: need.user_id == user)[:4],
                *acts.filtered(lambda act, user=users[login]: act.user_id == user)[:2]]
        for login in ("account_manager", "account_manager2")
    }  # fmt: skip
    performer = tasks.filtered(lambda task: users["performer"] in task.user_ids)
    return managed | {
        "director": [*leads[6:9], *sent[:2], *acts[:1]],
        "project_manager": [*tasks[:6], *expiring[:3]],
        "performer": [*performer[:5]],
        "accountant": [*late[:6], *acts[:1]],
    }


def _schedule(story, document, user, days):
    activity_type, summary = _SUMMARIES[document._name]
    document.activity_schedule(
        activity_type,
        date_deadline=story.today + timedelta(days=days),
        summary=story.say(summary),
        user_id=user.id,
    )


def make_meetings(story):
    """Meetings of the account managers with clients, past and to come."""
    values = []
    for number, days in enumerate((-20, -9, -3, 0, 1, 2, 4, 8, 11, 15)):
        client = story.clients[number]
        start = datetime.combine(story.today + timedelta(days=days), time(8 + number % 6))
        attendees = story.contacts[number] | client.user_id.partner_id
        values.append(
            {
                "name": f"{story.say(_MEETINGS[number % len(_MEETINGS)])}: {client.name}",
                "start": start,
                "stop": start + timedelta(hours=1),
                "user_id": client.user_id.id,
                "partner_ids": [Command.set(attendees.ids)],
            }
        )
    # No invitations: the contact persons do not exist.
    story.env["calendar.event"].with_context(no_mail_to_attendees=True, dont_notify=True).create(values)
