"""What happens to the agency in three years, thrown with seeded dice before any record is made."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from .names import CLIENTS
from .seasons import add_workdays, month_weights, random_workday, spread
from .services import SERVICES

__all__ = ["MONTHS", "ORDERS", "ClientPlan", "LinePlan", "OrderPlan", "make_plans", "plan_clients", "plan_orders"]

_SEED = 19
MONTHS = 36
ORDERS = 300

# How often orders and first services are of a kind: cards of a deck.
_KINDS = {"project": 5, "change_request": 3, "support": 2, "retainer": 3}
_PROJECTS = {"landing": 4, "corporate": 3, "store": 1, "design": 2, "identity": 2, "integration": 1, "audit": 2}
# Days after the due day when a client pays: most, the late, the worst.
_HABITS = ((1, 6), (9, 25), (60, 120))
_CANCELLED_SHARE = 0.07
_LOSS_SHARE = 0.14


class _Deck:
    """Cards drawn without putting back until the deck is used up: chance without long streaks."""

    def __init__(self, dice: Random, shares: dict[str, int]):
        self.dice, self.shares, self.cards = dice, shares, []

    def draw(self) -> str:
        """The next card; a used-up deck is shuffled anew."""
        if not self.cards:
            self.cards = [card for card, share in self.shares.items() for _ in range(share)]
            self.dice.shuffle(self.cards)
        return self.cards.pop()


@dataclass
class ClientPlan:
    """A client: index in CLIENTS, first and last month, how much it buys and how late it pays.

    ``known`` clients had a site from the agency before the three years began.
    """

    index: int
    first: date
    last: date
    weight: float
    pays_after: int
    known: bool
    orders: list["OrderPlan"] = field(default_factory=list)


@dataclass
class LinePlan:
    """A line: key in SERVICES, quantity in its unit, discount in per cent."""

    service: str
    quantity: float
    discount: float = 0.0

    @property
    def hours(self) -> float:
        """Hours the norm gives this line."""
        service = SERVICES[self.service]
        return self.quantity * (1 if service.unit == "hour" else sum(service.hours.values()))


@dataclass
class OrderPlan:
    """An order: its day, kind, client, lines, outcome, and how its work went.

    ``effort`` is hours spent over hours of the norm; ``days`` is the length of the work.
    """

    day: date
    kind: str
    client: ClientPlan
    lines: list[LinePlan]
    state: str
    effort: float
    days: int
    parent: "OrderPlan | None" = None

    @property
    def hours(self) -> float:
        """Hours the norms give the order."""
        return sum(line.hours for line in self.lines)

    @property
    def end(self) -> date:
        """The day when the work ends, or will."""
        return add_workdays(self.day + timedelta(days=self.days), 0)

    def progress(self, today: date) -> float:
        """Share of the work done by ``today``, 0 to 1."""
        if self.state != "sale":
            return 0.0
        return max(0.0, min(1.0, (today - self.day).days / max(self.days, 1)))


def make_plans(story) -> None:
    """Throw the dice: ``story.client_plans`` and ``story.plans`` hold what is to happen."""
    # Dice of their own: texts and names may change without another history.
    dice = Random(_SEED)
    story.client_plans = plan_clients(dice, story.today)
    story.plans = plan_orders(dice, story.today, story.client_plans)


def plan_clients(dice: Random, today: date) -> list[ClientPlan]:
    """When each client comes and goes, how often it buys and how late it pays."""
    start = today.replace(day=1) - relativedelta(months=MONTHS)
    plans = []
    for index, client in enumerate(CLIENTS):
        lively = index < 2
        known = lively or index % 3 == 0
        first = start + relativedelta(months=0 if known else dice.randint(1, 30))
        stays = 99 if lively or dice.random() < 0.62 else dice.randint(6, 18)
        habit = 0 if lively else 2 if index % 7 == 4 else int(dice.random() < 0.3)
        plans.append(
            ClientPlan(
                index=index,
                first=first,
                last=first + relativedelta(months=stays),
                weight=client.size**1.3 * dice.uniform(0.7, 1.3),
                pays_after=dice.randint(*_HABITS[habit]),
                known=known,
            )
        )
    # The last two of the list are asked about, and have not bought yet.
    for plan in plans[-2:]:
        plan.weight = 0.0
    return plans


def plan_orders(dice: Random, today: date, clients: list[ClientPlan], count: int = ORDERS) -> list[OrderPlan]:
    """All orders by day: more in autumn, fewer in January and August, more from year to year."""
    kinds, services = _Deck(dice, _KINDS), _Deck(dice, _PROJECTS)
    orders = []
    for month, number in spread(count, month_weights(today, MONTHS)).items():
        for day in sorted(random_workday(dice, month, today) for _ in range(number)):
            active = [plan for plan in clients if plan.weight and plan.first <= day <= plan.last]
            client = dice.choices(active, [plan.weight for plan in active])[0]
            state = _plan_state(dice, (today - day).days, len(orders))
            kind, parent = _plan_kind(client, day, kinds)
            order = OrderPlan(day, kind, client, _plan_lines(dice, kind, services), state, 1.0, 0, parent)
            order.effort = _plan_effort(dice, kind)
            order.days = _plan_days(dice, order)
            client.orders.append(order)
            orders.append(order)
    return orders


def _plan_kind(client: ClientPlan, day: date, kinds: _Deck) -> tuple[str, OrderPlan | None]:
    """Kind of an order and the order it changes; who is new begins with a project."""
    kind = kinds.draw() if client.orders or client.known else "project"
    parent = _find_parent(client, day) if kind == "change_request" else None
    return ("support" if kind == "change_request" and not parent else kind), parent


def _plan_effort(dice: Random, kind: str) -> float:
    """Hours spent over hours of the norm: some projects are a loss, a retainer is used up."""
    if kind == "retainer":
        return 1.0
    if kind == "project" and dice.random() < _LOSS_SHARE:
        return dice.uniform(1.35, 1.9)
    return dice.uniform(0.85, 1.12)


def _find_parent(client: ClientPlan, day: date) -> OrderPlan | None:
    """A project of the client that is under way or has ended lately."""
    recent = [
        order
        for order in client.orders
        if order.kind == "project" and order.state == "sale" and (day - order.day).days < 150
    ]
    return recent[-1] if recent else None


def _plan_lines(dice: Random, kind: str, services: _Deck) -> list[LinePlan]:
    if kind == "project":
        lines = [LinePlan(services.draw(), 1, dice.choice((0, 0, 0, 0, 5, 10)))]
        if dice.random() < 0.35:
            lines.append(LinePlan("development", dice.choice((4, 6, 8, 12))))
        return lines
    if kind == "retainer":
        service = dice.choice(("support", "support", "promotion"))
        return [LinePlan(service, dice.choice((8, 10, 12, 16, 20, 24)))]
    if kind == "support":
        return [LinePlan(dice.choice(("development", "development", "design_hours")), dice.randint(4, 20))]
    return [LinePlan(dice.choice(("development", "development", "design_hours")), dice.randint(10, 45))]


def _plan_state(dice: Random, age: int, number: int) -> str:
    """Old orders are confirmed or cancelled; of those of the last weeks many are still open."""
    if age < 16 and number % 3 == 0:
        return "draft"
    if age < 35 and number % 3 == 1:
        return "sent"
    return "cancel" if dice.random() < _CANCELLED_SHARE else "sale"


def _plan_days(dice: Random, order: OrderPlan) -> int:
    """Calendar days of the work: two weeks to begin, then some 9 hours a week for one order."""
    if order.kind == "retainer":
        return 30
    return round((14 + order.hours * max(order.effort, 1.0) / 9 * 7) * dice.uniform(0.85, 1.15))
