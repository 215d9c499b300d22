import json
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..tools.secret_text import has_secret
from ..tools.site_address import Limits, is_public, to_ascii
from ..tools.site_outcome import ANSWERS, FAILURES, Outcome, ProbeError
from ..tools.site_probe import run_probes
from ..tools.site_rdap import find_registered, probe_domain
from ..tools.site_tls import probe_tls
from .site_stubs import Authority, Registry, listen, lookup_loopback, lookup_to, tls_site

HOST = "shop.svitanok.com.ua"
NAME = "svitanok.com.ua"
ADDRESS = "odoo.addons.crm_web_agency.tools.site_address"
LIMITS = Limits(allow_private=True, seconds=3, connect_seconds=1, lookup=lookup_loopback)


@tagged("post_install", "-at_install")
class TestTlsProbe(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority = Authority()

    def _probe(self, host=HOST, site_host=HOST, trusted=True, **certificate):
        pem, end = self.authority.issue(site_host, **certificate)
        authorities = self.authority.pem if trusted else ""
        with tls_site(pem) as port:
            outcome = probe_tls(host, replace(LIMITS, tls_port=port, authorities=authorities))
        return outcome, end

    def test_every_kind_of_certificate(self):
        cases = (
            ("ok", {}),
            ("expired", {"first_day": -90, "last_day": -2}),
            ("self_signed", {"self_signed": True}),
            ("wrong_host", {"site_host": "another.com.ua"}),
            ("untrusted", {"trusted": False}),
            ("not_yet_valid", {"first_day": 2}),
        )
        for result, kwargs in cases:
            with self.subTest(result=result):
                outcome, end = self._probe(**kwargs)
                self.assertEqual((outcome.result, outcome.expiry), (result, end))

    def test_cyrillic_name(self):
        outcome, end = self._probe(host="крамниця.укр", site_host=to_ascii("крамниця.укр"))
        self.assertEqual((outcome.result, outcome.expiry), ("ok", end))

    def test_what_does_not_speak_tls(self):
        def greet(connection):
            with suppress(OSError):
                connection.sendall(b"220 mail.example ESMTP\r\n")
            connection.close()

        with listen(greet) as port:
            self.assertEqual(probe_tls(HOST, replace(LIMITS, tls_port=port)).result, "no_tls")

    def test_silence_ends_in_time(self):
        waiting = []
        with listen(waiting.append) as port:
            begun = time.monotonic()
            outcome = probe_tls(HOST, replace(LIMITS, tls_port=port, seconds=0.2))
        self.assertEqual(outcome.result, "time_out")
        self.assertLess(time.monotonic() - begun, 2)
        for connection in waiting:
            connection.close()

    def test_nobody_listens(self):
        with listen(lambda connection: connection.close()) as port:
            pass
        self.assertEqual(probe_tls(HOST, replace(LIMITS, tls_port=port)).result, "unreachable")

    def test_unknown_name(self):
        def lookup(*_args, **_kwargs):
            raise OSError("Name or service not known")

        self.assertEqual(probe_tls(HOST, Limits(lookup=lookup)).result, "unresolved")
        self.assertEqual(probe_tls("not a name", Limits(lookup=lookup)).result, "unresolved")


@tagged("post_install", "-at_install")
class TestAddresses(BaseCase):
    def test_only_the_public_internet(self):
        for address in ("93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"):
            with self.subTest(address=address):
                self.assertTrue(is_public(address))
        refused = """
            127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.1
            224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1 ff02::1 2001:db8::1
            ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 2002:7f00:1:: 2002:a00:1::
        """
        for address in refused.split():
            with self.subTest(address=address):
                self.assertFalse(is_public(address))

    def test_private_addresses_are_refused_by_default(self):
        with listen(lambda connection: self.fail("contacted")) as port:
            limits = Limits(lookup=lookup_loopback, tls_port=port)
            self.assertEqual(probe_tls(HOST, limits).result, "refused_address")
            base = f"http://registry.com.ua:{port}"
            self.assertEqual(probe_domain(HOST, {"com.ua": base}, limits).result, "refused_address")

    def test_figures_instead_of_a_name_are_refused_too(self):
        for host in ("127.0.0.1", "2130706433", "0x7f000001", "[::1]", "localhost"):
            with self.subTest(host=host):
                outcome = probe_domain(HOST, {"com.ua": f"http://{host}:9/"}, Limits())
                self.assertIn(outcome.result, ("refused_address", "unresolved"))

    def test_connects_to_the_address_that_was_checked(self):
        """A name that leads elsewhere at the second look (rebinding) brings nothing: there is no second look."""
        looked_up = []

        def lookup(host, port, **kwargs):
            looked_up.append(host)
            return lookup_to("203.0.113.7" if len(looked_up) == 1 else "127.0.0.1")(host, port)

        with (
            patch(f"{ADDRESS}.is_public", lambda address: address == "203.0.113.7"),
            patch(f"{ADDRESS}.socket.socket") as made,
        ):
            made.return_value.connect.side_effect = OSError("no route")
            self.assertEqual(probe_tls(HOST, Limits(lookup=lookup)).result, "unreachable")
        self.assertEqual(looked_up, [HOST])
        made.return_value.connect.assert_called_once_with(("203.0.113.7", 443))

    def test_private_ones_among_public_ones_are_left_out(self):
        found = lookup_to("10.0.0.5", "93.184.216.34", "::1")
        with patch(f"{ADDRESS}.socket.socket") as made:
            made.return_value.connect.side_effect = OSError("no route")
            outcome = probe_tls(HOST, Limits(lookup=found))
        self.assertEqual(outcome.result, "unreachable")
        made.return_value.connect.assert_called_once_with(("93.184.216.34", 443))

    def test_names_inside_a_network_are_not_told(self):
        outcome = probe_tls(HOST, Limits(lookup=lookup_to("10.0.0.5", "::1")))
        self.assertEqual((outcome.result, outcome.detail), ("refused_address", ""))

    def test_reserved_names_are_not_even_looked_up(self):
        def lookup(*_args, **_kwargs):
            self.fail("looked up")

        self.assertEqual(probe_tls("shop.example", Limits(lookup=lookup)).result, "unresolved")


@tagged("post_install", "-at_install")
class TestRdapProbe(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rdap = Registry()
        cls.base = cls.enterClassContext(cls.rdap.serve())

    def setUp(self):
        super().setUp()
        self.rdap.answers.clear()
        self.rdap.asked.clear()

    def _probe(self, host=HOST, **limits):
        return probe_domain(host, {"com.ua": self.base, "ua": self.base}, replace(LIMITS, **limits))

    def test_end_of_a_domain(self):
        moment = self.rdap.tell_expiry(NAME, 100)
        outcome = self._probe()
        self.assertEqual((outcome.result, outcome.expiry), ("ok", moment))
        self.assertEqual(self.rdap.asked, [f"/domain/{NAME}"])

    def test_ended_domain(self):
        moment = self.rdap.tell_expiry(NAME, -5)
        outcome = self._probe()
        self.assertEqual((outcome.result, outcome.expiry), ("expired", moment))

    def test_moments_of_every_writing(self):
        noon = datetime(2031, 5, 6, 12, tzinfo=UTC)
        for written in (
            "2031-05-06T12:00:00Z",
            "2031-05-06T15:00:00+03:00",
            "2031-05-06T12:00:00.000",
            "20310506T120000Z",
        ):
            with self.subTest(written=written):
                self.rdap.tell(NAME, [{"eventAction": "expiration", "eventDate": written}])
                self.assertEqual(self._probe().expiry, noon)

    def test_the_longest_zone_is_asked(self):
        zones = {"ua": "a", "com.ua": "b", "xn--j1amh": "c", "pp.ua": ""}
        cases = {
            "shop.svitanok.com.ua": ("svitanok.com.ua", "b"),
            "www.svitanok.ua": ("svitanok.ua", "a"),
            "com.ua": ("com.ua", "a"),
            "x.y.pp.ua": ("y.pp.ua", ""),
            "xn--80aeea.xn--j1amh": ("xn--80aeea.xn--j1amh", "c"),
            "svitanok.zz": ("", ""),
        }
        for host, found in cases.items():
            with self.subTest(host=host):
                self.assertEqual(find_registered(host, zones), found)

    def test_cyrillic_domain_is_asked_as_the_network_writes_it(self):
        name = to_ascii("світанок.com.ua")
        self.assertTrue(name.startswith("xn--"))
        self.rdap.tell_expiry(name, 30)
        self.assertEqual(self._probe("Крамниця.Світанок.com.ua").result, "ok")

    def test_zone_without_registry(self):
        self.assertEqual(self._probe("svitanok.zz").result, "unsupported")
        self.assertEqual(probe_domain("svitanok.pp.ua", {"pp.ua": ""}, LIMITS).result, "unsupported")
        self.assertFalse(self.rdap.asked)

    def test_date_that_is_not_published(self):
        self.rdap.tell(NAME, [{"eventAction": "registration", "eventDate": "2020-01-01T00:00:00Z"}])
        outcome = self._probe()
        self.assertEqual((outcome.result, outcome.expiry), ("redacted", None))

    def test_unknown_domain(self):
        self.assertEqual(self._probe().result, "not_found")

    def test_registry_asks_to_wait(self):
        in_an_hour = datetime.now(UTC) + timedelta(hours=1)
        cases = (("120", 120, 120), ("5", 60, 60), ("99999999999", 604800, 604800), ("soon", 60, 60),
                 (None, 60, 60), (format_datetime(in_an_hour, usegmt=True), 3500, 3600))  # fmt: skip
        for header, least, most in cases:
            with self.subTest(header=header):
                self.rdap.answer(NAME, 429, {"Retry-After": header} if header else {})
                outcome = self._probe()
                self.assertEqual(outcome.result, "rate_limited")
                self.assertTrue(least <= outcome.retry_after <= most, outcome.retry_after)

    def test_answers_that_make_no_sense(self):
        deep = "[" * 100_000
        domain = {"objectClassName": "domain"}
        cases = (
            "", "<html>", "[]", "5", deep, '{"events": ' + deep, "\x00\xff",
            json.dumps({"objectClassName": "entity"}),
            json.dumps({**domain, "ldhName": "another.com.ua"}),
            json.dumps({**domain, "events": "none"}),
            json.dumps({**domain, "events": [{"eventAction": "expiration", "eventDate": "in spring"}]}),
            json.dumps({**domain, "events": [{"eventAction": "expiration"}]}),
            json.dumps({**domain, "events": [{"eventAction": "expiration", "eventDate": "9999-12-31T23:00:00-05:00"}]}),
        )  # fmt: skip
        for body in cases:
            with self.subTest(body=body[:60]):
                self.rdap.answer(NAME, 200, body=body)
                self.assertEqual(self._probe().result, "bad_answer")

    def test_other_statuses(self):
        for status, result in ((500, "unreachable"), (503, "unreachable"), (400, "bad_answer"), (204, "bad_answer")):
            with self.subTest(status=status):
                self.rdap.answer(NAME, status)
                self.assertEqual(self._probe().result, result)

    def test_huge_answer_is_not_read_to_its_end(self):
        self.rdap.answer(NAME, 200, body=b'{"objectClassName": "domain", "x": "' + b"x" * 5000 + b'"}')
        self.assertEqual(self._probe(max_bytes=1000).detail, "too long")

    def test_slow_answer_ends_in_time(self):
        def drip(handler):
            with suppress(OSError):
                handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
                for _step in range(40):
                    handler.wfile.write(b" ")
                    time.sleep(0.05)

        self.rdap.answers[f"/domain/{NAME}"] = drip
        begun = time.monotonic()
        self.assertEqual(self._probe(seconds=0.3).result, "time_out")
        self.assertLess(time.monotonic() - begun, 1.5)

    def test_redirects_are_followed_and_counted(self):
        self.rdap.answer(NAME, 302, {"Location": f"{self.base}domain/real.com.ua"})
        moment = self.rdap.tell_expiry(NAME, 10)
        real = self.rdap.answers.pop(f"/domain/{NAME}")
        self.rdap.answers["/domain/real.com.ua"] = real
        self.rdap.answer(NAME, 302, {"Location": "/domain/real.com.ua"})
        self.assertEqual(self._probe().expiry, moment)
        self.rdap.answer(NAME, 301, {"Location": f"/domain/{NAME}"})
        self.assertEqual(self._probe().result, "bad_answer")

    def test_redirects_elsewhere_are_checked_again(self):
        """The registry is at an address that may be contacted and sends us to one that may not."""
        self.rdap.answer(NAME, 302, {"Location": "http://inner.com.ua:1/secret"})
        registry_port = int(self.base.rstrip("/").rpartition(":")[2])

        def lookup(host, port, **_kwargs):
            return lookup_loopback(host, port) if port == registry_port else lookup_to("10.0.0.1")(host, port)

        with patch(f"{ADDRESS}.is_public", lambda address: address == "127.0.0.1"):
            outcome = self._probe(allow_private=False, lookup=lookup)
        self.assertEqual(outcome.result, "refused_address")
        self.assertEqual(len(self.rdap.asked), 1)
        for address in ("file:///etc/passwd", "gopher://x/", "http://user:word@a.ua/", "http://a.ua:x/"):
            with self.subTest(address=address):
                self.rdap.answer(NAME, 302, {"Location": address})
                self.assertEqual(self._probe().result, "bad_answer")


@tagged("post_install", "-at_install")
class TestRunProbes(BaseCase):
    def test_one_broken_probe_harms_no_other(self):
        outcomes = run_probes({1: partial(Outcome, "ok"), 2: lambda: 1 / 0}, 5)
        self.assertEqual({key: outcome.result for key, outcome in outcomes.items()}, {1: "ok", 2: "failed"})
        self.assertEqual(outcomes[2].detail, "ZeroDivisionError")

    def test_time_for_all_is_limited(self):
        begun = time.monotonic()
        outcomes = run_probes({number: partial(self._sleep, 0.6) for number in range(3)}, 0.1, workers=1)
        self.assertLess(time.monotonic() - begun, 0.5)
        # The first was running, the others had not begun: they stay to be asked.
        self.assertEqual({key: outcome.result for key, outcome in outcomes.items()}, {0: "time_out"})

    def _sleep(self, seconds):
        time.sleep(seconds)
        return Outcome("ok")

    def test_words_of_strangers_are_cut(self):
        outcome = ProbeError("bad_answer", "x\n" * 5000).outcome
        self.assertEqual(len(outcome.detail), 200)
        self.assertNotIn("\n", outcome.detail)

    def test_every_result_is_an_answer_or_none(self):
        self.assertFalse(set(ANSWERS) & set(FAILURES))


@tagged("post_install", "-at_install")
class TestSecretText(BaseCase):
    def test_secrets_are_seen(self):
        for text in (
            "password=qwerty12", "Password: qwerty", "PWD = x7!aa", "пароль: Весна2024", "Паролі: абв123",
            "api key: 5f4dcc3b5aa7", "token=abcdef123", "ftp://admin:letmein@host.ua/",
            "-----BEGIN OPENSSH PRIVATE KEY-----", "ghp_" + "a" * 36, "AKIA" + "A" * 16,
        ):  # fmt: skip
            with self.subTest(text=text):
                self.assertTrue(has_secret(text))

    def test_words_about_secrets_are_fine(self):
        for text in (
            "", "The password is in the vault", "Пароль у Олени, у сховищі паролів", "password: ***", "pass: ...",
            "https://host.ua:8080/admin", "Compass: north", "Change the password every month", "admin@host.ua",
        ):  # fmt: skip
            with self.subTest(text=text):
                self.assertFalse(has_secret(text))
