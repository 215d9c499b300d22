from odoo import fields, models


class AgencyContactRole(models.Model):
    """What a contact person decides or does at the client: whom to ask, whom to send documents."""

    _name = "agency.contact.role"
    _description = "Role of a contact person"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    note = fields.Char("What for", translate=True, help="When to turn to a contact with this role.")
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(name)", "A role with this name exists already.")
