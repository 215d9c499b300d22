"""The people of the access tests: one for each role, and their counterparts."""

from odoo.fields import Command

LANGUAGE = "en_US"
ROLES = {
    "performer": "role_performer",
    "account_manager": "role_account_manager",
    "project_manager": "role_project_manager",
    "accountant": "role_accountant",
    "director": "role_director",
    "agency_admin": "role_agency_admin",
}


class People:
    """One user per role under ``access_<role>``; ``…2`` are the others, to whom foreign records belong."""

    def __init__(self, env):
        self.env = env
        self.users = {role: self._of_role(f"access_{role}", role) for role in ROLES}
        self.users["employee"] = self._internal("access_employee")
        self.other_performer = self._of_role("access_performer2", "performer")
        self.other_manager = self._of_role("access_account_manager2", "account_manager")
        self.team = env["crm.team"].create(
            {"name": "Access: team", "member_ids": [Command.set(self.users["account_manager"].ids)]}
        )
        self.checker = env.ref("base.user_admin")
        self.job = env["hr.job"].create({"name": "Access: developer", "hourly_cost": 417, "hourly_price": 913})
        self.employees = {user: self._employ(user) for user in (*self.users.values(), self.other_performer)}

    def _internal(self, login):
        return self.env["res.users"].create({"name": login, "login": login, "password": login, "lang": LANGUAGE})

    def _of_role(self, login, role):
        user = self._internal(login)
        role = self.env.ref(f"crm_web_agency.{ROLES[role]}")
        user.role_line_ids = [Command.create({"role_id": role.id})]
        return user

    def _employ(self, user):
        return self.env["hr.employee"].create(
            {"name": user.name, "user_id": user.id, "job_id": self.job.id, "hourly_cost": 391, "lang": LANGUAGE}
        )

    def admit(self, login, contact):
        """Give a client's contact an account of the portal."""
        return self.env["res.users"].create(
            {
                "name": contact.name,
                "login": login,
                "password": login,
                "partner_id": contact.id,
                "lang": LANGUAGE,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
