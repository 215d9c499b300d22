"""Pictures of the websites we look after and of the services, as their galleries show them."""

from datetime import timedelta

from . import pictures
from .services import SERVICES
from .texts import Text

__all__ = ["make_galleries"]

# What is to be seen, and whether the client sees it too.
_OF_WEBSITES = (
    (Text("Home page", "Головна сторінка"), True),
    (Text("Home page before the redesign", "Головна сторінка до оновлення"), True),
    (Text("Administration panel", "Панель керування"), False),
)
_OF_SERVICES = (
    Text("Example of work: home page", "Приклад роботи: головна сторінка"),
    Text("Example of work: inner page", "Приклад роботи: внутрішня сторінка"),
)
_WEBSITES, _SERVICES = 5, 3


def make_galleries(story):
    """Fill the galleries of the first websites and services; a handful, for each takes time to draw."""
    colours = [service.colour for service in SERVICES.values()]
    values = [
        _picture_values(
            story, colours[(number + row) % len(colours)], row, name, website_id=website.id, is_shared=shared
        )
        for number, website in enumerate(story.websites[:_WEBSITES])
        for row, (name, shared) in enumerate(_OF_WEBSITES)
    ]
    values += [
        _picture_values(story, service.colour, row + 1, name, product_tmpl_id=story.services[key].product_tmpl_id.id)
        for key, service in list(SERVICES.items())[:_SERVICES]
        for row, name in enumerate(_OF_SERVICES)
    ]
    story.env["agency.picture"].create(values)


def _picture_values(story, colour, row, name, **owner):
    return {
        "name": story.say(name),
        "sequence": row,
        "taken_on": story.today - timedelta(days=30 + 90 * row),
        "image_1920": pictures.screenshot(colour, row),
        **owner,
    }
