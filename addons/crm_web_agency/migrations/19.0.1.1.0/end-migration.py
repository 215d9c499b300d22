from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Groups of people follow their roles, whose groups have changed."""
    api.Environment(cr, SUPERUSER_ID, {})["res.users.role"].search([]).update_users()
