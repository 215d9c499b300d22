import re
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.site_address import to_ascii
from ..tools.site_outcome import ProbeError

ZONE_PATTERN = re.compile(r"(?=.{2,200}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?")


class AgencyRdapServer(models.Model):
    """Which registry tells until when the domains of a zone are registered.

    The longest zone wins. A zone without an address is one whose registry does not answer.
    """

    _name = "agency.rdap.server"
    _description = "Registry of domains"
    _order = "zone, id"
    _rec_name = "zone"

    zone = fields.Char(
        required=True, help="What follows the name that is registered: com, com.ua, укр. Without a dot in front."
    )
    url = fields.Char(
        "RDAP address",
        help="Base address of the registry's RDAP server, as published by IANA: https://rdap.example/. "
        "Empty: the registry has none, and dates are written by hand.",
    )
    active = fields.Boolean(default=True)

    _zone_uniq = models.UniqueIndex("(lower(zone))", "This zone is in the list already.")

    @api.constrains("zone")
    def _check_zone(self):
        for server in self:
            if not server._get_ascii_zone():
                raise ValidationError(
                    self.env._("Zone: “%(zone)s” is not a zone of domains; write it like com.ua.", zone=server.zone)
                )

    @api.constrains("url")
    def _check_url(self):
        for server in self.filtered("url"):
            try:
                parts = urlsplit(server.url)
                fine = parts.scheme in ("https", "http") and parts.hostname and not (parts.username or parts.query)
            except ValueError:
                fine = False
            if not fine:
                raise ValidationError(
                    self.env._(
                        "RDAP address: “%(url)s” is no address of a server; write it like https://rdap.example/.",
                        url=server.url,
                    )
                )

    def _get_ascii_zone(self):
        """Return the zone as the network writes it, or an empty string for what is no zone."""
        self.ensure_one()
        try:
            zone = to_ascii(self.zone or "")
        except ProbeError:
            return ""
        return zone if ZONE_PATTERN.fullmatch(zone) else ""

    @api.model
    def _get_zones(self):
        """Return {zone as the network writes it: address of its server, empty if it has none}."""
        return {server._get_ascii_zone(): server.url or "" for server in self.search([])}
