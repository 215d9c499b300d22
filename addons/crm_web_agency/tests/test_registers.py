import contextlib
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged
from odoo.tools.misc import file_path

from ..tools.xlsx_register import Column, RegisterSheet
from .order_common import OrderCommon

HEADER_ROW = 3
HOURS = "crm_web_agency.xlsx_hours"
RECONCILIATION = "crm_web_agency.xlsx_reconciliation"


class RegisterCommon(OrderCommon):
    def _make(self, user, **values):
        """Make a register as a user; return its rows as dicts by title, and the workbook."""
        wizard = self.env["agency.order.register.wizard"].with_user(user).create(values)
        action = wizard.action_export()
        content, _kind = (
            self.env["ir.actions.report"].with_user(user)._render_xlsx(action["report_name"], None, action["data"])
        )
        return self._read(content)

    def _read(self, content):
        book = load_workbook(BytesIO(content), data_only=True)
        sheet = book.worksheets[0]
        titles = [cell.value for cell in sheet[HEADER_ROW]]
        rows = [
            dict(zip(titles, row, strict=True)) for row in sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True)
        ]
        return rows, book


@tagged("post_install", "-at_install")
class TestRegisters(RegisterCommon):
    """Reconciliation by client and hours with cost."""

    def _post(self, move_type, day, amount, partner=None):
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": (partner or self.client).id,
                "invoice_date": day,
                "date": day,
                "invoice_date_due": day,
                "invoice_line_ids": [
                    Command.create({"name": "Work", "quantity": 1, "price_unit": amount, "tax_ids": [Command.clear()]})
                ],
            }
        )
        move.action_post()
        return move

    def _pay(self, invoice, day, amount):
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({"payment_date": day, "amount": amount})._create_payments()

    def test_reconciliation(self):
        """1000 before the period; in it 600 and a credit note of 100 are posted and 700 paid: 800 is left."""
        first = self._post("out_invoice", "2031-12-20", 1000)
        self._post("out_invoice", "2032-01-10", 600)
        self._post("out_refund", "2032-01-15", 100)
        self._pay(first, "2032-01-20", 700)
        self._post("out_invoice", "2032-02-02", 5000)
        period = {"date_from": "2032-01-01", "date_to": "2032-01-31", "partner_id": self.contact.id}
        rows, book = self._make(self.accountant, register="reconciliation", **period)
        row, total = rows
        self.assertEqual(row["Client"], "ТОВ «Світанок»")
        figures = [
            row[f"{name}, {side}"]
            for name in ("Opening balance", "Turnover", "Closing balance")
            for side in ("debit", "credit")
        ]
        self.assertEqual(figures, [1000, None, 600, 800, 800, None])
        self.assertEqual((row["Entries"], row["Last entry"].date()), (3, date(2032, 1, 20)))
        self.assertEqual((total["Closing balance, debit"], total["Turnover, credit"]), (800, 800))
        parameters = {line[0].value: line[1].value for line in book.worksheets[1].iter_rows()}
        self.assertEqual(parameters["Rows"], "1")

    def test_reconciliation_of_who_owes_nothing_more(self):
        """A client that paid too much stands in credit; one without movements and balance is left out."""
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        self._post("out_refund", "2032-01-15", 100, other)
        before = self._post("out_invoice", "2031-12-01", 50)
        self._pay(before, "2031-12-02", 50)
        rows, _book = self._make(
            self.accountant, register="reconciliation", date_from="2032-01-01", date_to="2032-01-31"
        )
        found = {row["Client"]: row for row in rows}
        self.assertEqual(found["Other"]["Closing balance, credit"], 100)
        self.assertNotIn("ТОВ «Світанок»", found)

    def test_hours_with_cost_for_who_plans(self):
        """2.5 hours of a developer at 400 an hour cost 1000."""
        self.performer_employee.job_id = self.developer
        sheet = self._log_hours(2.5, "2032-01-10")
        self._log_hours(4, "2032-02-10")
        sheet.with_user(self.project_manager).action_agency_approve()
        values = {"register": "hours", "date_from": "2032-01-01", "date_to": "2032-01-31"}
        rows, _book = self._make(self.project_manager, **values)
        row, total = rows
        self.assertEqual((row["Hours"], row["Cost by rate"], row["Approved"]), (2.5, 1000, "Yes"))
        self.assertEqual((row["Performer"], row["Job position"]), ("performer", "Web developer"))
        self.assertEqual((row["Order"], row["Date"].date()), (self.order.name, date(2032, 1, 10)))
        self.assertEqual((total["Hours"], total["Cost by rate"]), (2.5, 1000))
        self.assertEqual(self._make(self.project_manager, **values, hour_state="waiting")[0], [])

    def test_hours_are_not_for_those_who_read_no_costs(self):
        sheet = self._log_hours(1)
        for user in (self.performer, self.account_manager, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["ir.actions.report"].with_user(user)._render_xlsx(HOURS, sheet.ids, {})
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.account_manager)._render_xlsx(
                RECONCILIATION, self.client.ids, {}
            )

    def test_wizard_offers_what_the_role_may_make(self):
        def offered(user):
            fields = self.env["agency.order.register.wizard"].with_user(user).fields_get(["register"])
            return {value for value, _label in fields["register"]["selection"]}

        self.assertEqual(offered(self.account_manager), {"orders", "acts"})
        self.assertEqual(offered(self.project_manager), {"orders", "acts", "hours"})
        self.assertEqual(offered(self.accountant), {"orders", "acts", "receivables", "reconciliation"})
        self.assertEqual(len(offered(self.director)), 5)

    def test_states_narrow(self):
        act = self._get_sent_act()
        values = {"register": "acts", "partner_id": self.client.id}
        self.assertEqual(self._make(self.accountant, **values, act_state="waiting")[0][0]["Act"], act.name)
        self.assertEqual(self._make(self.accountant, **values, act_state="accepted")[0], [])
        late = self._post("out_invoice", "2020-01-10", 100)
        self._post("out_invoice", "2032-01-10", 100)
        values = {"register": "receivables", "partner_id": self.client.id, "date_from": False, "date_to": False}
        rows, _book = self._make(self.accountant, **values, debt_state="overdue")
        self.assertEqual([row["Invoice"] for row in rows[:-1]], [late.name])

    def test_currency_without_cents(self):
        self.env["res.currency"].with_context(active_test=False).search([("name", "=", "JPY")]).active = True
        formats = self.env[f"report.{HOURS}"]._get_currency_formats()
        self.assertEqual(formats["JPY"][1], 0)
        self.assertNotIn(".", formats["JPY"][0])


@tagged("post_install", "-at_install")
class TestRegisterFiles(RegisterCommon):
    """Large registers are made in the background."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("crm_web_agency.register_rows_at_once", "0")

    def _ask(self, user=None, **values):
        wizards = self.env["agency.order.register.wizard"].with_user(user or self.accountant)
        wizard = wizards.create({"register": "orders", "partner_id": self.client.id, "state": "all", **values})
        self.assertTrue(wizard.is_large)
        action = wizard.action_export()
        self.assertEqual(action["res_model"], "agency.register.file")
        return self.env["agency.register.file"].with_user(user or self.accountant).search([], limit=1)

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_web_agency.cron_register_files").method_direct_trigger()
        self.env.invalidate_all()

    def test_file_is_made_and_told_of(self):
        file = self._ask()
        self.assertEqual((file.state, file.progress, file.row_count), ("waiting", 0, 1))
        with self.assertRefused(UserError, "not ready yet"):
            file.action_download()
        self._run_cron()
        self.assertEqual((file.state, file.progress, file.error), ("done", 100, False))
        rows, book = self._read(file.attachment_id.with_user(self.accountant).raw)
        self.assertEqual(rows[0]["Order"], self.order.name)
        parameters = {line[0].value: line[1].value for line in book.worksheets[1].iter_rows()}
        self.assertEqual(parameters["Made by"], self.accountant.name)
        self.assertIn(f"/web/content/{file.attachment_id.id}", file.action_download()["url"])
        message = self.env["mail.message"].search([("partner_ids", "in", self.accountant.partner_id.ids)], limit=1)
        self.assertIn(f"/web/content/{file.attachment_id.id}", message.body)

    def test_second_run_makes_nothing_again(self):
        file = self._ask()
        self._run_cron()
        attachment = file.attachment_id
        self._run_cron()
        self.assertEqual(file.attachment_id, attachment)

    def test_it_is_made_with_the_rights_of_who_asked(self):
        other = self.account_manager.copy({"login": "test_account_manager2"})
        theirs = self.client.copy({"name": "Somebody else's client", "user_id": other.id})
        foreign = self._create_order([self.service_fixed], user_id=other.id, partner_id=theirs.id)
        file = self._ask(self.account_manager, partner_id=False)
        self._run_cron()
        names = {row["Order"] for row in self._read(file.attachment_id.raw)[0]}
        self.assertIn(self.order.name, names)
        self.assertNotIn(foreign.name, names)

    def test_files_are_their_owners(self):
        file = self._ask()
        self._run_cron()
        with self.assertRaises(AccessError):
            file.with_user(self.account_manager).read(["name"])
        with self.assertRaises(AccessError):
            file.attachment_id.with_user(self.account_manager).read(["raw"])
        with self.assertRaises(AccessError):
            file.with_user(self.accountant).write({"name": "x"})

    def test_failure_is_told_and_others_go_on(self):
        bad, good = self._ask(), self._ask()
        values = dict(bad.sudo().values, date_from="2032-02-01", date_to="2032-01-01")
        bad.sudo().values = values
        with self.assertLogs("odoo.addons.crm_web_agency.report.agency_register_file", "WARNING"):
            self._run_cron()
        self.assertEqual((bad.state, good.state), ("failed", "done"))
        self.assertIn("ends before it begins", bad.error)


@tagged("post_install", "-at_install")
class TestRegisterRows(BaseCase):
    """Rows written without xlsxwriter's cells are the same as with them."""

    TEXTS = (
        "=1+1", "+1", "-1", "@SUM(A1)", " both ends ", "a\tb\nc", "\x00\x07bell", "_x0041_ typed", "a & b < c > d",
        '"quoted"', "Ґанок №1 — 100 %", "\N{ZERO WIDTH SPACE}", "https://example.com", "'", "x" * 40000,
    )  # fmt: skip

    def _write(self, is_fast):
        import xlsxwriter

        columns = [Column("A"), Column("B", "date"), Column("C", "integer"), Column("D", "money"), Column("E")]
        stream = BytesIO()
        workbook = xlsxwriter.Workbook(stream, {"constant_memory": True})
        factory = "odoo.addons.crm_web_agency.tools.xlsx_register.make_sheet_class"
        with contextlib.ExitStack() as stack:
            if not is_fast:
                stack.enter_context(patch(factory, lambda: None))
            sheet = RegisterSheet(workbook, "Rows", columns, 4, {"UAH": ('#,##0.00 "₴"', 2), "JPY": ("#,##0", 0)})
            self.assertEqual(sheet._is_fast, is_fast)
            for number, text in enumerate(self.TEXTS):
                day = date(2026, 2, 28) + timedelta(days=number) if number % 3 else None
                sheet.write_row([text, day, number, number * 1.005 or None, "JPY" if number % 2 else "UAH"])
            sheet.write_row([None, None, 0, -0.01, "UAH"])
            sheet.close("Total")
        workbook.close()
        return load_workbook(stream).worksheets[0]

    def test_same_cells(self):
        fast, plain = self._write(True), self._write(False)
        self.assertEqual(fast.dimensions, plain.dimensions)
        self.assertEqual(fast.max_row, 3 + len(self.TEXTS) + 1 + 2)
        for ours, theirs in zip(fast.iter_rows(), plain.iter_rows(), strict=True):
            for cell, other in zip(ours, theirs, strict=True):
                with self.subTest(cell=cell.coordinate):
                    self.assertEqual(cell.value, other.value)
                    self.assertEqual((cell.data_type, cell.number_format), (other.data_type, other.number_format))
                    self.assertEqual(cell.alignment.wrap_text, other.alignment.wrap_text)

    def test_xlsxwriter_is_not_loaded_with_the_server(self):
        for name in ("tools.xlsx_register", "tools.xlsx_rows", "wizard.agency_account_import"):
            source = Path(file_path(f"crm_web_agency/{name.replace('.', '/')}.py")).read_text("utf-8")
            self.assertNotRegex(source, r"(?m)^(import|from) xlsxwriter")
