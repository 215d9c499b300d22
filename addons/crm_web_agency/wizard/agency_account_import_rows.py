from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from odoo import api, models
from odoo.tools import email_normalize

from ..tools.account_file import AccountRow

ROLE_SEPARATORS = ";|/,"


@dataclass
class Verdict:
    """What was read from a row: an account for `_create_accounts`, and what is wrong with it."""

    row: AccountRow
    login: str
    account: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    missing_job: str = ""
    user: Any = None

    @property
    def result(self) -> str:
        """One of error, warning, ok."""
        if self.errors:
            return "error"
        return "warning" if self.warnings else "ok"

    def prepare_line(self, done: bool) -> dict[str, Any]:
        """Return the values of the row of the report, before or after the import."""
        result = ("skipped" if self.errors else "created") if done else self.result
        return {
            "row": self.row.number,
            "name": self.row["name"],
            "login": self.login,
            "role_names": self.row["role"],
            "job_name": self.row["job"],
            "result": result,
            "message": "\n".join(self.errors + self.warnings) or False,
            "user_id": self.user.id if self.user else False,
        }


class AgencyAccountImport(models.TransientModel):
    """Understands rows of text: finds the roles, jobs, languages and companies that they name, and their faults."""

    _inherit = "agency.account.import"

    def _judge_rows(self, rows):
        """Return a Verdict per row; what rows have in common is looked up once for all."""
        self.ensure_one()
        logins = [self._read_login(row) for row in rows]
        emails = [email_normalize(row["email"]) for row in rows]
        known = {
            "roles": self._index_roles(),
            "jobs": self._index_jobs(),
            "languages": self._index_languages(),
            "companies": {company.name.casefold(): company for company in self.env.user.company_ids},
            "users": self._find_users_by_login(logins),
            "namesakes": self._find_users_by_email(emails),
            "employees": self._find_free_employees(emails) if self.make_employees else {},
            "logins": Counter(login.lower() for login in logins),
        }
        return [self._judge_row(row, login, known) for row, login in zip(rows, logins, strict=True)]

    def _judge_row(self, row, login, known):
        verdict = Verdict(row, login)
        if row.too_long:
            verdict.errors.append(self.env._("A cell is longer than a name or an address can be: shorten it."))
            verdict.login = login[:100]
        self._judge_person(verdict, known)
        company = self._judge_company(verdict, known)
        email = email_normalize(row["email"])
        verdict.account.update(
            name=row["name"],
            email=email,
            login=login,
            phone=row["phone"] or False,
            lang=self._judge_language(verdict, known),
            tz=self._get_default_timezone(company),
            company=company,
            companies=company,
            roles=self._judge_roles(verdict, known),
            is_employee=self.make_employees,
            employee=known["employees"].get((company.id, email), self.env["hr.employee.public"]),
            job=self._judge_job(verdict, known, company),
            department=self.env["hr.department"],
            manager=self.env["hr.employee.public"],
        )
        if verdict.account["employee"]:
            verdict.warnings.append(self.env._("An employee with this e-mail exists and gets the account."))
        return verdict

    def _judge_person(self, verdict, known):
        """Name, e-mail, login and phone."""
        row, login, errors = verdict.row, verdict.login, verdict.errors
        if not row["name"]:
            errors.append(self.env._("The name is empty."))
        if not email_normalize(row["email"]):
            errors.append(self.env._("“%s” is no e-mail address.", row["email"]))
        elif namesakes := known["namesakes"].get(email_normalize(row["email"])):
            verdict.warnings.append(self.env._("%s already has this e-mail.", namesakes[0].name))
        if any(sign.isspace() for sign in login):
            errors.append(self.env._("A login has no spaces."))
        if known["logins"][login.lower()] > 1 and login:
            errors.append(self.env._("The login “%s” is in several rows of the file.", login))
        if user := known["users"].get(login.lower()):
            errors.append(self._describe_duplicate(user))
        if row["phone"] and sum(sign.isdigit() for sign in row["phone"]) < 5:
            errors.append(self.env._("“%s” is no phone number.", row["phone"]))

    def _judge_roles(self, verdict, known):
        """Return the roles that the row names, apart by commas, semicolons or bars; or the one for empty cells."""
        text = verdict.row["role"]
        if not text and not self.default_role_id:
            verdict.errors.append(self.env._("The role is empty."))
        roles = self.default_role_id if not text else self.env["res.users.role"]
        for name in self._split_roles(text, known["roles"]):
            role = known["roles"].get(name.casefold())
            if not role:
                verdict.errors.append(self.env._("There is no role “%s”.", name))
            elif role not in self.grantable_role_ids:
                verdict.errors.append(self.env._("You may not give the role “%s” to staff.", name))
            else:
                roles |= role
        return roles

    @api.model
    def _split_roles(self, text, known):
        """Split by the separators, unless the whole text is the name of one role."""
        if text.casefold() in known:
            return [text]
        for separator in ROLE_SEPARATORS[1:]:
            text = text.replace(separator, ROLE_SEPARATORS[0])
        return [name.strip() for name in text.split(ROLE_SEPARATORS[0]) if name.strip()]

    def _judge_job(self, verdict, known, company):
        """Return the job position of the row's company or of all companies."""
        name = verdict.row["job"]
        if not name:
            return self.env["hr.job"]
        jobs = known["jobs"].get(name.casefold(), self.env["hr.job"])
        job = (
            jobs.filtered(lambda job: job.company_id == company)[:1]
            or jobs.filtered(lambda job: not job.company_id)[:1]
        )
        if job or not self.make_employees:
            return job
        if self.create_jobs:
            verdict.missing_job = name
            verdict.warnings.append(self.env._("The job position “%s” is new.", name))
        else:
            verdict.errors.append(self.env._("There is no job position “%s”.", name))
        return job

    def _judge_language(self, verdict, known):
        text = verdict.row["language"]
        if not text:
            return self.lang
        code = known["languages"].get(text.casefold().replace("-", "_"))
        if not code:
            verdict.errors.append(self.env._("The language “%s” is unknown or not installed.", text))
        return code

    def _judge_company(self, verdict, known):
        text = verdict.row["company"]
        if not text:
            return self.company_id
        company = known["companies"].get(text.casefold())
        if not company:
            verdict.errors.append(self.env._("You work in no company “%s”.", text))
        return company or self.company_id

    def _create_missing_jobs(self, verdicts):
        """Create the job positions that rows name for the first time, one per company and name."""
        rows_by_job = defaultdict(list)
        for verdict in verdicts:
            if verdict.missing_job:
                rows_by_job[verdict.account["company"].id, verdict.missing_job.casefold()].append(verdict)
        jobs = self.env["hr.job"].create(
            [{"name": same[0].missing_job, "company_id": company_id} for (company_id, _), same in rows_by_job.items()]
        )
        for job, same in zip(jobs, rows_by_job.values(), strict=True):
            for verdict in same:
                verdict.account["job"] = job

    @api.model
    def _read_login(self, row):
        """The e-mail where no login is given."""
        return row["login"] or email_normalize(row["email"]) or row["email"]

    @api.model
    def _index_languages(self):
        """Return {code, short code or name in lower case: code} of the installed languages."""
        index = {}
        for lang in self.env["res.lang"].search([("active", "=", True)]):
            names = (lang.code, lang.iso_code or lang.code, lang.code.split("_")[0], *lang.name.split(" / "))
            names += (lang.name, *(name.split(" (")[0] for name in lang.name.split(" / ")))
            for name in names:
                index.setdefault(name.casefold(), lang.code)
        return index

    @api.model
    def _index_roles(self):
        """Return {name in any language or technical name, in lower case: role}.

        The shipped roles are found without the “(agency)” at the end of their names, too.
        """
        roles = self.env["res.users.role"].search([("implied_ids", "!=", False)])
        index = {}
        for name, role in self._names_in_all_languages(roles):
            index.setdefault(name, role)
            index.setdefault(name.split(" (")[0], role)
        for role, xmlid in roles.get_external_id().items():
            technical = xmlid.partition(".")[2]
            index.setdefault(technical, roles.browse(role))
            index.setdefault(technical.removeprefix("role_"), roles.browse(role))
        index.pop("", None)
        return index

    @api.model
    def _index_jobs(self):
        """Return {name in any language, in lower case: job positions}."""
        index = defaultdict(self.env["hr.job"].browse)
        for name, job in self._names_in_all_languages(self.env["hr.job"].search([("active", "=", True)])):
            index[name] |= job
        return index

    @api.model
    def _names_in_all_languages(self, records):
        """Return (name in lower case, record) for each installed language, the current one first."""
        codes = dict.fromkeys([self.env.lang or "en_US", "en_US", *dict(self._get_languages())])
        return [
            (translated.name.casefold(), record)
            for code in codes
            for record, translated in zip(records, records.with_context(lang=code), strict=True)
            if translated.name
        ]
