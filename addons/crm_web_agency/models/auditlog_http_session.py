from odoo import fields, models


class AuditlogHTTPSession(models.Model):
    """The log keeps the key of the session, and who has the key has the session: nobody reads it."""

    _inherit = "auditlog.http.session"

    name = fields.Char(groups=fields.NO_ACCESS)
