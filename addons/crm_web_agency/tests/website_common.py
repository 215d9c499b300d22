from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from ..tools.site_address import Limits
from .common import AgencyCommon
from .site_stubs import Authority, Registry, lookup_loopback, tls_site

HOST = "shop.svitanok.com.ua"
NAME = "svitanok.com.ua"


class WebsiteCommon(AgencyCommon):
    """A website whose registry and server are stubs on 127.0.0.1; nothing else is contacted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.authority = Authority()
        cls.rdap = Registry()
        base = cls.enterClassContext(cls.rdap.serve())
        # Only the websites of the test are due, only its zones are known.
        cls.env["agency.website"].with_context(active_test=False).search([]).unlink()
        servers = cls.env["agency.rdap.server"].with_context(active_test=False)
        servers.search([]).unlink()
        servers.create([{"zone": "com.ua", "url": base}, {"zone": "pp.ua"}])
        cls.website = cls.env["agency.website"].create(
            {"name": "Shop of Svitanok", "domain": HOST, "partner_id": cls.client.id}
        )

    def setUp(self):
        super().setUp()
        self.rdap.answers.clear()
        self.rdap.asked.clear()

    @contextmanager
    def _network(self, port=1, **limits):
        """Let checks contact this machine; certificates are looked at on `port`."""
        values = {"allow_private": True, "seconds": 3, "connect_seconds": 1, "lookup": lookup_loopback, **limits}
        limits = Limits(tls_port=port, authorities=self.authority.pem, **values)
        model = type(self.env["agency.website"])
        with patch.object(model, "_prepare_probe_limits", lambda self: limits):
            yield

    @contextmanager
    def _site(self, host=HOST, **certificate):
        """Serve a certificate; yields the day of its end."""
        pem, end = self.authority.issue(host, **certificate)
        with tls_site(pem) as port, self._network(port):
            yield end.date()

    def _check(self, websites=None):
        """Run the scheduled action, as if all were due."""
        websites = websites or self.website
        # Untracked: in a test the scheduled action shares the transaction, and dates would be tracked twice.
        due = {"domain_next_check": False, "tls_next_check": False}
        websites.with_context(tracking_disable=True).write(due)
        with self.enter_registry_test_mode():
            self.env.ref("crm_web_agency.cron_check_websites").method_direct_trigger()
        websites.invalidate_recordset()

    def _remind_of_ends(self, **context):
        """Do what the scheduled action does after the checks, without its commits."""
        self.env.flush_all()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0):
            self.env["agency.website"].with_context(**context)._cron_remind()
        self.env.invalidate_all()

    def _in(self, days):
        return self.today + timedelta(days=days)
