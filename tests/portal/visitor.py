"""A visitor of the portal: plain HTTP requests with cookies, redirects told and not followed."""

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

__all__ = ["Answer", "Visitor"]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    """Status, text and, for a redirect, where to."""

    status: int
    text: str
    location: str = ""


class Visitor:
    """Somebody in front of the portal, logged in or not."""

    def __init__(self, site: Any, login: str | None = None) -> None:
        self.site = site
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar, _Stay())
        if login:
            credentials = {"db": site.database, "login": login, "password": login}
            assert self.call("/web/session/authenticate", credentials)["uid"]

    def get(self, path: str, **query: Any) -> Answer:
        """Open a page."""
        return self._send(self._address(path, query))

    def post(self, path: str, **form: Any) -> Answer:
        """Send a form, with the CSRF token of the visitor's session."""
        token = re.search(r'csrf_token: "([^"]+)"', self.get("/web/login").text)
        form["csrf_token"] = token[1] if token else ""
        return self._send(self._address(path), urllib.parse.urlencode(form).encode())

    def call(self, path: str, params: dict[str, Any]) -> Any:
        """Call a JSON-RPC route; return its result."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        answer = self._send(self._address(path), body, {"Content-Type": "application/json"})
        return json.loads(answer.text).get("result")

    def _address(self, path: str, query: dict[str, Any] | None = None) -> str:
        known = {key: value for key, value in (query or {}).items() if value is not None}
        return self.site.address + path + ("?" + urllib.parse.urlencode(known) if known else "")

    def _send(self, address: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        # The language of the company: in another one the portal first sends to an address of that language.
        request = urllib.request.Request(address, body, {"Accept-Language": "uk-UA", **(headers or {})})
        try:
            with self.opener.open(request, timeout=120) as answer:
                return Answer(answer.status, answer.read().decode(errors="replace"))
        except urllib.error.HTTPError as answer:
            text = answer.read().decode(errors="replace")
            return Answer(answer.code, text, answer.headers.get("Location", ""))
