from odoo import models


class AgencyWebsite(models.Model):
    """The passport of a site: what the client is handed over about it."""

    _inherit = "agency.website"

    def _get_passport_dates(self):
        """Return [(label, day, who pays, provider)] of what has to be renewed."""
        self.ensure_one()
        payers = dict(self._fields["domain_payer"]._description_selection(self.env))
        return [
            (self.env._("Domain"), self.domain_expiry, payers.get(self.domain_payer, ""), self.registrar or ""),
            (self.env._("Certificate (TLS)"), self.tls_expiry, payers.get(self.tls_payer, ""), ""),
            (self.env._("Hosting"), self.hosting_expiry, payers.get(self.hosting_payer, ""), self.hosting or ""),
        ]

    def _get_passport_care(self):
        """Return the running care plans of the site."""
        self.ensure_one()
        # sudo: names of the client's own care plans, without prices.
        return self.sudo().retainer_ids.filtered(lambda retainer: retainer.state == "running")

    def _get_passport_filename(self):
        self.ensure_one()
        name = (self.domain or self.name or "").replace("/", "-")
        return self.env._("Website passport %s", name)
