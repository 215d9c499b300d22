import base64
import io

import xlsxwriter

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

AGENCY = "crm_web_agency"


class AccountCommon(TransactionCase):
    """An administrator of the agency with no other rights, a mail server and a job position."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US", tz="Europe/Kyiv"))
        cls.company = cls.env.company
        cls.administrator = cls._create_user("admin")
        cls.role_performer = cls.env.ref(f"{AGENCY}.role_performer")
        cls.role_manager = cls.env.ref(f"{AGENCY}.role_account_manager")
        cls.role_accountant = cls.env.ref(f"{AGENCY}.role_accountant")
        cls.role_system = cls.env["res.users.role"].create(
            {
                "name": "Server",
                "implied_ids": [Command.set([cls.env.ref("base.group_user").id, cls.env.ref("base.group_system").id])],
            }
        )
        cls.mail_server = cls.env["ir.mail_server"].create({"name": "Test", "smtp_host": "mail.example.com"})
        cls.job = cls.env["hr.job"].create({"name": "Web developer of tests", "company_id": cls.company.id})

    @classmethod
    def _create_user(cls, role):
        return cls._create_person(f"accounts_{role}", f"{AGENCY}.group_agency_{role}")

    @classmethod
    def _create_person(cls, login, group="base.group_user", **values):
        """A user whom nobody invites."""
        return new_test_user(cls.env, login, group, context={"no_reset_password": True}, **values)

    def _find_user(self, login):
        return self.env["res.users"].with_context(active_test=False).search([("login", "=", login)])

    @classmethod
    def _csv(cls, *lines, encoding="utf-8"):
        return base64.b64encode("\n".join(lines).encode(encoding))

    @classmethod
    def _xlsx(cls, *rows):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream)
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        book.close()
        return base64.b64encode(stream.getvalue())
