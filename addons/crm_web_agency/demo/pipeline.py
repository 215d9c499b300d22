"""The pipeline of orders: since when they stand in their stage; the template of an online store's project."""

from odoo.fields import Command
from odoo.tools import SQL

from .services import SERVICES
from .texts import Text

__all__ = ["make_pipeline"]

# Roles in projects: name, and whose job usually takes it.
_ROLES = {
    "design": (Text("Designer", "Дизайнер"), "designer"),
    "front": (Text("Front-end", "Фронтенд"), "front"),
    "back": (Text("Back-end", "Бекенд"), "developer"),
    "lead": (Text("Project lead", "Ведучий проєкту"), "lead"),
}
# Tasks of a store by the number of its milestone: name, role, planned hours.
_TASKS = (
    (0, Text("Interview and brief", "Інтерв’ю та бриф"), "lead", 6),
    (0, Text("Structure of the catalogue", "Структура каталогу"), "design", 12),
    (1, Text("Layouts of the key pages", "Макети ключових сторінок"), "design", 32),
    (2, Text("Mark-up of the pages", "Верстка сторінок"), "front", 70),
    (2, Text("Basket and payment", "Кошик і оплата"), "back", 44),
    (2, Text("Import of goods", "Імпорт товарів"), "back", 24),
    (3, Text("Check before the launch", "Перевірка перед запуском"), "lead", 10),
    (3, Text("Launch and training", "Запуск і навчання"), "lead", 8),
)


def make_pipeline(story):
    """Date the stages of the orders, and make new orders of a store begin with a template."""
    _date_stages(story)
    template = _make_template(story)
    # The orders of the past were made without it: what they have stays as it is.
    story.services["store"].product_tmpl_id.write(
        {"project_template_id": template.id, "service_tracking": "project_only"}
    )


def _make_template(story):
    roles = _make_roles(story)
    template = story.env["project.project"].create(
        {
            "name": story.say(SERVICES["store"].name),
            "is_template": True,
            "allow_milestones": True,
            "allow_billable": True,
            "allow_timesheets": True,
            "user_id": story.users["project_manager"].id,
            "company_id": story.company.id,
            "type_ids": [Command.set([stage.id for stage in story.stages.values()])],
        }
    )
    steps = story.env["project.milestone"].create(
        [
            {"name": story.say(name), "project_id": template.id, "sequence": number}
            for number, (name, _share) in enumerate(SERVICES["store"].stages)
        ]
    )
    story.env["project.task"].create(
        [
            {
                "name": story.say(name),
                "project_id": template.id,
                "milestone_id": steps[number].id,
                "role_ids": [Command.set(roles[role].ids)],
                "allocated_hours": hours,
                "user_ids": [Command.clear()],
            }
            for number, name, role, hours in _TASKS
        ]
    )
    return template


def _make_roles(story):
    roles = story.create_translated("project.role", [{"name": name} for name, _job in _ROLES.values()])
    for role, (_name, job) in zip(roles, _ROLES.values(), strict=True):
        role.agency_user_id = story.employees[job].user_id
    return dict(zip(_ROLES, roles, strict=True))


def _date_stages(story):
    """Orders came to their stage with the fact that made it: the offer, the first hour, the last, the signature."""
    story.env.flush_all()
    story.env.cr.execute(
        SQL(
            """UPDATE sale_order
                  SET stage_since = LEAST(now() AT TIME ZONE 'UTC', CASE sale_order.delivery_stage
                      WHEN 'in_progress' THEN COALESCE(work.first_day, sale_order.date_order)
                      WHEN 'delivered' THEN COALESCE(work.last_day, sale_order.date_order)
                      WHEN 'accepted' THEN COALESCE(act.signed_on, work.last_day, sale_order.date_order)
                      WHEN 'closed' THEN COALESCE(act.signed_on, work.last_day, sale_order.date_order)
                                         + INTERVAL '10 days'
                      ELSE sale_order.date_order END)
                 FROM sale_order one
                 LEFT JOIN (
                      SELECT order_id, min(date)::timestamp AS first_day, max(date)::timestamp AS last_day
                        FROM account_analytic_line WHERE order_id IS NOT NULL GROUP BY order_id
                      ) work ON work.order_id = one.id
                 LEFT JOIN (
                      SELECT order_id, max(signed_on) AS signed_on FROM agency_acceptance_act GROUP BY order_id
                      ) act ON act.order_id = one.id
                WHERE one.id = sale_order.id AND sale_order.company_id = %s""",
            story.company.id,
        )
    )
    story.env["sale.order"].invalidate_model(["stage_since"])
