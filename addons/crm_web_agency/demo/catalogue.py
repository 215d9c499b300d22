"""The catalogue: twelve services with prices, effort norms, milestones and pictures."""

from odoo.fields import Command

from . import pictures
from .services import JOBS, SERVICES
from .texts import Text

__all__ = ["make_catalogue"]

_CATEGORY = Text("Services of the agency", "Послуги агенції")
_UNITS = {"service": Text("service", "послуга"), "month": Text("month", "місяць")}


def make_catalogue(story):
    """Create the services; ``story.services`` gets their variants by key."""
    units = _make_units(story)
    category = story.create_translated("product.category", [{"name": _CATEGORY}])
    templates = story.create_translated(
        "product.template",
        [_service_values(story, index, *item, units, category) for index, item in enumerate(SERVICES.items())],
    )
    story.services = {key: template.product_variant_id for key, template in zip(SERVICES, templates, strict=True)}
    # Care of a hosting is a matter of a contract: no project with a task for each month.
    story.services["hosting"].service_tracking = "no"
    _make_milestones(story)
    _make_deliverables(story)


def _make_units(story):
    """Units of measure that acts need: hours exist, a service and a month do not."""
    units = story.create_translated("uom.uom", [{"name": name} for name in _UNITS.values()])
    return dict(zip(_UNITS, units, strict=True)) | {"hour": story.env.ref("uom.product_uom_hour")}


def _service_values(story, index, key, service, units, category):
    return {
        "name": service.name,
        "type": "service",
        "categ_id": category.id,
        "is_agency_service": True,
        "uom_id": units[service.unit].id,
        "pricing_model": service.model,
        "list_price": story.money(service.price),
        "standard_price": story.money(sum(JOBS[job].cost * hours for job, hours in service.hours.items())),
        "image_1920": pictures.service_picture(service.colour, index),
        "sequence": index + 1,
        "effort_ids": [
            Command.create(_effort_values(story, number, job, hours))
            for number, (job, hours) in enumerate(service.hours.items())
        ],
    }


def _effort_values(story, number, job, hours):
    """A norm: three quarters of the likely hours at best, one and a half at worst."""
    return {
        "job_id": story.jobs[job].id,
        "sequence": number,
        "hours_optimistic": hours * 0.75,
        "hours_likely": hours,
        "hours_pessimistic": hours * 1.5,
    }


def _make_milestones(story):
    story.create_translated(
        "agency.service.milestone",
        [
            {
                "product_tmpl_id": story.services[key].product_tmpl_id.id,
                "sequence": number,
                "name": name,
                "percentage": share,
            }
            for key, service in SERVICES.items()
            for number, (name, share) in enumerate(service.stages)
        ],
    )


def _make_deliverables(story):
    """A row for each thing that the text of the service names, in the same order in both languages."""
    story.create_translated(
        "agency.service.deliverable",
        [
            {
                "product_tmpl_id": story.services[key].product_tmpl_id.id,
                "sequence": number,
                "name": Text(_sentence(english), _sentence(ukrainian)),
            }
            for key, service in SERVICES.items()
            for number, (english, ukrainian) in enumerate(
                zip(service.deliverables.en.split(", "), service.deliverables.uk.split(", "), strict=True)
            )
        ],
    )


def _sentence(words):
    return words[:1].upper() + words[1:]
