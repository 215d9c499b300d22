from datetime import datetime
from io import BytesIO
from pathlib import Path
from shutil import which
from subprocess import run
from tempfile import TemporaryDirectory
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .order_common import OrderCommon

REPORT = "crm_web_agency.xlsx_order_register"
HEADER_ROW = 3


@tagged("post_install", "-at_install")
class TestOrderRegister(OrderCommon):
    def _load(self, docids=None, data=None, user=None, values=False, report=REPORT):
        """Make the register as a user and open it again."""
        reports = self.env["ir.actions.report"].with_user(user or self.accountant)
        content, kind = reports._render_xlsx(report, docids, data or {})
        self.assertEqual(kind, "xlsx")
        return load_workbook(BytesIO(content), data_only=values)

    def _get_columns(self, sheet):
        return {cell.value: cell.column for cell in sheet[HEADER_ROW] if cell.value}

    def _create_wizard(self, **values):
        return self.env["agency.order.register.wizard"].with_user(self.accountant).create(values)

    def test_cells_are_typed(self):
        self._get_sent_act()._sign("Шевчук А. П.")
        sheet = self._load(self.order.ids).worksheets[0]
        columns = self._get_columns(sheet)

        def cell(title):
            return sheet.cell(HEADER_ROW + 1, columns[title])

        self.assertEqual(cell("Order").value, self.order.name)
        self.assertIsInstance(cell("Date").value, datetime)
        self.assertEqual(cell("Date").number_format, "dd.mm.yyyy")
        self.assertEqual(cell("Total").value, self.order.amount_total)
        self.assertEqual(cell("Accepted by acts").value, 24000)
        self.assertIn("#,##0.00", cell("Total").number_format)
        self.assertEqual(cell("EDRPOU / RNOKPP").value, "32855961")
        self.assertEqual(cell("Currency").value, self.order.currency_id.name)

    def test_totals_are_formulas_with_cached_values(self):
        orders = self.order | self._create_order([self.service_fixed])
        for values, check in ((False, self.assertIn), (True, None)):
            sheet = self._load(orders.ids, values=values).worksheets[0]
            total = sheet.cell(HEADER_ROW + 3, self._get_columns(sheet)["Total"]).value
            if check:
                check("SUBTOTAL(109,", total)
            else:
                self.assertEqual(total, sum(orders.mapped("amount_total")))

    def test_currencies_are_not_added_up(self):
        usd = self.env.ref("base.USD")
        eur = self.env.ref("base.EUR")
        (usd | eur).active = True
        orders = self.order
        for currency in usd | eur:
            pricelist = self.env["product.pricelist"].create({"name": currency.name, "currency_id": currency.id})
            orders |= self._create_order([self.service_fixed], pricelist_id=pricelist.id)
        currencies = sorted(set(orders.currency_id.mapped("name")))
        sheet = self._load(orders.ids).worksheets[0]
        rows = range(HEADER_ROW + 4, HEADER_ROW + 4 + len(currencies))
        self.assertEqual([sheet.cell(row, 1).value for row in rows], [f"Total, {code}" for code in currencies])
        self.assertIn("SUMIF", sheet.cell(rows[0], self._get_columns(sheet)["Total"]).value)

    def test_sheet_is_ready_to_use(self):
        book = self._load(self.order.ids)
        sheet = book.worksheets[0]
        self.assertEqual(sheet.freeze_panes, f"A{HEADER_ROW + 1}")
        self.assertTrue(sheet.auto_filter.ref)
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual(sheet.print_title_rows, f"${HEADER_ROW}:${HEADER_ROW}")
        self.assertEqual(book.properties.title, "Order register")
        self.assertEqual(book.worksheets[1].title, "Parameters")

    def test_user_text_stays_text(self):
        for name in ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://example.com")', "https://example.com"):
            with self.subTest(name=name):
                self.client.name = name
                sheet = self._load(self.order.ids).worksheets[0]
                cell = sheet.cell(HEADER_ROW + 1, self._get_columns(sheet)["Client"])
                self.assertEqual((cell.value, cell.data_type, cell.hyperlink), (name, "s", None))

    def test_wizard_filters_and_is_described(self):
        draft = self._create_order([self.service_fixed])
        wizard = self._create_wizard(partner_id=self.contact.id, state="all")
        self.assertLessEqual(self.order | draft, wizard._get_records().sudo())
        wizard.state = "sale"
        self.assertNotIn(draft, wizard._get_records())
        self.assertEqual(wizard.row_count, 1)
        action = wizard.action_export()
        book = self._load(data=action["data"])
        self.assertEqual(book.worksheets[0].cell(HEADER_ROW + 1, 3).value, self.order.name)
        parameters = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
        self.assertIn("Світанок", parameters["Client"])
        self.assertEqual(parameters["State"], "Confirmed orders")
        self.assertEqual(parameters["Account manager"], "All")

    def test_day_of_the_users_time_zone(self):
        self.order.date_order = datetime(2030, 1, 31, 22, 30)
        wizard = self._create_wizard(date_from="2030-02-01", date_to="2030-02-28")
        self.assertEqual(wizard.row_count, 1)
        sheet = self._load(data={"wizard_id": wizard.id}).worksheets[0]
        self.assertEqual(sheet.cell(HEADER_ROW + 1, 2).value, datetime(2030, 2, 1))

    def test_wrong_period_is_refused(self):
        with self.assertRefused(ValidationError, "ends before it begins"):
            self._create_wizard(date_from="2030-02-02", date_to="2030-02-01")

    def test_rows_and_batches(self):
        """Rows keep their order and their sums over the borders of batches."""
        orders = self.order | self._create_order([self.service_fixed]) | self._create_order([self.service_hours])
        with patch("odoo.addons.crm_web_agency.report.xlsx_register.BATCH", 2):
            sheet = self._load(orders.ids).worksheets[0]
        columns = self._get_columns(sheet)
        rows = range(HEADER_ROW + 1, HEADER_ROW + 4)
        self.assertEqual([sheet.cell(row, 1).value for row in rows], [1, 2, 3])
        self.assertEqual([sheet.cell(row, columns["Order"]).value for row in rows], orders.mapped("name"))
        self.assertEqual(
            [sheet.cell(row, columns["Total"]).value for row in rows], [order.amount_total for order in orders]
        )

    def test_queries_do_not_grow_with_rows(self):
        few = self.order
        many = few | few.browse().concat(*(self._create_order([self.service_fixed]) for _ in range(10)))
        self.env.flush_all()
        counts = []
        for orders in (few, few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._load(orders.ids)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2)

    def test_headers_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("uk_UA")
        self.accountant.lang = "uk_UA"
        book = self._load(self.order.ids)
        self.assertEqual(book.properties.title, book.worksheets[0]["A1"].value)
        self.assertEqual(book.worksheets[0].cell(HEADER_ROW, 2).value, "Дата")
        self.assertTrue(book.worksheets[0].oddFooter.right.text)

    def test_totals_are_the_same_when_recalculated(self):
        """LibreOffice works the formulas out anew and comes to the cached values, which are those of the database."""
        office = which("soffice")
        if not office:
            self.skipTest("LibreOffice is not installed")
        usd = self.env.ref("base.USD")
        usd.active = True
        pricelist = self.env["product.pricelist"].create({"name": "USD", "currency_id": usd.id})
        foreign = self._create_order([self.service_fixed], pricelist_id=pricelist.id)
        orders = self.order | foreign
        content = self.env["ir.actions.report"].with_user(self.accountant)._render_xlsx(REPORT, orders.ids, {})[0]
        sheet = self._recalculate(office, content).worksheets[0]
        column = self._get_columns(sheet)["Total"]
        totals = {
            sheet.cell(row, 1).value: sheet.cell(row, column).value for row in range(HEADER_ROW + 3, HEADER_ROW + 5)
        }
        expected = {f"Total, {order.currency_id.name}": order.amount_total for order in orders}
        self.assertEqual(totals, expected)

    def _recalculate(self, office, content):
        """Return the workbook as LibreOffice saves it, its cached values taken out before."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "register.xlsx"
            book = load_workbook(BytesIO(content))
            book.save(path)  # openpyxl keeps formulas and drops their values
            line = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
            run([*line, "--outdir", f"{folder}/out", path], check=True, capture_output=True, timeout=180)
            return load_workbook(Path(folder) / "out/register.xlsx", data_only=True)

    def test_empty_register_opens(self):
        wizard = self._create_wizard(date_from="2050-01-01", date_to="2050-01-02")
        sheet = self._load(data={"wizard_id": wizard.id}).worksheets[0]
        self.assertEqual(sheet.max_row, HEADER_ROW)

    def test_account_manager_gets_own_orders_only(self):
        other = self.account_manager.copy({"login": "test_account_manager2"})
        theirs = self.client.copy({"name": "Somebody else's client", "user_id": other.id})
        foreign = self._create_order([self.service_fixed], user_id=other.id, partner_id=theirs.id)
        wizard = self.env["agency.order.register.wizard"].with_user(self.account_manager).create({"state": "all"})
        self.assertIn(self.order, wizard._get_records())
        self.assertNotIn(foreign, wizard._get_records())

    def test_act_register(self):
        act = self._get_sent_act()
        act._sign("Шевчук А. П.")
        act.invoice_ids.action_post()
        wizard = self._create_wizard(register="acts")
        self.assertIn(act, wizard._get_records().sudo())
        wizard.partner_id = self.client
        book = self._load(data=wizard.action_export()["data"], report="crm_web_agency.xlsx_act_register")
        sheet = book.worksheets[0]
        row = {title: sheet.cell(HEADER_ROW + 1, column).value for title, column in self._get_columns(sheet).items()}
        self.assertEqual((row["Act"], row["Total"], row["Signed by"]), (act.name, 24000, "Шевчук А. П."))
        self.assertEqual(row["Invoice"], act.invoice_ids.name)
        self.assertEqual(row["Date"].date(), act.date)

    def test_receivables_by_age(self):
        act = self._get_sent_act()
        act._sign("Шевчук А. П.")
        invoice = act.invoice_ids
        invoice.write(
            {"invoice_date": "2020-01-01", "invoice_payment_term_id": False, "invoice_date_due": "2020-01-10"}
        )
        invoice.action_post()
        sheet = self._load(invoice.ids, report="crm_web_agency.xlsx_receivables").worksheets[0]
        row = {title: sheet.cell(HEADER_ROW + 1, column).value for title, column in self._get_columns(sheet).items()}
        self.assertEqual((row["Left to pay"], row["Over 90 days"], row["Not due"]), (24000, 24000, None))
        wizard = self._create_wizard(register="receivables", date_from=False, date_to=False, partner_id=self.client.id)
        self.assertEqual(wizard._get_records().sudo(), invoice)
