"""Retainers that run today: care of websites by their contracts, and hours that clients buy month by month."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from .texts import Text

__all__ = ["make_retainers"]

# So many of the websites with a contract have a plan without hours; so many clients buy hours each month.
_PLANS = 8
_CLIENTS = 6
# How many months ago the retainers of hours began, at most; parts of the hours that are used each month.
_MONTHS = 5
_USE = (0.6, 1.15, 0.8, 0.95, 0.4)
_SHARES = (0.5, 0.3, 0.2)
_DAYS = 27
_CARRY = 0.5
_CARE = Text("Care of %s", "Догляд: %s")
_WORK = Text("Support", "Підтримка")


def make_retainers(story):
    """Start retainers in the past and close their periods as they were."""
    drafts = story.env["agency.retainer"].search([("company_id", "=", story.company.id), ("state", "=", "draft")])
    plans = _make_plans(story)
    chosen = _choose(story, drafts)
    # Orders of one month were worked off: nothing is left to start.
    (drafts - chosen).unlink()
    _set_terms(chosen)
    _log_hours(story, chosen)
    running = plans | chosen
    running.state = "running"
    for retainer in running:
        retainer._open_period(retainer.date_start)
        while retainer.is_period_over:
            retainer._close_period()
    _make_contracts(chosen)
    running.period_id._alert()


def _make_plans(story):
    """Plans of websites that have a contract of care, from the day of the contract on."""
    websites = story.websites.filtered("contract_id")[:_PLANS]
    first = story.today.replace(day=1) - relativedelta(months=_MONTHS)
    values = []
    for website in websites:
        line = website.contract_id.contract_line_ids[:1]
        values.append(
            {
                "name": story.say(_CARE) % website.domain,
                "partner_id": website.partner_id.id,
                "company_id": story.company.id,
                "currency_id": story.company.currency_id.id,
                "user_id": website.partner_id.user_id.id,
                "service_id": line.product_id.id,
                "website_id": website.id,
                "contract_id": website.contract_id.id,
                "contract_line_id": line.id,
                "price_per_period": line.price_unit,
                "indexation_percent": 8,
                "indexation_date": story.today.replace(day=1) + relativedelta(months=4),
                "date_start": max(line.date_start, first),
            }
        )
    plans = story.env["agency.retainer"].create(values)
    for plan in plans:
        plan.contract_line_id.retainer_id = plan
    return plans


def _choose(story, drafts):
    """Of each client that has bought hours lately the first such order of these months."""
    # The confirmation of past orders was today, the day of the order was put back.
    for retainer in drafts:
        retainer.write({"date_start": retainer.order_id.date_order.date(), "date_end": False})
    first = story.today - relativedelta(months=_MONTHS)
    lately = drafts.filtered(lambda retainer: retainer.date_start >= first).sorted("date_start")
    by_client = lately.grouped("partner_id")
    return drafts.browse([retainers[0].id for retainers in by_client.values()][:_CLIENTS])


def _set_terms(retainers):
    """Half of the hours may come over for two months; a term is half a year."""
    for retainer in retainers:
        retainer.write(
            {
                "date_end": retainer.date_start + relativedelta(months=_MONTHS + 1, days=-1),
                "carry_cap": retainer.hours_per_period * _CARRY,
                "carry_periods": 2,
                "indexation_percent": 5,
            }
        )


def _log_hours(story, retainers):
    """Hours of the months after the one of the order, up to today; in some more than were bought."""
    values = []
    for number, retainer in enumerate(retainers):
        turn, month = number, retainer.date_start + relativedelta(months=1)
        while month <= story.today:
            hours = retainer.hours_per_period * _USE[turn % len(_USE)]
            values += [_sheet_values(story, retainer, month, hours * share) for share in _SHARES]
            turn, month = turn + 1, month + relativedelta(months=1)
    story.env["account.analytic.line"].create(values)


def _sheet_values(story, retainer, month, hours):
    employee, task = story.employees["developer"], retainer.sale_line_id.task_id
    days = min((story.today - month).days, _DAYS)
    return {
        "name": story.say(_WORK),
        "project_id": task.project_id.id,
        "task_id": task.id,
        "so_line": retainer.sale_line_id.id,
        "employee_id": employee.id,
        "user_id": employee.user_id.id,
        "company_id": story.company.id,
        "date": month + timedelta(days=story.dice.randint(0, days)),
        "unit_amount": round(hours * 4) / 4,
    }


def _make_contracts(retainers):
    """Contracts that invoice the periods to come, as those of websites do."""
    for retainer in retainers.filtered(lambda one: one.state == "running"):
        following = retainer.period_id.date_to + timedelta(days=1)
        if following > retainer.date_end:
            continue
        retainer._make_contract()
        retainer.contract_line_id.write({"date_start": following, "recurring_next_date": following})
