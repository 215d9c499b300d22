from contextlib import contextmanager, suppress
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, users

from ..tools.site_outcome import Outcome
from .site_stubs import lookup_loopback
from .website_common import HOST, NAME, WebsiteCommon

CHECK = "odoo.addons.crm_web_agency.models.agency_website_check"


@tagged("post_install", "-at_install")
class TestWebsiteCheck(WebsiteCommon):
    def test_dates_come_from_registry_and_site(self):
        moment = self.rdap.tell_expiry(NAME, 200)
        with self._site(last_day=60) as end:
            self._check()
        self.assertRecordValues(
            self.website,
            [
                {
                    "domain_state": "ok", "domain_expiry": moment.date(), "domain_expiry_source": "probe",
                    "tls_state": "ok", "tls_expiry": end, "tls_expiry_source": "probe", "failures": 0,
                }
            ],
        )  # fmt: skip
        self.assertTrue(self.website.last_checked)
        self.assertGreater(self.website.next_check, fields.Datetime.now())

    def test_states_of_the_certificate(self):
        cases = (
            ("soon", "ok", {"last_day": 12}),
            ("expired", "expired", {"first_day": -90, "last_day": -2}),
            ("problem", "self_signed", {"self_signed": True}),
            ("problem", "wrong_host", {"host": "another.com.ua"}),
        )
        for state, result, certificate in cases:
            with self.subTest(result=result):
                with self._site(**certificate) as end:
                    self._check()
                site = self.website
                self.assertEqual((site.tls_state, site.tls_result, site.tls_expiry), (state, result, end))
                self.assertEqual(site.tls_failures, 0)

    def test_registered_no_more(self):
        self.website.domain_expiry = self._in(90)
        with self._network():
            self._check()
        self.assertEqual((self.website.domain_state, self.website.domain_result), ("problem", "not_found"))
        self.assertEqual(self.website.domain_expiry, self._in(90))

    def test_unknown_is_said_clearly(self):
        self.assertEqual((self.website.domain_state, self.website.tls_state), ("unknown", "unknown"))
        self.assertEqual(self.website.domain_message, "Not checked yet.")
        self.rdap.tell(NAME)
        with self._network():
            self._check()
        self.assertEqual((self.website.domain_state, self.website.domain_result), ("unknown", "redacted"))
        self.assertIn("write it by hand", self.website.domain_message)
        self.assertEqual((self.website.tls_state, self.website.tls_result), ("unknown", "unreachable"))
        self.website.domain = "svitanok.zz"
        with self._network():
            self._check()
        self.assertEqual((self.website.domain_state, self.website.domain_result), ("unknown", "unsupported"))

    def test_problem_stays_until_there_is_another_answer(self):
        with self._site(self_signed=True):
            self._check()
        with self._network():
            self._check()
        self.assertEqual((self.website.tls_result, self.website.tls_state), ("unreachable", "problem"))
        with self._site():
            self._check()
        self.assertEqual(self.website.tls_state, "ok")

    def test_private_addresses_are_refused_until_an_administrator_allows(self):
        self.rdap.tell_expiry(NAME, 50)
        with patch(f"{CHECK}.Limits", self._limits_of_tests):
            self._check()
            self.assertEqual(self.website.domain_result, "refused_address")
            self.assertEqual(self.website.tls_result, "refused_address")
            self.assertEqual(self.website.domain_state, "unknown")
            self.assertFalse(self.rdap.asked)
            self.env["res.config.settings"].create({"agency_allow_private_addresses": True}).execute()
            self._check()
        self.assertEqual(self.website.domain_result, "ok")

    def _limits_of_tests(self, **values):
        from ..tools.site_address import Limits

        return Limits(**values, lookup=lookup_loopback, tls_port=1, seconds=3)

    def test_only_administrators_allow_private_addresses(self):
        for user in (self.director, self.account_manager, self.agency_admin):
            settings = self.env["res.config.settings"].with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                settings.create({"agency_allow_private_addresses": True}).execute()

    def test_date_by_hand_stays_until_a_real_answer(self):
        self.website.write({"domain_expiry": self._in(80), "tls_expiry": self._in(40)})
        self.assertEqual(self.website.domain_expiry_source, "manual")
        self.rdap.answer(NAME, 500)
        with self._network():
            self._check()
        self.assertRecordValues(
            self.website,
            [{"domain_expiry": self._in(80), "domain_expiry_source": "manual", "domain_state": "ok",
              "tls_expiry": self._in(40), "tls_expiry_source": "manual"}],
        )  # fmt: skip
        moment = self.rdap.tell_expiry(NAME, 445)
        with self._network():
            self._check()
        self.assertEqual(self.website.domain_expiry, moment.date())
        self.assertEqual(self.website.domain_expiry_source, "probe")

    def test_chatter_tells_of_a_date_only_when_it_moves(self):
        website = self.website.with_context(tracking_disable=False)
        self.env.flush_all()
        self.rdap.tell_expiry(NAME, 100)

        def tracked():
            self.env.flush_all()
            self.env.cr.precommit.run()
            return len(website.message_ids.tracking_value_ids.filtered(lambda v: v.field_id.name == "domain_expiry"))

        for days, count in ((100, 1), (100, 1), (465, 2)):
            with self.subTest(days=days, count=count), self._network():
                self.rdap.tell_expiry(NAME, days)
                self._check(website)
                self.assertEqual(tracked(), count)

    def test_another_domain_forgets_what_was_found(self):
        self.rdap.tell_expiry(NAME, 100)
        with self._site():
            self._check()
        self.website.tls_expiry = self._in(33)
        self.website.domain = "https://other.com.ua/"
        self.assertRecordValues(
            self.website,
            [{"domain_expiry": False, "domain_result": False, "domain_state": "unknown", "next_check": False,
              "tls_expiry": self._in(33)}],
        )  # fmt: skip
        self.website.write({"domain": "third.com.ua", "domain_expiry": self._in(5)})
        self.assertEqual(self.website.domain_expiry, self._in(5))

    def test_each_failure_makes_the_next_check_later(self):
        pauses = []
        self.rdap.answer(NAME, 500)
        for _number in range(9):
            with self._network():
                self._check()
            pauses.append(self.website.domain_next_check - self.website.domain_checked)
        hours = [pause / timedelta(hours=1) for pause in pauses]
        self.assertEqual(hours, [1, 2, 4, 8, 16, 32, 64, 128, 168])
        self.assertEqual(self.website.failures, 9)
        self.rdap.tell_expiry(NAME, 200)
        with self._network():
            self._check()
        self.assertEqual(self.website.domain_failures, 0)

    def test_registry_that_asks_to_wait_is_obeyed(self):
        self.rdap.answer(NAME, 429, {"Retry-After": "90000"})
        with self._network():
            self._check()
        pause = self.website.domain_next_check - self.website.domain_checked
        self.assertEqual((self.website.domain_result, pause), ("rate_limited", timedelta(seconds=90000)))
        asked = len(self.rdap.asked)
        with self._network():
            self.website.action_check_now()
        self.assertEqual(len(self.rdap.asked), asked)

    def test_what_is_not_due_is_not_asked(self):
        self.rdap.tell_expiry(NAME, 200)
        with self._network():
            self._check()
            asked = len(self.rdap.asked)
            with self.enter_registry_test_mode():
                self.env.ref("crm_web_agency.cron_check_websites").method_direct_trigger()
        self.assertEqual(len(self.rdap.asked), asked)

    def test_passing_days_change_the_state(self):
        self.website.domain_expiry = self._in(31)
        self.assertEqual(self.website.domain_state, "ok")
        for days, state in ((30, "soon"), (-1, "expired")):
            # As if days had passed: nobody has written the date.
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE agency_website SET domain_expiry = %s WHERE id = %s", [self._in(days), self.website.id]
            )
            self.website.invalidate_recordset()
            self.env["agency.website"]._refresh_states()
            self.assertEqual(self.website.domain_state, state)

    def test_killed_run_goes_on_with_the_rest(self):
        websites = self.website | self.env["agency.website"].create(
            [{"name": f"Site {n}", "domain": f"site{n}.com.ua", "partner_id": self.client.id} for n in range(5)]
        )
        asked = []

        def probe(probes, seconds, **kwargs):
            if len(asked) == 4:
                raise KeyboardInterrupt
            asked.extend(domain for kind, domain in probes if kind == "domain")
            return {key: Outcome("redacted") for key in probes}

        with (
            patch(f"{CHECK}._BATCH", 2),
            patch(f"{CHECK}.run_probes", probe),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0),
        ):
            # assertRaises would undo what was done before.
            with suppress(KeyboardInterrupt):
                self.env["agency.website"]._cron_check()
            self.assertEqual(len(websites.filtered("last_checked")), 4)
            first = list(asked)
            asked.clear()
            asked.append("")
            self.env["agency.website"]._cron_check()
        self.assertFalse(set(first) & set(asked))
        self.assertEqual(len(websites.filtered("last_checked")), 6)

    def test_nothing_is_asked_inside_a_transaction_that_writes(self):
        order = []

        def commit(*args, **kwargs):
            order.append("commit")
            return 60.0

        def probe(probes, seconds, **kwargs):
            order.append("ask")
            return {}

        with (
            patch(f"{CHECK}.run_probes", probe),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", commit),
        ):
            self.env["agency.website"]._cron_check()
        self.assertEqual(order[order.index("ask") - 1], "commit")

    def test_check_now_tells_what_it_found(self):
        self.rdap.tell_expiry(NAME, 20)
        with self._site():
            action = self.website.with_user(self.account_manager).action_check_now()
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("Ends soon", action["params"]["message"])
        self.assertIn("Valid", action["params"]["message"])

    def test_check_now_of_many_leaves_the_rest_to_the_background(self):
        websites = self.website | self.env["agency.website"].create(
            [{"name": f"Site {n}", "domain": f"site{n}.com.ua", "partner_id": self.client.id} for n in range(3)]
        )
        with patch(f"{CHECK}._AT_ONCE", 2), self._network():
            action = websites.with_user(self.account_manager).action_check_now()
        self.assertIn("2 more", action["params"]["message"])
        self.assertEqual(len(websites.filtered("last_checked")), 2)

    def test_check_now_needs_a_domain_and_the_right_to_write(self):
        empty = self.env["agency.website"].create({"name": "Idea", "partner_id": self.client.id})
        with self.assertRaisesRegex(UserError, "Write the domain"):
            empty.action_check_now()
        with self.assertRaises(AccessError):
            self.website.with_user(self.accountant).action_check_now()

    @users("test_account_manager")
    def test_form_shows_state_and_message(self):
        form = Form(self.env["agency.website"].browse(self.website.id))
        self.assertEqual((form.domain_state, form.tls_message), ("unknown", "Not checked yet."))

    def test_unknown_and_problem_can_be_filtered(self):
        websites = self.env["agency.website"]
        self.assertIn(self.website, websites.search([("domain_state", "=", "unknown")]))
        with self._site(self_signed=True):
            self._check()
        self.assertIn(self.website, websites.search([("tls_state", "=", "problem")]))

    def test_two_sites_of_one_address_are_asked_once(self):
        self.website.copy({"domain": HOST, "active": False}).active = False
        other = self.env["res.company"].create({"name": "Second agency"})
        twin = self.env["agency.website"].create(
            {"name": "Twin", "domain": HOST, "partner_id": self.client.id, "company_id": other.id}
        )
        self.rdap.tell_expiry(NAME, 90)
        with self._network():
            self._check(self.website | twin)
        self.assertEqual(len(self.rdap.asked), 1)
        self.assertEqual(twin.domain_expiry, self.website.domain_expiry)


@tagged("post_install", "-at_install")
class TestRdapServers(WebsiteCommon):
    @contextmanager
    def assertRefused(self, pattern):
        with self.assertRaisesRegex(ValidationError, pattern), self.env.cr.savepoint():
            yield

    def test_wrong_rows_are_refused(self):
        servers = self.env["agency.rdap.server"]
        for zone in ("no zone", "-x", "a..b", "http://com"):
            with self.subTest(zone=zone), self.assertRefused("Zone: "):
                servers.create({"zone": zone})
        for url in ("rdap.example", "ftp://rdap.example/", "https://", "https://me:word@rdap.example/"):
            with self.subTest(url=url), self.assertRefused("RDAP address: "):
                servers.create({"zone": "test", "url": url})

    def test_cyrillic_zone(self):
        servers = self.env["agency.rdap.server"]
        servers.create({"zone": "укр", "url": "https://rdap.example/"})
        self.assertEqual(servers._get_zones()["xn--j1amh"], "https://rdap.example/")

    def test_administrators_edit_and_others_read(self):
        server = self.env["agency.rdap.server"].search([], limit=1)
        server.with_user(self.agency_admin).url = "https://rdap.example/"
        with self.assertRaises(AccessError):
            server.with_user(self.director).url = "https://rdap2.example/"
        self.assertTrue(server.with_user(self.performer).url)
