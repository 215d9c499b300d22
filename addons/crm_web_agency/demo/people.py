"""The staff: job positions, users with their roles, employees with their cost."""

from typing import NamedTuple

from odoo.fields import Command

from .services import JOBS
from .texts import Text

__all__ = ["STAFF", "make_people"]


class Person(NamedTuple):
    """A member of the staff; ``role`` is the name of a role_* record, password is the login."""

    name: Text
    job: str
    role: str


# By login. The last two do the work and are not meant to sign in: they get no password.
STAFF = {
    "director": Person(Text("Olena Tkachenko", "Олена Ткаченко"), "director", "director"),
    "account_manager": Person(Text("Andrii Kravets", "Андрій Кравець"), "manager", "account_manager"),
    "account_manager2": Person(Text("Iryna Savchuk", "Ірина Савчук"), "manager", "account_manager"),
    "project_manager": Person(Text("Bohdan Lysenko", "Богдан Лисенко"), "lead", "project_manager"),
    "performer": Person(Text("Yurii Romaniuk", "Юрій Романюк"), "developer", "performer"),
    "accountant": Person(Text("Hanna Melnychenko", "Ганна Мельниченко"), "accountant", "accountant"),
    "front@obrii.example": Person(Text("Solomiia Bilyk", "Соломія Білик"), "front", "performer"),
    "design@obrii.example": Person(Text("Mykola Panchuk", "Микола Панчук"), "designer", "performer"),
}


def make_people(story):
    """Create job positions, users with roles, and employees."""
    _make_jobs(story)
    users = story.env["res.users"].create([_user_values(story, *item) for item in STAFF.items()])
    story.users = dict(zip(STAFF, users, strict=True))
    story.let_in(users.filtered(lambda user: "@" not in user.login))
    employees = story.env["hr.employee"].create([_employee_values(story, login) for login in STAFF])
    # Hours are planned by job position; two account managers share one.
    story.employees = {STAFF[login].job: employee for login, employee in zip(STAFF, employees, strict=True)}
    story.env.ref("base.user_admin").write({"tz": "Europe/Kyiv"})
    story.company.resource_calendar_id.tz = "Europe/Kyiv"


def _make_jobs(story):
    jobs = story.create_translated(
        "hr.job",
        [
            {
                "name": job.name,
                "hourly_cost": story.money(job.cost),
                "hourly_price": story.money(job.price),
                "company_id": story.company.id,
            }
            for job in JOBS.values()
        ],
    )
    story.jobs = dict(zip(JOBS, jobs, strict=True))


def _user_values(story, login, person):
    role = story.env.ref(f"crm_web_agency.role_{person.role}")
    return {
        "name": story.say(person.name),
        "login": login,
        "email": login if "@" in login else f"{login.replace('_', '.')}@obrii.example",
        "lang": story.locale,
        "tz": "Europe/Kyiv",
        "company_id": story.company.id,
        "company_ids": [Command.set(story.company.ids)],
        "role_line_ids": [Command.create({"role_id": role.id})],
        "notification_type": "inbox",
    }


def _employee_values(story, login):
    job = STAFF[login].job
    user = story.users[login]
    return {
        "name": user.name,
        "user_id": user.id,
        "work_email": user.email,
        "job_id": story.jobs[job].id,
        "job_title": story.say(JOBS[job].name),
        "hourly_cost": story.money(JOBS[job].cost),
        "company_id": story.company.id,
        "tz": "Europe/Kyiv",
    }
