import base64
import io
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.account_file import COLUMNS, REQUIRED, AccountFileError, read_account_file

WIDTHS = {"name": 28, "email": 28, "login": 20, "role": 28, "job": 22, "phone": 20}


class AgencyAccountImport(models.TransientModel):
    """Makes many accounts from a CSV or XLSX file: first a check that writes nothing, then all at once or none."""

    _name = "agency.account.import"
    _inherit = ["agency.account.mixin"]
    _description = "Import of accounts"

    file = fields.Binary(attachment=False, help="CSV or XLSX with one person in a row; 500 rows and 5 MB at most.")
    file_name = fields.Char()
    template = fields.Binary(compute="_compute_template")
    default_role_id = fields.Many2one(
        "res.users.role", "Role where none is given", ondelete="set null", help="For rows with an empty role."
    )
    grantable_role_ids = fields.Many2many("res.users.role", compute="_compute_grantable_role_ids")
    company_id = fields.Many2one(
        "res.company",
        "Company where none is given",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    allowed_company_ids = fields.Many2many("res.company", compute="_compute_grantable_role_ids")
    lang = fields.Selection(
        "_get_languages",
        "Language where none is given",
        required=True,
        default=lambda self: self._get_default_language(),
    )
    make_employees = fields.Boolean(
        default=True, help="People of the list who are employees already are found by e-mail and only get an account."
    )
    create_jobs = fields.Boolean(
        "Create missing job positions", help="Otherwise a job position that does not exist is a fault of its row."
    )
    skip_faulty = fields.Boolean("Skip faulty rows", help="Otherwise one faulty row stops the import of all.")
    send_invitations = fields.Boolean(
        "Send invitations by e-mail",
        default=lambda self: self._has_mail_server(),
        help="They go through the queue of outgoing mail. Without them send a link from each account later.",
    )
    state = fields.Selection(
        [("new", "File"), ("checked", "Checked"), ("done", "Imported")], default="new", required=True
    )
    line_ids = fields.One2many("agency.account.import.line", "import_id", "Rows", readonly=True)
    good_count = fields.Integer("Good", readonly=True)
    warning_count = fields.Integer("To look at", readonly=True)
    error_count = fields.Integer("Faulty", readonly=True)
    created_count = fields.Integer("Created", readonly=True)

    @api.depends_context("uid")
    def _compute_grantable_role_ids(self):
        self.grantable_role_ids = self._get_grantable_roles()
        self.allowed_company_ids = self.env.user.company_ids

    @api.depends_context("lang")
    def _compute_template(self):
        self.template = base64.b64encode(self._make_template())

    def action_download_template(self):
        """Download an empty list with the headings and an example in the user's language."""
        self.ensure_one()
        name = self.env._("accounts.xlsx")
        url = f"/web/content/{self._name}/{self.id}/template?download=true&filename={name}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_check(self):
        """Show row by row what the import would do; nothing is written but this report."""
        self.ensure_one()
        self._report(self._judge())
        return self._open()

    def action_import(self):
        """Create the accounts of all rows, or of the good ones if faulty rows are to be skipped."""
        self.ensure_one()
        if self.state == "done":
            raise UserError(self.env._("This file is imported already: take the next one."))
        # Judged anew: somebody may have made an account since the check.
        verdicts = self._judge()
        good = [verdict for verdict in verdicts if verdict.result != "error"]
        if not good or (len(good) < len(verdicts) and not self.skip_faulty):
            self._report(verdicts)
            return self._open()
        with self.env.cr.savepoint():
            self._create_good(good)
        self._report(verdicts, done=True)
        return self._open()

    def action_back(self):
        """Go back to the file and the options."""
        self.line_ids.unlink()
        self.state = "new"
        return self._open()

    def action_new(self):
        """Open an empty form for the next file."""
        return self._open(new=True)

    def action_open_accounts(self):
        """List the accounts that were made."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("base.action_res_users")
        return {**action, "domain": [("id", "in", self.line_ids.user_id.ids)], "context": {}}

    def _judge(self):
        """Return a verdict on each row of the file."""
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        headings = {heading.rstrip("*"): column for column, heading in self._get_headings().items()}
        try:
            rows = read_account_file(base64.b64decode(self.file), headings)
        except AccountFileError as error:
            raise UserError(self._explain(error)) from error
        return self._judge_rows(rows)

    def _create_good(self, verdicts):
        """Create job positions, users and employees of the good rows in sets, then queue the invitations."""
        self._create_missing_jobs(verdicts)
        users = self._create_accounts([verdict.account for verdict in verdicts])
        for verdict, user in zip(verdicts, users, strict=True):
            verdict.user = user
        if self.send_invitations:
            self._queue_invitations(users)

    def _report(self, verdicts, done=False):
        """Keep the verdicts as the rows of the report and count them."""
        self.line_ids.unlink()
        self.env["agency.account.import.line"].create(
            [{"import_id": self.id, **verdict.prepare_line(done)} for verdict in verdicts]
        )
        count = Counter(verdict.result for verdict in verdicts)
        self.write(
            {
                "state": "done" if done else "checked",
                "good_count": count["ok"],
                "warning_count": count["warning"],
                "error_count": count["error"],
                "created_count": count["ok"] + count["warning"] if done else 0,
            }
        )

    def _open(self, new=False):
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_import_accounts")
        return {**action, "res_id": False if new else self.id}

    def _get_headings(self):
        """Return {column: heading} in the user's language, required ones with a star."""
        headings = {
            "name": self.env._("Name"),
            "email": self.env._("E-mail"),
            "login": self.env._("Login"),
            "role": self.env._("Role"),
            "job": self.env._("Job position"),
            "language": self.env._("Language"),
            "phone": self.env._("Phone"),
            "company": self.env._("Company"),
        }
        return {column: f"{headings[column]}*" if column in REQUIRED else headings[column] for column in COLUMNS}

    def _get_example(self):
        """Return {column: text} of a row that passes the check in this database."""
        roles = self._get_grantable_roles()
        role = self.env.ref("crm_web_agency.role_account_manager", raise_if_not_found=False)
        return {
            "name": self.env._("Olena Koval"),
            "email": "olena.koval@example.com",
            "role": (role if role in roles else roles[:1]).name or "",
            "job": self.env["hr.job"].search([("company_id", "in", (self.company_id.id, False))], limit=1).name or "",
            "language": dict(self._get_languages())[self.lang],
            "phone": "+380501234567",
            "company": self.company_id.name,
        }

    def _make_template(self):
        """Return the bytes of an XLSX file with the headings and one example; all its cells are text."""
        # Loaded for a template only, not with every server.
        import xlsxwriter

        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        sheet = book.add_worksheet(self.env._("Accounts")[:31])
        heading_format, text_format = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        example = self._get_example()
        for index, (column, heading) in enumerate(self._get_headings().items()):
            sheet.set_column(index, index, WIDTHS.get(column, 16), text_format)
            sheet.write_string(0, index, heading, heading_format)
            sheet.write_string(1, index, example.get(column, ""), text_format)
        sheet.freeze_panes(1, 0)
        book.close()
        return stream.getvalue()

    def _explain(self, error):
        """Return the message on a file that can not be read: what is wrong and what to do."""
        columns = self._get_headings()
        detail = ", ".join(columns.get(key, key).rstrip("*") for key in error.detail.split(","))
        messages = {
            "empty": self.env._("The file has no people: fill in at least one row below the headings."),
            "too_big": self.env._("The file is larger than %s MB: split it.", detail),
            "too_many_rows": self.env._("The file has more than %s rows: split it.", detail),
            "unknown_type": self.env._("This is neither a CSV nor an XLSX file: save the list in one of them."),
            "encrypted": self.env._(
                "The file has a password or the old XLS format: save it as XLSX without a password."
            ),
            "damaged": self.env._("The file is damaged or not complete: save it anew and choose it again."),
            "no_header": self.env._("The first row has no known headings: take the template and keep its first row."),
            "missing_columns": self.env._("Columns are missing: %s. Take the template and keep its first row.", detail),
            "repeated_column": self.env._("The column “%s” is there twice: delete one of them.", detail),
        }
        return messages[error.code]
