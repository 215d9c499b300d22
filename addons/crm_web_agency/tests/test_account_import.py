import base64
import io
import zipfile

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .account_common import AccountCommon

HEADER = "Name,E-mail,Login,Role,Job position,Language,Phone,Company"


@tagged("post_install", "-at_install")
class TestAccountImport(AccountCommon):
    def _import(self, file, user=None, **values):
        model = self.env["agency.account.import"].with_user(user or self.administrator)
        return model.create({"file": file, "file_name": "people", **values})

    def _check(self, *lines, **values):
        wizard = self._import(self._csv(HEADER, *lines), **values)
        wizard.action_check()
        return wizard

    def _two_good(self):
        return self._csv(
            HEADER,
            "Olena Koval,olena@example.com,,account_manager,,en_US,+380501234567,",
            f"Petro Bondar,Petro@Example.com,petro,Performer (agency);accountant,{self.job.name},,,",
        )

    def test_a_check_reports_and_writes_nothing(self):
        before = self.env["res.users"].search_count([]), self.env["hr.employee"].search_count([])
        wizard = self._import(self._two_good())
        action = wizard.action_check()
        self.assertEqual((action["res_id"], wizard.state, wizard.good_count), (wizard.id, "checked", 2))
        self.assertRecordValues(
            wizard.line_ids,
            [
                {"row": 2, "name": "Olena Koval", "login": "olena@example.com", "result": "ok"},
                {"row": 3, "name": "Petro Bondar", "login": "petro", "result": "ok"},
            ],
        )
        self.assertEqual((self.env["res.users"].search_count([]), self.env["hr.employee"].search_count([])), before)

    def test_an_import_makes_users_with_roles_employees_and_queued_invitations(self):
        self.env["mail.mail"].search([]).unlink()
        wizard = self._import(self._two_good())
        wizard.action_import()
        olena, petro = self._find_user("olena@example.com"), self._find_user("petro")
        self.assertEqual((wizard.state, wizard.created_count, wizard.line_ids.user_id), ("done", 2, olena | petro))
        self.assertEqual(petro.role_line_ids.role_id, self.role_performer | self.role_accountant)
        self.assertTrue(petro.has_group("account.group_account_invoice"))
        self.assertFalse(olena.has_group("account.group_account_invoice"))
        self.assertTrue(olena.has_group("crm_web_agency.group_agency_account_manager"))
        self.assertEqual((petro.email, olena.phone, olena.lang), ("petro@example.com", "+380501234567", "en_US"))
        employees = self.env["hr.employee"].search([("user_id", "in", (olena | petro).ids)])
        self.assertEqual(employees.filtered("job_id").user_id, petro)
        mails = self.env["mail.mail"].search([])
        self.assertEqual((len(mails), set(mails.mapped("state"))), (2, {"outgoing"}))
        self.assertEqual(wizard.action_open_accounts()["domain"], [("id", "in", (olena | petro).ids)])

    def test_each_fault_has_its_message(self):
        self._create_person("taken@example.com", name="First")
        self._create_person("gone@example.com", active=False)
        faults = {
            ",a1@example.com,,performer,,,,": "name is empty",
            "A,no-address,,performer,,,,": "no e-mail address",
            "A,a3@example.com,,,,,,": "role is empty",
            "A,a4@example.com,,Boss,,,,": "no role “Boss”",
            "A,a5@example.com,,Server,,,,": "may not give",
            "A,a6@example.com,,performer,Astronaut,,,": "no job position “Astronaut”",
            "A,a7@example.com,,performer,,Klingon,,": "language “Klingon”",
            "A,a8@example.com,,performer,,,call me,": "no phone number",
            "A,a9@example.com,,performer,,,,Nowhere Ltd": "Nowhere Ltd",
            "A,taken@example.com,,performer,,,,": "First already has an account",
            "A,gone@example.com,,performer,,,,": "reactivate",
            "A,same@example.com,,performer,,,,": "several rows",
            "B,SAME@example.com,,performer,,,,": "several rows",
            "A,a10@example.com,with space,performer,,,,": "no spaces",
            f"{'A' * 300},a11@example.com,,performer,,,,": "shorten",
        }
        wizard = self._check(*faults)
        self.assertEqual(wizard.error_count, len(faults))
        for line, (text, message) in zip(wizard.line_ids, faults.items(), strict=True):
            with self.subTest(row=text):
                self.assertEqual(line.result, "error")
                self.assertIn(message, line.message)

    def test_one_faulty_row_stops_all_unless_skipped(self):
        lines = ("A,good@example.com,,performer,,,,", "B,bad,,performer,,,,")
        wizard = self._check(*lines)
        wizard.action_import()
        self.assertEqual((wizard.state, wizard.created_count), ("checked", 0))
        self.assertFalse(self._find_user("good@example.com"))
        wizard.skip_faulty = True
        wizard.action_import()
        self.assertEqual(wizard.line_ids.mapped("result"), ["created", "skipped"])
        self.assertTrue(self._find_user("good@example.com"))
        self.assertFalse(self._find_user("bad"))

    def test_a_failure_halfway_leaves_nothing(self):
        wizard = self._import(self._two_good())
        self.env.ref("auth_signup.set_password_email").unlink()
        with self.assertRaises(ValueError):
            wizard.action_import()
        self.assertFalse(self._find_user("petro"))

    def test_it_is_imported_once(self):
        wizard = self._import(self._two_good())
        wizard.action_import()
        with self.assertRaisesRegex(UserError, "already"):
            wizard.action_import()

    def test_an_account_made_after_the_check_is_seen(self):
        wizard = self._import(self._two_good())
        wizard.action_check()
        self._create_person("petro")
        wizard.action_import()
        self.assertEqual((wizard.state, wizard.error_count), ("checked", 1))
        self.assertFalse(self._find_user("olena@example.com"))

    def test_missing_job_positions_are_created_once(self):
        lines = [f"A,a{number}@example.com,,performer,{job},,," for number, job in enumerate(("Tamer", "tamer", "Bee"))]
        wizard = self._check(*lines, create_jobs=True)
        self.assertEqual(wizard.line_ids.mapped("result"), ["warning"] * 3)
        self.assertFalse(self.env["hr.job"].search([("name", "=", "Tamer")]))
        wizard.action_import()
        self.assertEqual(self.env["hr.job"].search_count([("name", "=ilike", "tamer")]), 1)
        employee = self.env["hr.employee"].search([("work_email", "=", "a1@example.com")])
        self.assertEqual(employee.job_id.name, "Tamer")

    def test_employees_of_the_list_get_their_accounts(self):
        employee = self.env["hr.employee"].create({"name": "O. K.", "work_email": "Olena@example.com"})
        wizard = self._import(self._two_good())
        wizard.action_check()
        self.assertEqual(wizard.line_ids.mapped("result"), ["warning", "ok"])
        wizard.action_import()
        self.assertEqual(employee.user_id.login, "olena@example.com")

    def test_defaults_where_a_cell_is_empty(self):
        wizard = self._check(
            "A,a@example.com", default_role_id=self.role_performer.id, make_employees=False, send_invitations=False
        )
        self.assertEqual(wizard.line_ids.result, "ok")
        wizard.action_import()
        user = self._find_user("a@example.com")
        self.assertEqual(user.role_line_ids.role_id, self.role_performer)
        self.assertEqual((user.lang, user.company_id), (wizard.lang, self.company))
        self.assertFalse(self.env["hr.employee"].search([("user_id", "=", user.id)]))

    def test_roles_and_jobs_by_their_ukrainian_names(self):
        self.env["res.lang"]._activate_lang("uk_UA")
        self.role_performer.group_id.with_context(lang="uk_UA").name = "Виконавиця"
        self.job.with_context(lang="uk_UA").name = "Веброзробниця"
        file = self._csv(
            "Ім’я;Електронна пошта;РОЛЬ;Посада;Мова",
            "Олена;olena@example.com;виконавиця;ВЕБРОЗРОБНИЦЯ;uk",
            "Петро;petro@example.com;Performer;;Українська",
            encoding="cp1251",
        )
        wizard = self._import(file)
        wizard.action_check()
        self.assertEqual(wizard.line_ids.mapped("message"), [False, False])
        wizard.action_import()
        olena, petro = self._find_user("olena@example.com"), self._find_user("petro@example.com")
        self.assertEqual(olena.role_line_ids.role_id | petro.role_line_ids.role_id, self.role_performer)
        self.assertEqual(olena.mapped("lang") + petro.mapped("lang"), ["uk_UA", "uk_UA"])
        self.assertEqual(self.env["hr.employee"].search([("user_id", "=", olena.id)]).job_id, self.job)

    def test_files_of_every_kind(self):
        header, row = ("Name", "E-mail", "Role", "Phone"), ("Olena", "olena@example.com", "performer", "380501234567")
        for name, file in (
            ("comma", self._csv(",".join(header), ",".join(row))),
            ("semicolon with a mark of UTF-8", self._csv(";".join(header), ";".join(row), encoding="utf-8-sig")),
            ("tab in UTF-16", self._csv("\t".join(header), "\t".join(row), encoding="utf-16")),
            ("what Excel says of the delimiter", self._csv("sep=;", ";".join(header), ";".join(row))),
            ("spreadsheet", self._xlsx(header, (*row[:3], 380501234567))),
        ):
            with self.subTest(file=name):
                wizard = self._import(file)
                wizard.action_check()
                self.assertEqual((wizard.good_count, wizard.line_ids.login), (1, "olena@example.com"))

    def test_files_that_can_not_be_read(self):
        good = base64.b64decode(self._xlsx(("Name", "E-mail", "Role"), ("A", "a@example.com", "performer")))
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as other:
            other.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        for content, message in (
            (b"Name,E-mail,Role\n", "no people"),
            (b"  \n ", "no people"),
            (b"First,Second\n1,2\n", "no known headings"),
            (b"Name,Role\nA,performer\n", "missing: E-mail"),
            (b"Name,E-mail,Name\nA,a@example.com,B\n", "“Name” is there twice"),
            (b"Name,E-mail,Role\n" + b"A,a@example.com,performer\n" * 501, "more than 500 rows"),
            (b"Name,E-mail\n" + b"A" * 5 * 1024 * 1024, "larger than 5 MB"),
            (b"%PDF-1.7\n\x00\x01", "neither a CSV nor an XLSX"),
            (archive.getvalue(), "neither a CSV nor an XLSX"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "password"),
            (good[: len(good) // 2], "damaged"),
            (b'Name,E-mail\n"A,a@example.com\n', "damaged"),
        ):
            with self.subTest(message=message), self.assertRaisesRegex(UserError, message):
                self._import(base64.b64encode(content)).action_check()
        with self.assertRaisesRegex(UserError, "Choose a file"):
            self._import(False).action_check()

    def test_text_like_a_formula_stays_text(self):
        wizard = self._check("=1+1,a@example.com,,performer,,,,")
        self.assertEqual(wizard.line_ids.name, "=1+1")

    def test_the_template_passes_the_check(self):
        for lang in ("en_US", "uk_UA"):
            self.env["res.lang"]._activate_lang(lang)
            wizard = self._import(False, send_invitations=False).with_context(lang=lang)
            self.assertIn(f"/{wizard.id}/template", wizard.action_download_template()["url"])
            sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.template))).active
            self.assertEqual((sheet.max_row, sheet.max_column), (2, 8))
            wizard.file = wizard.template
            wizard.action_check()
            with self.subTest(lang=lang):
                self.assertEqual(wizard.line_ids.mapped("result"), ["ok"], wizard.line_ids.message)

    def test_roles_are_guarded_on_the_server_too(self):
        wizard = self._check("A,a@example.com,,,,,,", default_role_id=self.role_system.id)
        with self.assertRaisesRegex(UserError, "Server"):
            wizard.action_import()
        self.assertFalse(self._find_user("a@example.com"))

    def test_only_own_companies(self):
        other = self.env["res.company"].create({"name": "Other agency"})
        line = "A,a@example.com,,performer,,,,other AGENCY"
        self.assertEqual(self._check(line).line_ids.result, "error")
        self.administrator.company_ids = [Command.link(other.id)]
        wizard = self._check(line)
        wizard.action_import()
        user = self._find_user("a@example.com")
        self.assertEqual((user.company_id, user.company_ids), (other, other))
        employee = self.env["hr.employee"].search([("user_id", "=", user.id)])
        self.assertEqual(employee.company_id, other)

    def test_nobody_but_the_administrator(self):
        wizard = self._import(self._two_good())
        wizard.action_check()
        for role in ("performer", "account_manager", "project_manager", "accountant", "director"):
            user = self._create_user(role)
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    self._import(self._two_good(), user)
                with self.assertRaises(AccessError):
                    wizard.with_user(user).action_import()
                with self.assertRaises(AccessError):
                    wizard.line_ids.with_user(user).read(["login"])

    def test_many_rows_cost_no_queries_each(self):
        """Looking up is done for all rows together: ten times the rows, the same number of queries."""

        def count(rows):
            lines = [f"A,many{number}@example.com,,performer,{self.job.name},en_US,," for number in range(rows)]
            wizard = self._import(self._csv(HEADER, *lines))
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard._judge()
            return self.env.cr.sql_log_count - before

        count(5)
        self.assertLessEqual(count(100), count(10) + 2)
