"""The order register beside raw xlsxwriter writing the same cells, and beside Odoo's own export of the same orders."""

import gc
import io
import os
import pickle
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import crm_database

ROWS = 100_000
ROUNDS = 5
LOGIN = "bench_director"
REPORT = "report.crm_web_agency.xlsx_order_register"
# Fifteen fields of an order that Odoo's export reads as fast as any: none that is computed for the export.
EXPORTED = (
    "name", "date_order", "agency_kind", "delivery_stage", "state", "partner_id/name", "partner_id/company_registry",
    "user_id/name", "amount_untaxed", "amount_tax", "amount_total", "currency_id/name", "client_order_ref",
    "invoice_status", "create_date",
)  # fmt: skip


def run() -> Iterator[dict]:
    """Yield time with the rows at hand, time end to end, and peak memory of both kinds."""
    registry = crm_database.open_registry()
    with tempfile.TemporaryDirectory() as folder:
        job = Job(registry, Path(folder) / "rows")
        # Memory first: what this process has once held, its children would have too.
        memory = list(_memory(job))
        yield _writing(job)
    yield _whole(job)
    yield from memory


class Job:
    """The same orders for all: their ids, the rows of the register and how raw xlsxwriter would write them."""

    def __init__(self, registry, path: Path) -> None:
        self.registry = registry
        with registry.cursor() as cr:
            self.ids = self._env(cr)["sale.order"].search([], limit=ROWS, order="id").ids
            report = self._report(cr)
            self.columns = [column for _key, column in report._get_columns()]
            self.currency = [key for key, _column in report._get_columns()].index("currency")
            self.formats = report._get_currency_formats()
        self.rows = Stored(path)
        _peak(self._store)
        self.size = f"{len(self.ids)} rows × {len(self.columns)} columns"

    def _env(self, cr):
        from odoo.api import SUPERUSER_ID, Environment

        user = Environment(cr, SUPERUSER_ID, {})["res.users"].search([("login", "=", LOGIN)])
        context = {"lang": user.lang, "tz": user.tz, "uid": user.id, "allowed_company_ids": user.company_ids.ids}
        return Environment(cr, user.id, context)

    def _report(self, cr):
        return self._env(cr)[REPORT].with_context(active_model="sale.order")

    def _store(self) -> None:
        """Write the rows of the register into a file, as they would be given to a sheet."""
        with self.registry.cursor() as cr, self.rows.path.open("wb") as file:
            report = self._report(cr)
            keys = [key for key, _column in report._get_columns()][1:]
            orders, wizard, number = report.env["sale.order"].browse(self.ids), report._get_wizard({}), 0
            for start in range(0, len(orders), 2000):
                for row in report._get_rows(orders[start : start + 2000], wizard):
                    number += 1
                    pickle.dump([number, *[row.get(key) for key in keys]], file)
                report.env.invalidate_all(flush=False)

    def make_register(self) -> bytes:
        """The register of the orders, from the database to the bytes of the file."""
        with self.registry.cursor() as cr:
            return self._report(cr).create_xlsx_report(self.ids, {})[0]

    def export(self) -> bytes:
        """Odoo's export of the orders, as its controller makes it."""
        from odoo.http import _request_stack

        from odoo.addons.web.controllers.export import ExcelExport

        with self.registry.cursor() as cr:
            env = self._env(cr)
            _request_stack.push(SimpleNamespace(env=env))
            try:
                names = list(EXPORTED)
                known = env["sale.order"].fields_get([name.partition("/")[0] for name in names], ["type"])
                fields = [{"name": name, "type": known[name.partition("/")[0]]["type"]} for name in names]
                orders = env["sale.order"].with_context(import_compat=False).browse(self.ids)
                return ExcelExport().from_data(fields, names, orders.export_data(names)["datas"])
            finally:
                _request_stack.pop()


def write_ours(columns: list, currency: int, formats: dict, rows) -> bytes:
    """Write rows as the registers do."""
    import xlsxwriter

    from odoo.addons.crm_web_agency.tools.xlsx_register import RegisterSheet

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = RegisterSheet(book, "Order register", columns, currency, formats)
    for row in rows:
        sheet.write_row(row)
    sheet.close("Total")
    book.close()
    return stream.getvalue()


def write_raw(columns: list, currency: int, formats: dict, rows) -> bytes:
    """Write the same cells with the same formats by xlsxwriter alone, in constant memory."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet("Order register")
    plain = {"text": {"text_wrap": True}, "date": {"num_format": "dd.mm.yyyy"}, "integer": {"num_format": "0"}}
    styles = {kind: book.add_format({**values, "valign": "top"}) for kind, values in plain.items()}
    money = {code: book.add_format({"num_format": formats[code][0]}) for code in {row[currency] for row in rows[:100]}}
    for index, column in enumerate(columns):
        sheet.write_string(2, index, column.title)
    kinds = [column.kind for column in columns]
    for number, row in enumerate(rows, start=3):
        for index, value in enumerate(row):
            if value is None or value is False:
                continue
            kind = kinds[index]
            if kind == "text":
                sheet.write_string(number, index, value, styles[kind])
            elif kind == "date":
                sheet.write_datetime(number, index, value, styles[kind])
            elif kind == "money":
                sheet.write_number(number, index, value, money[row[currency]])
            else:
                sheet.write_number(number, index, value, styles[kind])
    book.close()
    return stream.getvalue()


def _compare(ours: Callable[[], bytes], peer: Callable[[], bytes]) -> tuple[float, float]:
    """Median seconds of both, taking turns in going first; one round before that warms up."""
    taken: dict[Callable, list[float]] = {ours: [], peer: []}
    for number in range(ROUNDS + 1):
        for work in (ours, peer) if number % 2 else (peer, ours):
            gc.collect()
            began = time.perf_counter()
            content = work()
            taken[work].append(time.perf_counter() - began)
            assert content[:2] == b"PK"
    return statistics.median(taken[ours][1:]), statistics.median(taken[peer][1:])


def _figure(what: str, size: str, ours: float, unit: str, peer: str, theirs: float) -> dict:
    return {
        "what": what,
        "size": size,
        "value": round(ours, 2),
        "unit": unit,
        "peer": f"{peer}, {theirs:.2f} {unit}",
        "ratio": round(ours / theirs, 4),
    }


def _writing(job: Job) -> dict:
    given = (job.columns, job.currency, job.formats, list(job.rows))
    times = _compare(lambda: write_ours(*given), lambda: write_raw(*given))
    return _figure("order register, rows at hand", job.size, times[0], "s", "raw xlsxwriter, same cells", times[1])


def _whole(job: Job) -> dict:
    times = _compare(job.make_register, job.export)
    return _figure("order register, end to end", job.size, times[0], "s", "export of the list by Odoo", times[1])


def _memory(job: Job) -> Iterator[dict]:
    """Peak memory of processes that do one thing, Odoo loaded in each; rows come from a file, one after another."""
    given = (job.columns, job.currency, job.formats, job.rows)
    works = (lambda: write_raw(*given), lambda: write_ours(*given), job.make_register)
    rounds = [[_peak(work) for work in works] for _ in range(ROUNDS)]
    raw, sheet, whole = (statistics.median(found) for found in zip(*rounds, strict=True))
    for what, found in (("rows at hand", sheet), ("end to end", whole)):
        name = f"peak memory of the process, order register, {what}"
        yield _figure(name, job.size, found, "MB", "raw xlsxwriter in constant memory", raw)


class Stored:
    """Rows in a file, read one after another."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __iter__(self):
        with self.path.open("rb") as file:
            while True:
                try:
                    yield pickle.load(file)
                except EOFError:
                    return

    def __getitem__(self, part: slice) -> list:
        return [row for row, _ in zip(self, range(part.stop), strict=False)]


def _peak(work: Callable) -> float:
    """Peak memory in MB of a child process that carries the work out; it opens a connection of its own."""
    from odoo.sql_db import close_all

    close_all()
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            work()
            os.write(write, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss).encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        kilobytes = answer.read()
    os.waitpid(child, 0)
    return int(kilobytes) / 1024
