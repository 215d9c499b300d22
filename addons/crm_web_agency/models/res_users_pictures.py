from odoo import models


class ResUsers(models.Model):
    """Users' pictures are kept by their contacts; here they are refused already in the form of the user."""

    _name = "res.users"
    _inherit = ["res.users", "agency.picture.guard"]
