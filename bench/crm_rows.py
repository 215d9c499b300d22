"""Rows of a large agency: records made by the ORM once, multiplied by SQL set statements.

A copy takes over every column of its original, so whatever is required or stored is as
the ORM left it; only what makes one record differ from the next is given here.
"""

from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor

__all__ = ["Originals", "Size", "fill"]

STATES = ["'sale'"] * 8 + ["'sent'", "'draft'"]
STAGES = ["'prospect'", "'active'", "'dormant'", "'former'"]
OPEN_NEEDS = ["'captured'", "'analysed'", "'proposed'", "'ordered'"]
SOURCES = ("res.partner", "crm.lead", "sale.order", "agency.requirement", "project.task")
# Today is the middle of 60 days in which the open work of a user falls due: a twentieth is late.
OPEN_DAY = "(current_date + ((n * 7) % 60)::int - 3)"
PAST_DAY = "(current_date - 1 - ((n * 31) % 1500)::int)"
OPEN_FOR_EACH = 250


@dataclass(frozen=True)
class Size:
    """How many records there are, all from the number of clients."""

    clients: int

    @property
    def managers(self) -> int:
        """Account managers beside the one who is measured."""
        return max(2, self.clients // 2500)

    @property
    def performers(self) -> int:
        """Performers beside the first."""
        return max(2, self.clients // 1250)

    def share(self, of_clients: float) -> int:
        """Return a number of records that is in proportion to that of clients."""
        return round(self.clients * of_clients)


@dataclass(frozen=True)
class Originals:
    """Ids of the records that are multiplied."""

    director: int
    manager: int
    performer: int
    client: int
    contact: int
    lead: int
    order: int
    lines: list[int]
    need: int
    website: int
    project: int
    task: int
    milestone: int
    act: int
    act_line: int
    invoice: int
    invoice_lines: list[int]
    activity: int
    meeting: int
    tracking: dict[str, int]
    segments: list[int]
    models: dict[str, int]


class Rows:
    """Statements over one cursor; ``n`` counts a table's copies from one, ``s`` is the original."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor

    def multiply(self, table: str, original: int, number: int, **values: str) -> str:
        """Add ``number`` copies of a row and return SQL of the id before the first of them."""
        first = self.value(f"SELECT max(id) FROM {table}")
        values["id"] = f"{first} + n"
        columns = self.columns(table)
        names = ", ".join(f'"{column}"' for column in columns)
        expressions = ", ".join(values.get(column, f's."{column}"') for column in columns)
        self.cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {expressions}"
            f" FROM {table} s, generate_series(1::bigint, {number}) n WHERE s.id = {original}"
        )
        self.cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {first + number})")
        return str(first)

    def link(self, table: str, columns: str, rows: str) -> None:
        """Add rows to a table of pairs; those that are there already stay."""
        self.cursor.execute(f"INSERT INTO {table} ({columns}) {rows} ON CONFLICT DO NOTHING")

    def columns(self, table: str) -> list[str]:
        """Return the names of the table's columns."""
        self.cursor.execute(
            "SELECT attname FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        return [name for (name,) in self.cursor.fetchall()]

    def value(self, query: str) -> int:
        """Return the only value that a query gives."""
        self.cursor.execute(query)
        return self.cursor.fetchone()[0]


def pick(choices: list, number: str) -> str:
    """SQL of one of the choices, in turn."""
    return f"(ARRAY[{', '.join(map(str, choices))}])[1 + ({number})::bigint % {len(choices)}]"


def skewed(count: int, number: str = "n") -> str:
    """SQL of a number from 1 to ``count``: few come often, many seldom, the same in each run."""
    return f"(1 + floor({count} * power(({number} * 0.6180339887498949) % 1, 2)))::int"


def _client_name(number: str) -> str:
    return f"'Client ' || lpad((({number}) * 7919 % 1000003)::text, 7, '0')"


def fill(cursor: Cursor, size: Size, originals: Originals) -> None:
    """Multiply the originals to the size and gather statistics."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone()[0]:
        # The references are right by their making; checking each of them would take most of the time.
        cursor.execute("SET LOCAL session_replication_role = replica")
    agency = Agency(Rows(cursor), size, originals)
    for part in (
        agency.make_people,
        agency.make_clients,
        agency.make_sales,
        agency.make_work,
        agency.make_documents,
        agency.make_events,
        agency.make_stage_changes,
    ):
        print(f"  {part.__name__.removeprefix('make_').replace('_', ' ')} ...", flush=True)
        part()


class Agency:
    """The parts of a large agency, in the order in which they refer to each other."""

    def __init__(self, rows: Rows, size: Size, originals: Originals) -> None:
        self.rows, self.size, self.of = rows, size, originals
        self.first: dict[str, str] = {}

    def make_people(self) -> None:
        """Account managers and performers with the groups of their originals."""
        self.managers = self._make_users(self.of.manager, self.size.managers, "manager")
        self.performers = self._make_users(self.of.performer, self.size.performers, "performer")

    def _make_users(self, original: int, number: int, name: str) -> list[int]:
        partner = self.rows.value(f"SELECT partner_id FROM res_users WHERE id = {original}")
        people = self.rows.multiply(
            "res_partner",
            partner,
            number,
            name=f"'{name} ' || n",
            complete_name=f"'{name} ' || n",
            email=f"'{name}' || n || '@bench.example'",
            email_normalized=f"'{name}' || n || '@bench.example'",
        )
        self._own_commercial_entity(people)
        users = self.rows.multiply(
            "res_users", original, number, login=f"'bench_{name}_' || n", partner_id=f"{people} + n"
        )
        for table, user, other in (("res_groups_users_rel", "uid", "gid"), ("res_company_users_rel", "user_id", "cid")):
            self.rows.link(
                table,
                f"{user}, {other}",
                f"SELECT u.id, r.{other} FROM {table} r, res_users u WHERE r.{user} = {original} AND u.id > {users}",
            )
        return [original, *range(int(users) + 1, int(users) + number + 1)]

    def _own_commercial_entity(self, first: str) -> None:
        self.rows.cursor.execute(f"UPDATE res_partner SET commercial_partner_id = id WHERE id > {first}")

    def _manager_of(self, client: str) -> str:
        """SQL of the account manager of the client with a number; one client of fifty has none."""
        return f"CASE WHEN ({client}) % 50 = 0 THEN NULL ELSE {pick(self.managers, client)} END"

    def make_clients(self) -> None:
        """Clients with their segments, a contact person for every second, websites."""
        size = self.size.clients
        name, parent_name = _client_name("n"), _client_name("n * 2")
        clients = self.first["client"] = self.rows.multiply(
            "res_partner",
            self.of.client,
            size,
            name=name,
            complete_name=name,
            commercial_company_name=name,
            email="'office@client' || n || '.example'",
            email_normalized="'office@client' || n || '.example'",
            website="'https://client' || n || '.example'",
            company_registry="NULL",
            vat="NULL",
            user_id=self._manager_of("n"),
            city=pick(["'Kyiv'", "'Lviv'", "'Odesa'", "'Dnipro'", "'Kharkiv'", "'Lutsk'"], "n * 7 / 5"),
            client_stage=pick(STAGES, "n * 13 / 7"),
            create_date="now() at time zone 'UTC' - ((n * 37) % 1800) * interval '1 day'",
            commercial_partner_id=f"{self._next('res_partner')} + n",
        )
        self.rows.multiply(
            "res_partner",
            self.of.contact,
            size // 2,
            parent_id=f"{clients} + n * 2",
            commercial_partner_id=f"{clients} + n * 2",
            name="'Contact ' || n",
            complete_name=f"{parent_name} || ', Contact ' || n",
            commercial_company_name=parent_name,
            email="'contact' || n || '@client.example'",
            email_normalized="'contact' || n || '@client.example'",
        )
        self.rows.link(
            "agency_segment_partner_rel",
            "partner_id, segment_id",
            f"SELECT {clients} + n, {pick(self.of.segments, 'n / 3')} FROM generate_series(1, {size}) n",
        )
        self.first["website"] = self.rows.multiply(
            "agency_website",
            self.of.website,
            self.size.share(0.5),
            partner_id=f"{clients} + n * 2 - 1",
            user_id=self._manager_of("n * 2 - 1"),
            name="'client' || n || '.example'",
            domain="'client' || n || '.example'",
            domain_expiry="current_date + ((n * 17) % 400)::int - 2",
            tls_expiry="current_date + ((n * 11) % 90)::int - 2",
            next_expiry="current_date + least((n * 17) % 400, (n * 11) % 90)::int - 2",
        )

    def _next(self, table: str) -> str:
        return str(self.rows.value(f"SELECT max(id) FROM {table}"))

    def _client(self, number: str = "n") -> str:
        """SQL of the id of a client; some have many records, most few."""
        return f"{self.first['client']} + {skewed(self.size.clients, number)}"

    def _manager(self, number: str = "n") -> str:
        """SQL of the account manager of the same client."""
        return self._manager_of(skewed(self.size.clients, number))

    def make_sales(self) -> None:
        """Opportunities, needs, orders with their lines; stage and last order of the clients follow."""
        stages = self._ids("crm_stage")
        self.first["lead"] = self.rows.multiply(
            "crm_lead",
            self.of.lead,
            self.size.clients,
            name="'Opportunity ' || n",
            partner_id=self._client(),
            user_id=self._manager(),
            stage_id=pick(stages, "n / 3"),
            create_date=f"{PAST_DAY}::timestamp",
        )
        orders = self.first["order"] = self.rows.multiply(
            "sale_order",
            self.of.order,
            self.size.share(3),
            name="'B' || lpad(n::text, 7, '0')",
            partner_id=self._client(),
            partner_invoice_id=self._client(),
            partner_shipping_id=self._client(),
            user_id=self._manager(),
            state=pick(STATES, "n * 3 / 2"),
            date_order=f"{PAST_DAY}::timestamp + interval '9 hours'",
            create_date=f"{PAST_DAY}::timestamp",
            project_id="NULL",
            access_token="NULL",
        )
        per_line = self.size.share(10) // len(self.of.lines)
        for position, line in enumerate(self.of.lines):
            order = f"{orders} + 1 + (n - 1) % {self.size.share(3)}"
            self.rows.multiply(
                "sale_order_line",
                line,
                per_line,
                order_id=order,
                order_partner_id=self._client(f"(1 + (n - 1) % {self.size.share(3)})"),
                salesman_id=self._manager(f"(1 + (n - 1) % {self.size.share(3)})"),
                sequence=str(10 + position),
                project_id="NULL",
                task_id="NULL",
            )
        is_open = f"n % {self._share_of_open(0.8)} = 0"
        self.first["need"] = self.rows.multiply(
            "agency_requirement",
            self.of.need,
            self.size.share(0.8),
            name="'Need ' || n",
            partner_id=self._client(),
            user_id=self._manager(),
            lead_id="NULL",
            order_id="NULL",
            sale_line_id="NULL",
            state=f"CASE WHEN {is_open} THEN {pick(OPEN_NEEDS, 'n')} ELSE 'delivered' END",
            wanted_date=f"CASE WHEN {is_open} THEN {OPEN_DAY} ELSE {PAST_DAY} END",
            access_token="NULL",
        )
        self._set_lifecycle()

    def _set_lifecycle(self) -> None:
        self.rows.cursor.execute(
            f"""
            UPDATE res_partner p
               SET last_order_date = o.day,
                   client_stage = CASE WHEN o.day > current_date - 365 THEN 'active'
                                       WHEN o.day > current_date - 730 THEN 'dormant' ELSE 'former' END
              FROM (SELECT partner_id, max(date_order)::date AS day
                      FROM sale_order WHERE state = 'sale' GROUP BY partner_id) o
             WHERE o.partner_id = p.id AND p.id > {self.first["client"]}
            """
        )

    def _ids(self, table: str) -> list[int]:
        self.rows.cursor.execute(f"SELECT id FROM {table} ORDER BY id")
        return [number for (number,) in self.rows.cursor.fetchall()]

    def make_work(self) -> None:
        """Projects of orders with their tasks and milestones."""
        projects = self.size.share(0.3)
        first = self.first["project"] = self.rows.multiply(
            "project_project",
            self.of.project,
            projects,
            partner_id=self._client(),
            user_id=self._manager(),
            sale_line_id="NULL",
            reinvoiced_sale_order_id="NULL",
            access_token="NULL",
        )
        every = self._share_of_open(1.5)
        is_open = f"n % {every} = 0"
        tasks = self.first["task"] = self.rows.multiply(
            "project_task",
            self.of.task,
            self.size.share(1.5),
            name="'Task ' || n",
            project_id=f"{first} + 1 + (n - 1) % {projects}",
            partner_id=self._client(f"(1 + (n - 1) % {projects})"),
            sale_line_id="NULL",
            milestone_id="NULL",
            access_token="NULL",
            date_deadline=f"(CASE WHEN {is_open} THEN {OPEN_DAY} ELSE {PAST_DAY} END)::timestamp + interval '15 hours'",
            state=f"CASE WHEN {is_open} THEN '01_in_progress' ELSE '1_done' END",
        )
        self.rows.link(
            "project_task_user_rel",
            "task_id, user_id",
            f"SELECT {tasks} + n, {pick(self.performers, f'n / {every}')}"
            f" FROM generate_series(1, {self.size.share(1.5)}) n",
        )
        every = self._share_of_open(0.6)
        self.rows.multiply(
            "project_milestone",
            self.of.milestone,
            self.size.share(0.6),
            project_id=f"{first} + 1 + (n - 1) % {projects}",
            sale_line_id="NULL",
            is_reached=f"n % {every} <> 0",
            deadline=f"CASE WHEN n % {every} = 0 THEN {OPEN_DAY} ELSE {PAST_DAY} END",
        )

    def _share_of_open(self, of_clients: float) -> int:
        """One record of how many is open, so that a user has some of each kind."""
        people = len(self.managers) + len(self.performers)
        return max(2, self.size.share(of_clients) // (people * OPEN_FOR_EACH // 4))

    def make_documents(self) -> None:
        """Acceptance acts and posted invoices with their lines."""
        number = self.size.share(0.6)
        acts = self.rows.multiply(
            "agency_acceptance_act",
            self.of.act,
            number,
            name="'BA/' || n",
            order_id=f"{self.first['order']} + n",
            partner_id=self._client(),
            commercial_partner_id=self._client(),
            user_id=self._manager(),
            state="CASE WHEN n % 40 = 0 THEN 'sent' ELSE 'invoiced' END",
            date=PAST_DAY,
            access_token="NULL",
        )
        self.rows.multiply("agency_acceptance_act_line", self.of.act_line, number, act_id=f"{acts} + n")
        invoices = self.rows.multiply(
            "account_move",
            self.of.invoice,
            number,
            name="'BENCH/' || n",
            sequence_number="n",
            sequence_prefix="'BENCH/'",
            partner_id=self._client(),
            commercial_partner_id=self._client(),
            partner_shipping_id=self._client(),
            invoice_user_id=self._manager(),
            invoice_date=PAST_DAY,
            date=PAST_DAY,
            invoice_date_due=f"{PAST_DAY} + 14",
            payment_state="CASE WHEN n % 30 = 0 THEN 'not_paid' ELSE 'paid' END",
            amount_residual="CASE WHEN n % 30 = 0 THEN s.amount_total ELSE 0 END",
            amount_residual_signed="CASE WHEN n % 30 = 0 THEN s.amount_total ELSE 0 END",
            access_token="NULL",
        )
        for line in self.of.invoice_lines:
            self.rows.multiply(
                "account_move_line",
                line,
                number,
                move_id=f"{invoices} + n",
                move_name="'BENCH/' || n",
                partner_id=self._client(),
                date=PAST_DAY,
                invoice_date=PAST_DAY,
                amount_residual="CASE WHEN n % 30 = 0 THEN s.balance ELSE 0 END",
                amount_residual_currency="CASE WHEN n % 30 = 0 THEN s.amount_currency ELSE 0 END",
                reconciled="n % 30 <> 0 AND s.amount_residual <> 0",
            )

    def make_events(self) -> None:
        """Activities on five kinds of documents, most of them done; meetings with the manager and the client."""
        people = [self.of.director, *self.managers, *self.performers]
        self._make_activities(self.size.share(3.5), people, PAST_DAY, done=True)
        # The step must not divide the number of days, else all of a user's work is due on a few of them.
        self._make_activities(
            len(people) * OPEN_FOR_EACH,
            people,
            f"(current_date + ((n / {len(people)} * 7) % 60)::int - 3)",
            done=False,
        )
        number = self.size.share(0.5)
        start = f"(CASE WHEN n % {self._share_of_open(0.5)} = 0 THEN {OPEN_DAY} ELSE {PAST_DAY} END)::timestamp"
        meetings = self.rows.multiply(
            "calendar_event",
            self.of.meeting,
            number,
            name="'Meeting ' || n",
            user_id=pick(self.managers, "n"),
            opportunity_id="NULL",
            start=f"{start} + interval '10 hours'",
            stop=f"{start} + interval '11 hours'",
        )
        self.rows.link(
            "calendar_event_res_partner_rel",
            "calendar_event_id, res_partner_id",
            f"SELECT {meetings} + n, {self._client()} FROM generate_series(1, {number}) n UNION ALL"
            f" SELECT e.id, u.partner_id FROM calendar_event e JOIN res_users u ON u.id = e.user_id"
            f" WHERE e.id > {meetings}",
        )

    def _make_activities(self, number: int, people: list[int], day: str, done: bool) -> None:
        firsts = [self.first[kind] for kind in ("client", "lead", "order", "need", "task")]
        models = [self.of.models[name] for name in SOURCES]
        kind = f"n / {len(people)} + n"
        # Three of ten documents are clients; the last 0.8 of clients is the length of the shortest table.
        self.rows.multiply(
            "mail_activity",
            self.of.activity,
            number,
            user_id=pick(people, "n"),
            res_model_id=pick(models, kind),
            res_model=pick([f"'{name}'" for name in SOURCES], kind),
            res_id=f"{pick(firsts, kind)} + {skewed(self.size.share(0.8))}",
            res_name="'Document ' || n",
            summary="'Activity ' || n",
            activity_type_id=pick(self._ids("mail_activity_type")[:3], "n / 5"),
            date_deadline=day,
            active=str(not done),
            date_done=PAST_DAY if done else "NULL",
            create_date=f"{PAST_DAY}::timestamp",
        )

    def make_stage_changes(self) -> None:
        """Messages with a tracked change of stage of leads, orders and clients."""
        for model, number in (("lead", 0.4), ("order", 0.4), ("client", 0.2)):
            self._track(model, self.size.share(number))

    def _track(self, kind: str, number: int) -> None:
        value = self.of.tracking[kind]
        message = self.rows.value(f"SELECT mail_message_id FROM mail_tracking_value WHERE id = {value}")
        messages = self.rows.multiply(
            "mail_message",
            message,
            number,
            res_id=f"{self.first[kind]} + {skewed(self.size.clients)}",
            message_id="'<bench-" + kind + "-' || n || '@bench.example>'",
            date=f"{PAST_DAY}::timestamp",
            create_date=f"{PAST_DAY}::timestamp",
        )
        self.rows.multiply(
            "mail_tracking_value",
            value,
            number,
            mail_message_id=f"{messages} + n",
            create_date=f"{PAST_DAY}::timestamp",
        )
