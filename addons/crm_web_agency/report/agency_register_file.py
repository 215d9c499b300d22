import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .xlsx_register import BATCH, PROGRESS

_logger = logging.getLogger(__name__)

WAITING = ("waiting", "running")
KEPT_DAYS = 30


class AgencyRegisterFile(models.Model):
    """A large register that is made in the background, and its file.

    It is made with the rights, the language and the companies of who asked for it, at the moment when it is made.
    """

    _name = "agency.register.file"
    _description = "Register made in the background"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Made for", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    values = fields.Json("What was asked for", readonly=True, groups="base.group_system")
    state = fields.Selection(
        [("waiting", "Waiting"), ("running", "In progress"), ("done", "Ready"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    row_count = fields.Integer("Rows", readonly=True)
    row_done = fields.Integer("Rows read", readonly=True)
    progress = fields.Float("Progress, %", compute="_compute_progress")
    error = fields.Char("What went wrong", readonly=True)
    attachment_id = fields.Many2one("ir.attachment", "File", readonly=True, ondelete="set null")
    finished_on = fields.Datetime(readonly=True)

    @api.depends("row_count", "row_done", "state")
    def _compute_progress(self):
        for file in self:
            share = 100.0 * file.row_done / (file.row_count or 1)
            file.progress = 100.0 if file.state == "done" else min(share, 99.0)

    @api.model
    def _queue(self, wizard):
        """Return the file that will be made of what a wizard asks for; the making begins at once in the background."""
        register = dict(wizard._fields["register"]._description_selection(self.env))[wizard.register]
        # sudo: files are written by the system only; what is in it is read with the rights of the user.
        file = self.sudo().create(
            {
                "name": register,
                "user_id": self.env.uid,
                "company_id": wizard.company_id.id,
                "values": wizard._get_asked(),
                "row_count": wizard.row_count,
            }
        )
        self.env.ref("crm_web_agency.cron_register_files").sudo()._trigger()
        return file.sudo(False)

    def _open(self):
        """Show the files of the user, this one the first."""
        return self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.agency_register_file_action")

    def action_download(self):
        """Download the file.

        Raises:
            UserError: while it is not ready.
        """
        self.ensure_one()
        self.check_access("read")
        if not self.attachment_id:
            raise UserError(self.env._("The file is not ready yet: you will get a message."))
        return {"type": "ir.actions.act_url", "url": self._get_address()}

    def _get_address(self):
        return f"/web/content/{self.sudo().attachment_id.id}?download=true"

    # ---------------------------------------------------------------- making

    @api.model
    def _cron_make(self):
        """Make the files that wait, one after another, each with commits of its own; safe to break off and repeat.

        What another run left half done is made anew: the job runs once at a time.
        """
        files = self.search([("state", "in", WAITING)], order="id")
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(files))
        for file in files:
            file._make()
            if not progress(1):
                return

    def _make(self):
        """Make the file and tell the user; an error is kept and told, and does not stop the others."""
        self.ensure_one()
        commit = self.env["ir.cron"]._commit_progress
        self.write({"state": "running", "row_done": 0, "error": False})
        # Others see that it is being made; and what is counted meanwhile does not meet this transaction.
        commit(0)
        try:
            with self.env.cr.savepoint():
                content = self._render()
        except Exception as error:
            _logger.warning("Register file %s failed", self.id, exc_info=True)
            commit(0)
            self._finish({"state": "failed", "error": str(error) or type(error).__name__})
        else:
            commit(0)
            self._finish({"state": "done", "row_done": self.row_count, "attachment_id": self._attach(content).id})

    def _render(self):
        """Return the bytes of the workbook, read as the user for whom it is made."""
        user = self.user_id
        companies = user.company_ids.ids
        if not user.active or self.company_id.id not in companies:
            raise UserError(self.env._("The person it is for may not work in the company any more."))
        allowed = [self.company_id.id, *(one for one in companies if one != self.company_id.id)]
        env = self.env(
            user=user,
            su=False,
            context={"lang": user.lang, "tz": user.tz, "allowed_company_ids": allowed, PROGRESS: self._get_counter()},
        )
        wizard = env["agency.order.register.wizard"].create(self.values)
        report = wizard._get_report().report_name
        return env["ir.actions.report"]._render_xlsx(report, None, {"wizard_id": wizard.id})[0]

    def _get_counter(self):
        """Return a function that notes the rows read, in a transaction of its own so that people see it at once."""
        file_id, registry = self.id, self.env.registry

        def count(done):
            if (done // BATCH) % 5 and done > BATCH:
                return
            with registry.cursor() as cr:
                cr.execute("UPDATE agency_register_file SET row_done = %s WHERE id = %s", [done, file_id])

        return count

    def _attach(self, content):
        day = fields.Datetime.context_timestamp(self.with_context(tz=self.user_id.tz), fields.Datetime.now())
        return self.env["ir.attachment"].create(
            {
                "name": f"{self.name} {day:%Y-%m-%d}.xlsx".replace("/", "-"),
                "raw": content,
                "mimetype": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def _finish(self, values):
        self.write({**values, "finished_on": fields.Datetime.now()})
        this = self.with_context(lang=self.user_id.lang)
        if self.state == "done":
            title = this.env._("The register is ready: %s", self.name)
            link = Markup('<a href="%s">%s</a>') % (self._get_address(), self.attachment_id.name)
            body = Markup("<p>%s</p><p>%s</p>") % (title, link)
        else:
            title = this.env._("The register was not made: %s", self.name)
            body = Markup("<p>%s</p><p>%s</p>") % (title, self.error)
        self.env["mail.thread"].message_notify(partner_ids=self.user_id.partner_id.ids, subject=title, body=body)
        kind = "success" if self.state == "done" else "danger"
        self.user_id._bus_send("simple_notification", {"type": kind, "message": title, "sticky": True})

    @api.autovacuum
    def _gc_files(self):
        """Delete files after a month: a register is made anew in minutes, and holds what people may have lost."""
        old = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        files = self.search([("create_date", "<", old), ("state", "not in", WAITING)], limit=1000)
        files.attachment_id.unlink()
        files.unlink()
