from random import randint

from odoo import fields, models


class AgencyTechnology(models.Model):
    """What websites are made of: a content system, a language, a framework."""

    _name = "agency.technology"
    _description = "Technology"
    _order = "kind, name"

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("cms", "Content system"),
            ("shop", "Online shop"),
            ("language", "Language"),
            ("framework", "Framework"),
            ("database", "Database"),
            ("service", "Service"),
        ],
        required=True,
        default="framework",
    )
    color = fields.Integer(default=lambda self: randint(1, 11))
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(lower(name))", "A technology with this name exists already.")
