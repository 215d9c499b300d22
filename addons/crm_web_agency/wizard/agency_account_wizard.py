from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize

from odoo.addons.base.models.res_partner import _tz_get


class AgencyAccountWizard(models.TransientModel):
    """Makes an account for one person: user, roles, employee and invitation."""

    _name = "agency.account.wizard"
    _inherit = ["agency.account.mixin"]
    _description = "New account"

    name = fields.Char(help="Name and surname as colleagues see them.")
    email = fields.Char("E-mail", help="The invitation goes here.")
    login = fields.Char(
        compute="_compute_login",
        store=True,
        readonly=False,
        help="What the person enters to log in; the e-mail if empty.",
    )
    phone = fields.Char("Mobile phone")
    role_ids = fields.Many2many("res.users.role", string="Roles", help="What the person does in the agency.")
    grantable_role_ids = fields.Many2many("res.users.role", compute="_compute_grantable_role_ids")
    role_description = fields.Text("What the roles are for", compute="_compute_role_description")
    lang = fields.Selection(
        "_get_languages", "Language", required=True, default=lambda self: self._get_default_language()
    )
    tz = fields.Selection(_tz_get, "Time zone", required=True, default=lambda self: self._get_default_timezone())
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    company_ids = fields.Many2many("res.company", string="Works also in", help="Other companies that the person sees.")
    allowed_company_ids = fields.Many2many("res.company", compute="_compute_grantable_role_ids")

    is_employee = fields.Boolean(
        "Is an employee", default=True, help="Employees log hours and are counted in the plan of work."
    )
    employee_id = fields.Many2one(
        "hr.employee.public",
        "Existing employee",
        compute="_compute_employee_id",
        store=True,
        readonly=False,
        help="Somebody in the list of employees who has no account yet; found by e-mail. Empty: a new one is made.",
    )
    job_id = fields.Many2one("hr.job", "Job position", ondelete="set null", help="Its rates price the person's hours.")
    department_id = fields.Many2one("hr.department", ondelete="set null")
    manager_id = fields.Many2one("hr.employee.public")

    send_invitation = fields.Boolean(
        "Send an invitation by e-mail",
        default=lambda self: self._has_mail_server(),
        help="With a link to choose a password. Otherwise you get the link to hand over yourself.",
    )
    has_mail_server = fields.Boolean(compute="_compute_has_mail_server")
    duplicate_id = fields.Many2one("res.users", compute="_compute_notice")
    can_reactivate = fields.Boolean(compute="_compute_notice")
    notice = fields.Text(compute="_compute_notice")

    state = fields.Selection([("new", "To enter"), ("done", "Made")], default="new", required=True)
    user_id = fields.Many2one("res.users", "Account", ondelete="cascade", readonly=True)
    invitation_failed = fields.Boolean(readonly=True)
    signup_url = fields.Char("Link to choose a password", compute="_compute_signup_url")

    @api.depends("email")
    def _compute_login(self):
        for wizard in self:
            wizard.login = email_normalize(wizard.email) or wizard.login

    @api.depends_context("uid")
    def _compute_grantable_role_ids(self):
        self.grantable_role_ids = self._get_grantable_roles()
        self.allowed_company_ids = self.env.user.company_ids

    @api.depends("role_ids")
    def _compute_role_description(self):
        for wizard in self:
            wizard.role_description = "\n".join(role.comment for role in wizard.role_ids if role.comment)

    @api.depends("email", "company_id", "is_employee")
    def _compute_employee_id(self):
        free = self._find_free_employees([email_normalize(wizard.email) for wizard in self])
        for wizard in self:
            key = (wizard.company_id.id, email_normalize(wizard.email))
            wizard.employee_id = free.get(key) if wizard.is_employee else False

    @api.depends_context("uid")
    def _compute_has_mail_server(self):
        self.has_mail_server = self._has_mail_server()

    @api.depends("login", "email")
    def _compute_notice(self):
        by_login = self._find_users_by_login([(wizard.login or "").strip() for wizard in self])
        by_email = self._find_users_by_email([email_normalize(wizard.email) for wizard in self])
        for wizard in self:
            user = by_login.get((wizard.login or "").strip().lower(), self.env["res.users"])
            namesake = by_email.get(email_normalize(wizard.email)) if wizard.email else None
            wizard.duplicate_id = user
            wizard.can_reactivate = user and not user.sudo().active  # sudo: may be of another company
            wizard.notice = wizard._describe_duplicate(user) if user else wizard._describe_namesake(namesake)

    def _describe_namesake(self, users):
        """Return a remark on accounts with the same e-mail, which is allowed but seldom meant."""
        return users and self.env._("%s already has this e-mail: is it another person?", users[0].name)

    @api.depends("user_id")
    def _compute_signup_url(self):
        for wizard in self:
            # Who has logged in needs no link, and nobody else should have one.
            invited = wizard.user_id.state == "new"
            wizard.signup_url = wizard.user_id.partner_id._get_signup_url() if invited else False

    def action_create(self):
        """Make the account; open it, or show the link to hand over when no invitation went out."""
        self.ensure_one()
        return self._make_account() and self._open_account() or self._open_wizard(self.id)

    def action_create_and_new(self):
        """Make the account and start with the next one; show the link first when no invitation went out."""
        self.ensure_one()
        if not self._make_account():
            return self._open_wizard(self.id)
        message = self.env._("The account of %s is made and the invitation is sent.", self.name)
        params = {"type": "success", "message": message, "next": self.action_new()}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def action_new(self):
        """Open an empty form for the next person."""
        return self._open_wizard()

    def action_open_account(self):
        """Open the account just made."""
        return self._open_account()

    def action_reactivate(self):
        """Give the deactivated account with this login back to its person and open it."""
        self.ensure_one()
        if not self.can_reactivate:
            raise UserError(self.env._("There is no deactivated account with this login."))
        self.user_id = self.duplicate_id
        self.user_id.active = True
        return self._open_account()

    def _make_account(self):
        """Create user and employee; return whether the invitation was sent."""
        self._check_input()
        self.user_id = self._create_accounts([self._prepare_account()])
        self.state = "done"
        self.invitation_failed = self.send_invitation and not self._send_invitation()
        if not self.send_invitation:
            self.user_id.partner_id.signup_prepare()
        return self.send_invitation and not self.invitation_failed

    def _check_input(self):
        """Raise what the person entering can mend."""
        if self.user_id:
            raise UserError(self.env._("This account is made already."))
        if not (self.name or "").strip():
            raise ValidationError(self.env._("Enter the name of the person."))
        if not email_normalize(self.email):
            raise ValidationError(
                self.env._("“%s” is no e-mail address: enter one like name@example.com.", self.email or "")
            )
        if any(sign.isspace() for sign in self._get_login()):
            raise ValidationError(self.env._("A login has no spaces: correct “%s”.", self.login))
        if self.duplicate_id:
            raise ValidationError(self._describe_duplicate(self.duplicate_id))
        if self.employee_id.user_id and self.is_employee:
            raise ValidationError(self.env._("%s already has an account.", self.employee_id.name))

    def _get_login(self):
        return (self.login or "").strip() or email_normalize(self.email)

    def _prepare_account(self):
        """Return the account for `_create_accounts`."""
        return {
            "name": " ".join(self.name.split()),
            "email": email_normalize(self.email),
            "login": self._get_login(),
            "phone": self.phone,
            "lang": self.lang,
            "tz": self.tz,
            "company": self.company_id,
            "companies": self.company_id | self.company_ids,
            "roles": self.role_ids,
            "is_employee": self.is_employee,
            "employee": self.employee_id,
            "job": self.job_id,
            "department": self.department_id,
            "manager": self.manager_id,
        }

    def _send_invitation(self):
        """Send Odoo's own invitation; a mail server that refuses it must not undo the account."""
        try:
            with self.env.cr.savepoint():
                self.user_id.with_context(create_user=True).action_reset_password()
        except UserError:
            self.user_id.partner_id.signup_prepare()
            return False
        return True

    def _open_account(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("base.action_res_users")
        return {**action, "views": [(False, "form")], "res_id": self.user_id.id, "context": {}}

    def _open_wizard(self, wizard_id=False):
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_new_account")
        return {**action, "res_id": wizard_id}
