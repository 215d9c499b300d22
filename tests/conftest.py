"""Fixtures for tests of the running system: a real server, real browsers, real accounts.

The server works on a copy of the demo database that ``bin/test`` keeps warm. Whatever
a page logs as error or warning, every failed request, and every warning in the
server's log make the test fail. A skipped test counts as a failed one.
"""

import http.cookiejar
import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from agencyenv import database, environment, instance, odoo_log, odoo_process, paths, server, shell
from agencyenv.environment import Environment
from agencyenv.postgres import Cluster

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The page under test speaks http; the browser would warn about a password on such a page.
    "--disable-features=PasswordManagerRedesign",
]
SERVER_LOG = paths.LOGS / "test-server.log"
TIMEOUT_MS = 30_000


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Turn a skipped test into a failed one: nothing here may be left out unseen."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, which counts as failed: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def ready() -> Iterator[Environment]:
    """The environment that the commands in bin/ use, with PostgreSQL running."""
    prepared = environment.prepare(own_postgres=True)
    yield prepared
    if prepared.started_postgres:
        Cluster().release()


@dataclass(frozen=True)
class Site:
    """A running server: its address, database and log."""

    address: str
    database: str
    environment: Environment
    # Parts of lines that the tests provoke in the server's log.
    provoked: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def site(ready: Environment) -> Iterator[Site]:
    """A server over a fresh copy of the demo database; its log must stay clean."""
    name = f"agency_site_{os.getpid()}"
    port = odoo_process.free_port()
    database.copy(ready.postgres, instance.demo(ready), name)
    instance.set_address(ready, name, port)
    # No scheduled jobs: they would change records in the middle of a test.
    process = server.start(ready, name, port, SERVER_LOG, "--max-cron-threads=0")
    try:
        server.wait_until_ready(process, port, SERVER_LOG)
        running = Site(f"http://127.0.0.1:{port}", name, ready)
        yield running
    finally:
        server.end(process)
        database.drop(ready.postgres, name)
    found = [line for line in odoo_log.findings(SERVER_LOG) if not any(part in line for part in running.provoked)]
    assert not found, "The server's log has warnings or errors:\n" + "\n".join(found)


class RpcError(Exception):
    """The server refused a call; ``kind`` is the name of its exception."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind, self.message = kind, message


class Rpc:
    """Calls of model methods as one user, by the same requests as Odoo's own client."""

    def __init__(self, site: Site, login: str) -> None:
        self.site = site
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)
        credentials = {"db": site.database, "login": login, "password": login}
        self.uid: int = self.post("/web/session/authenticate", credentials)["uid"]

    def post(self, path: str, params: dict[str, Any]) -> Any:
        """Send one JSON-RPC request; raise ``RpcError`` with the server's exception."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.site.address + path, body, headers)
        with self.opener.open(request, timeout=120) as answer:
            reply = json.load(answer)
        if "error" in reply:
            data = reply["error"]["data"]
            raise RpcError(data["name"], data["message"])
        return reply.get("result")

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a model's method with its arguments (ids first for records) and return its result."""
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self.post(f"/web/dataset/call_kw/{model}/{method}", params)

    def get(self, path: str) -> bytes:
        """Fetch a page or file as this user."""
        with self.opener.open(self.site.address + path, timeout=120) as answer:
            return answer.read()


@pytest.fixture(scope="session")
def rpc(site: Site) -> Callable[[str], Rpc]:
    """A function that logs in and returns an ``Rpc``; one session for each login."""
    sessions: dict[str, Rpc] = {}

    def log_in(login: str) -> Rpc:
        if login not in sessions:
            sessions[login] = Rpc(site, login)
        return sessions[login]

    return log_in


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for the whole session."""
    program = shell.find("chromium")
    assert program, "Chromium is missing: bin/test installs it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(program), args=CHROMIUM_ARGUMENTS)
        yield started
        started.close()


@dataclass
class Watch:
    """What went wrong on the pages of one test."""

    findings: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Note the page's console errors and warnings, exceptions and failed requests."""
        page.on("console", lambda message: self._console(message.type, message.text, page.url))
        page.on("pageerror", lambda error: self.findings.append(f"exception on {page.url}: {error}"))
        page.on("response", lambda answer: self._response(answer.status, answer.url))
        page.on("requestfailed", lambda request: self._failed(request.failure or "", request.url))

    def _console(self, kind: str, text: str, url: str) -> None:
        if kind in ("error", "warning"):
            self.findings.append(f"console {kind} on {url}: {text}")

    def _response(self, status: int, url: str) -> None:
        if status >= 400:
            self.findings.append(f"status {status}: {url}")

    def _failed(self, failure: str, url: str) -> None:
        # A page that is left ends its own requests, and a download ends its navigation.
        if "ERR_ABORTED" not in failure:
            self.findings.append(f"request failed ({failure}): {url}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    """The findings of this test's pages; a test that provokes an error removes it from ``findings``."""
    watched = Watch()
    yield watched
    assert not watched.findings, "The browser reported:\n" + "\n".join(watched.findings)


@pytest.fixture
def page_as(site: Site, browser: Browser, rpc: Callable[[str], Rpc], watch: Watch) -> Iterator[Callable[..., Page]]:
    """A function ``page_as(login, lang="uk_UA")`` that returns a page of that user, logged in.

    Each call opens its own browser context, so several people can work at once in one
    test. Paths without a host may be given to ``goto``. ``login=None`` is a visitor.
    """
    contexts: list[BrowserContext] = []

    def open_page(login: str | None, lang: str = "uk_UA") -> Page:
        context = browser.new_context(
            base_url=site.address,
            locale=lang.replace("_", "-"),
            timezone_id="Europe/Kyiv",
            viewport={"width": 1440, "height": 900},
            accept_downloads=True,
        )
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        if login:
            _log_in(context, rpc, site, login, lang)
        context.on("page", watch.follow)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def _log_in(context: BrowserContext, rpc: Callable[[str], Rpc], site: Site, login: str, lang: str) -> None:
    """Give the context a session of the user, whose language is set first."""
    user = rpc(login)
    rpc("admin").call("res.users", "write", [user.uid], {"lang": lang})
    params = {"db": site.database, "login": login, "password": login}
    body = {"jsonrpc": "2.0", "method": "call", "params": params}
    answer = context.request.post("/web/session/authenticate", data=body).json()
    assert answer.get("result", {}).get("uid") == user.uid, f"{login} could not log in: {answer}"
