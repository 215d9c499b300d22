from datetime import timedelta

from odoo import api, fields, models


class PortalMixin(models.AbstractModel):
    """Links with a token that work for a number of days only.

    The day follows from the token itself, whoever makes it, so that links made by Odoo's
    own documents expire too. Who may read a document by rights needs no link.
    """

    _inherit = "portal.mixin"

    access_token_date = fields.Datetime(
        "Link made on",
        compute="_compute_access_token_date",
        store=True,
        copy=False,
        groups="base.group_user",
        help="From this day on the days are counted that a link with the token works.",
    )

    @api.depends("access_token")
    def _compute_access_token_date(self):
        now = fields.Datetime.now()
        for document in self:
            document.access_token_date = now if document.access_token else False

    def _is_portal_link_expired(self):
        """Tell whether links to the document that were given out have stopped working."""
        self.ensure_one()
        # sudo: a number of days of the company, and a date that only staff may read.
        document = self.sudo()
        company = document["company_id"] if "company_id" in document._fields else self.env.company
        days = (company or self.env.company).sudo().agency_portal_link_days
        made_on = document.access_token_date
        return bool(days and made_on and made_on + timedelta(days=days) < fields.Datetime.now())

    def _portal_ensure_token(self):
        """Return the token of the document; an expired one is replaced, and its links stay dead."""
        if self.access_token and self._is_portal_link_expired():
            self._portal_drop_token()
        return super()._portal_ensure_token()

    def _portal_drop_token(self):
        """Make all links that were given out to these documents useless."""
        # sudo: the token is no content of the document; Odoo makes it with sudo, too.
        self.sudo().write({"access_token": False})
