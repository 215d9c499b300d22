from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL, config


class AgencyAccountMixin(models.AbstractModel):
    """Makes accounts of the staff: users with roles, their employees and invitations.

    An account is a dict with `name`, `email`, `login`, `phone`, `lang`, `tz` (text or False), `company`, `companies`,
    `roles`, `job`, `department`, `manager`, `employee` (records, perhaps empty) and `is_employee`.
    """

    _name = "agency.account.mixin"
    _description = "Making of accounts"

    @api.model
    def _get_grantable_roles(self):
        """Return the roles of the staff that the current user may give to somebody.

        Roles without the group of internal users are for clients; those with the settings of the
        whole server are given only by who has them.
        """
        internal, system = self.env.ref("base.group_user"), self.env.ref("base.group_system")
        may_system = self.env.user.has_group("base.group_system")
        roles = self.env["res.users.role"].search([("implied_ids", "!=", False)])
        return roles.filtered(
            lambda role: internal in role.all_implied_ids and (may_system or system not in role.all_implied_ids)
        )

    @api.model
    def _has_mail_server(self):
        """Whether invitations can be sent; the default `localhost` of the server's options does not count."""
        # sudo: only whether there is one, nothing of it is shown
        servers = self.env["ir.mail_server"].sudo().search_count([], limit=1)
        return bool(servers) or config["smtp_server"] not in (False, "", "localhost")

    @api.model
    def _find_users_by_login(self, logins):
        """Return {login in lower case: user}, archived ones and clients too: a login is unique among all."""
        names = tuple({login.lower() for login in logins if login})
        if not names:
            return {}
        self.env["res.users"].flush_model(["login"])
        rows = self.env.execute_query(SQL("SELECT id, lower(login) FROM res_users WHERE lower(login) IN %s", names))
        return {login: self.env["res.users"].browse(user_id) for user_id, login in rows}

    @api.model
    def _find_users_by_email(self, emails):
        """Return {normalised e-mail: users} of the active staff."""
        domain = [("email_normalized", "in", [email for email in emails if email]), ("share", "=", False)]
        return self.env["res.users"].search(domain).grouped("email_normalized")

    @api.model
    def _find_free_employees(self, emails):
        """Return {(company id, e-mail in lower case): employee} of employees without an account."""
        wanted = {email for email in emails if email}
        if not wanted:
            return {}
        domain = [("user_id", "=", False), ("work_email", "!=", False)]
        employees = self.env["hr.employee.public"].search_fetch(domain, ["company_id", "work_email"], order="id")
        by_key = {(employee.company_id.id, employee.work_email.lower()): employee for employee in employees}
        return {key: employee for key, employee in by_key.items() if key[1] in wanted}

    @api.model
    def _describe_duplicate(self, user):
        """Return why the login of this user can not be given once more, and what to do."""
        # sudo: the name on an account that the administrator may not see, of another company
        user = user.sudo()
        values = {"login": user.login, "name": user.name}
        if not user.active:
            return self.env._(
                "%(name)s has a deactivated account with the login “%(login)s”: reactivate it or take another login.",
                **values,
            )
        if user.share:
            return self.env._(
                "The login “%(login)s” belongs to the client account of %(name)s: take another one.", **values
            )
        return self.env._("%(name)s already has an account with the login “%(login)s”: take another login.", **values)

    @api.model
    def _create_accounts(self, accounts):
        """Create the users of the accounts with their roles, and their employees; nobody is invited yet."""
        self._check_grantable(accounts)
        users = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create([self._prepare_user(account) for account in accounts])
        )
        self._bind_employees(users, accounts)
        return users

    @api.model
    def _check_grantable(self, accounts):
        """Refuse what the screens do not offer but a request could carry."""
        grantable = self._get_grantable_roles()
        companies = self.env.user.company_ids
        for account in accounts:
            if not account["roles"]:
                raise UserError(
                    self.env._("Choose a role for %s: without one the account opens nothing.", account["name"])
                )
            if refused := account["roles"] - grantable:
                raise UserError(
                    self.env._(
                        "You may not give the role “%s”: it brings more than an administrator of the agency has.",
                        refused[0].name,
                    )
                )
            if account["companies"] - companies:
                raise UserError(self.env._("You may make accounts only in companies that you work in yourself."))

    @api.model
    def _prepare_user(self, account):
        """Return the values of `res.users`; its groups follow from the roles."""
        return {
            "name": account["name"],
            "login": account["login"],
            "email": account["email"],
            # Of an employee linked to the account Odoo takes the phone from the account.
            "phone": account["phone"] or account["employee"].work_phone,
            "lang": account["lang"],
            "tz": account["tz"],
            "company_id": account["company"].id,
            "company_ids": [Command.set(account["companies"].ids)],
            "role_line_ids": [Command.create({"role_id": role.id}) for role in account["roles"]],
        }

    @api.model
    def _bind_employees(self, users, accounts):
        """Link the employees that exist and create the others."""
        # sudo: administrators of accounts are no HR officers; only the work data of the people just entered is written
        employees = self.env["hr.employee"].sudo()
        to_create = []
        for user, account in zip(users, accounts, strict=True):
            if not account["is_employee"]:
                continue
            values = self._prepare_employee(user, account)
            if account["employee"]:
                employees.browse(account["employee"].id).write(values)
            else:
                to_create.append({"name": user.name, "company_id": account["company"].id, **values})
        employees.create(to_create)

    @api.model
    def _prepare_employee(self, user, account):
        """Return the values of `hr.employee`; what was not given stays as it is on an existing one."""
        values = {"user_id": user.id, "mobile_phone": account["phone"]}
        values.update(job_id=account["job"].id, department_id=account["department"].id, parent_id=account["manager"].id)
        return {name: value for name, value in values.items() if value}

    @api.model
    def _queue_invitations(self, users):
        """Put the invitations into the queue of outgoing mail, so that nobody waits for a mail server."""
        users.partner_id.signup_prepare()
        template = self.env.ref("auth_signup.set_password_email")
        template.send_mail_batch(users.ids, email_values={"auto_delete": True})
        # sudo: only wakes the sender of the queue
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    @api.model
    def _get_languages(self):
        return self.env["res.lang"].get_installed()

    @api.model
    def _get_default_language(self):
        installed = dict(self._get_languages())
        return next((code for code in (self.env.company.partner_id.lang, self.env.lang) if code in installed), None)

    @api.model
    def _get_default_timezone(self, company=None):
        """Return the time zone of the company's working hours; nobody has set it where it is still UTC."""
        zone = (company or self.env.company).resource_calendar_id.tz or "UTC"
        return zone if zone != "UTC" else self.env.user.tz or zone
