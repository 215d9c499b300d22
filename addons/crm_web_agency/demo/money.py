"""Acceptance acts, invoices and payments, month by month, so that their numbers run with the dates."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo.fields import Command

from .seasons import add_workdays
from .services import SERVICES

__all__ = ["invoice_retainers", "make_acts", "make_payments"]

# Orders older than this were accepted at once at their end, newer ones milestone by milestone.
_SINGLE_ACT_MONTHS = 8
# The newest acts: so many are drafts, and so many of those before wait for the client.
_DRAFTS = 4
_SENT = 7
# Clients of the portal logins find an act to sign: their last one waits.
_PORTAL_CLIENTS = 2
# Of this many days, every other invoice is still a draft for the accountant to check.
_DRAFT_INVOICE_DAYS = 40


@dataclass
class _Event:
    """Work to be accepted: on a day, of an order; milestones reached and whether hours are due."""

    day: date
    order: object
    milestones: object
    hours: bool


def invoice_retainers(story):
    """Invoice retainers in advance, before any hour is logged; ``story.invoices`` gets them."""
    orders = story.env["sale.order"].browse(
        [order.id for plan, order in story.orders if plan.state == "sale" and plan.kind == "retainer"]
    )
    orders._create_invoices(grouped=True)
    story.invoices = {order.invoice_ids: order.date_order.date() for order in orders}


def make_acts(story):
    """Accept the work of each month and post its invoices."""
    # Invoices get the dates of their acts; made by the signature they would be of today.
    invoices_at_once = story.company.agency_act_auto_invoice
    story.company.agency_act_auto_invoice = False
    events = sorted(_plan_events(story), key=lambda event: event.day)
    story.waiting = _choose_waiting(story, events)
    months = sorted(
        {event.day.replace(day=1) for event in events} | {day.replace(day=1) for day in story.invoices.values()}
    )
    for month in months:
        _accept(story, [event for event in events if event.day.replace(day=1) == month])
        _post(story, month)
        story.env.flush_all()
    story.company.agency_act_auto_invoice = invoices_at_once


def _choose_waiting(story, events):
    """Orders whose newest act is not signed yet: {sale.order id: ("draft" or "sent", day of the act)}."""
    newest = list(dict.fromkeys(event.order.id for event in reversed(events)))
    waiting = dict.fromkeys(newest[:_DRAFTS], "draft") | dict.fromkeys(newest[_DRAFTS : _DRAFTS + _SENT], "sent")
    for client in range(_PORTAL_CLIENTS):
        own = [order.id for plan, order in story.orders if plan.client.index == client]
        last = next((order for order in newest if order in own), None)
        waiting[last] = "sent"
    days = {event.order.id: event.day for event in events}
    return {order: (state, days[order]) for order, state in waiting.items() if order}


def _plan_events(story):
    """Yield what became ready for acceptance up to today."""
    recent = story.today - relativedelta(months=_SINGLE_ACT_MONTHS)
    for plan, order in story.orders:
        progress = plan.progress(story.today)
        if not progress:
            continue
        milestones = story.env["project.milestone"].search([("sale_line_id", "in", order.order_line.ids)])
        hours = any(SERVICES[line.service].model != "fixed" for line in plan.lines)
        # A work that ended at the weekend ends on Monday, which is not to come.
        end = min(plan.end, story.today)
        if progress < 1 or end >= recent:
            yield from _milestone_events(story, plan, order, milestones)
        elif milestones:
            yield _Event(end, order, milestones, False)
        if hours and progress >= 1:
            yield _Event(end, order, milestones.browse(), True)


def _milestone_events(story, plan, order, milestones):
    """One event a milestone whose part of the work is done by today."""
    progress = plan.progress(story.today)
    for steps in milestones.grouped("sale_line_id").values():
        done = 0.0
        for step in steps.sorted("sequence"):
            done += step.quantity_percentage
            if done <= progress + 1e-6:
                day = add_workdays(plan.day + timedelta(days=round(plan.days * done)), 0)
                yield _Event(min(day, story.today), order, step, False)


def _accept(story, events):
    """Reach milestones and take in hours; send and sign the acts that come of it."""
    # Two events of one order in a month go into one act, of the later day.
    by_order = {}
    for event in events:
        by_order.setdefault(event.order, []).append(event)
    for order, group in by_order.items():
        _draft(story, order, group)
    drafts = story.env["agency.acceptance.act"].search(
        [("order_id", "in", [order.id for order in by_order]), ("state", "=", "draft")]
    )
    for act in drafts:
        day = max(event.day for event in by_order[act.order_id])
        act.write({"date": day, "date_from": act.date_from or act.order_id.date_order.date(), "date_to": day})
    signed = drafts.browse()
    for act in drafts.sorted("date"):
        if _issue(story, act):
            signed |= act
    _invoice(story, signed)


def _draft(story, order, events):
    for event in events:
        if event.milestones:
            event.milestones.write({"is_reached": True})
            event.milestones.write({"reached_date": event.day})
    if any(event.hours for event in events):
        order._draft_act_from_hours()


def _issue(story, act):
    """Leave the newest acts as drafts, the next waiting for the client; sign the others and tell so."""
    state, day = story.waiting.get(act.order_id.id, (None, None))
    waits = state and act.date >= day
    if waits and state == "draft":
        return False
    act._issue()
    act.review_deadline = act.date + timedelta(days=act.company_id.agency_act_review_days)
    if waits:
        return False
    act._sign(act.partner_id.signatory_name or act.partner_id.name)
    act.signed_on = datetime.combine(act.date + timedelta(days=story.dice.randint(0, 5)), time(11))
    return True


def _invoice(story, acts):
    """Invoice signed acts by their dates, all at once: one by one takes three times as long.

    Each is of another order here, so that none uses up what another one is to invoice.
    """
    values = {act: act._prepare_invoice() | {"invoice_date": act.date} for act in acts}
    due = {act: vals for act, vals in values.items() if vals["invoice_line_ids"]}
    moves = story.env["account.move"].create(list(due.values()))
    made = dict(zip(due, moves, strict=True))
    for act in acts:
        # A retainer was invoiced before the work.
        move = made.get(act) or act.order_id.invoice_ids
        act.line_ids.timesheet_ids.write({"timesheet_invoice_id": move[:1].id})
        act.write({"invoice_ids": [Command.set(move.ids)], "state": "invoiced"})
    story.invoices.update({move: act.date for act, move in made.items()})


def _post(story, month):
    """Post the invoices of a month in the order of their days."""
    due = {move: day for move, day in story.invoices.items() if day.replace(day=1) == month and move.state == "draft"}
    moves = story.env["account.move"].browse([move.id for move in sorted(due, key=lambda move: (due[move], move.id))])
    for move in moves.filtered(lambda move: not move.invoice_date):
        move.invoice_date = due[move]
    fresh = moves.filtered(lambda move: (story.today - due[move]).days < _DRAFT_INVOICE_DAYS)
    (moves - fresh[::2]).action_post()


def make_payments(story):
    """Pay what the habits of the clients say was paid by today; late payers leave some open."""
    habits = {client.id: plan.pays_after for client, plan in _client_plans(story)}
    bank = story.env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", story.company.id)], limit=1)
    paid = [
        (move, day)
        for move in story.invoices
        if move.state == "posted" and (day := _pay_day(story, move, habits)) <= story.today
    ]
    paid.sort(key=lambda pair: pair[1])
    payments = story.env["account.payment"].create([_payment_values(move, day, bank) for move, day in paid])
    payments.action_post()
    receivable = [
        (payment.move_id | move).line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        for payment, (move, _day) in zip(payments, paid, strict=True)
    ]
    story.env["account.move.line"]._reconcile_plan(receivable)


def _client_plans(story):
    return [(story.clients[plan.index], plan) for plan in story.client_plans]


def _pay_day(story, move, habits):
    """When the client pays: around the due day, or as late as it is used to."""
    late = habits[move.commercial_partner_id.id]
    return add_workdays(move.invoice_date_due + timedelta(days=round(late * story.dice.uniform(0.2, 1.5))), 0)


def _payment_values(move, day, bank):
    return {
        "payment_type": "inbound",
        "partner_type": "customer",
        "partner_id": move.commercial_partner_id.id,
        "amount": move.amount_total,
        "currency_id": move.currency_id.id,
        "date": day,
        "journal_id": bank.id,
        "memo": move.name,
    }
