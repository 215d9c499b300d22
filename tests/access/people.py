"""Talk to the server as one person: JSON-RPC, XML-RPC and pages."""

import http.cookiejar
import json
import re
import urllib.error
import urllib.request
import xmlrpc.client
from http import HTTPStatus
from typing import Any

__all__ = ["ACCESS_ERROR", "BUSINESS_ERRORS", "Person", "Refused"]

ACCESS_ERROR = "odoo.exceptions.AccessError"
USER_ERROR = "odoo.exceptions.UserError"
BUSINESS_ERRORS = {USER_ERROR, "odoo.exceptions.ValidationError"}
# Odoo's numbers of exceptions in XML-RPC.
XML_FAULTS = {2: USER_ERROR, 4: ACCESS_ERROR}
SECONDS = 120
# Prefix of pages in the language of these people, which is not the site's own.
LANGUAGE = "/en"


class Refused(Exception):
    """The server refused a call; ``kind`` is the full name of its exception."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Leave redirects to the caller: where one leads is part of the answer."""


class Person:
    """A session of one user; ``login`` None is a visitor."""

    def __init__(self, address: str, database: str, login: str | None) -> None:
        self.address, self.database, self.login = address, database, login
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar, _NoRedirect)
        self.uid = 0
        if login:
            credentials = {"db": database, "login": login, "password": login}
            self.uid = self.post("/web/session/authenticate", credentials)["uid"]

    def post(self, path: str, params: dict[str, Any]) -> Any:
        """Send one JSON-RPC request; raise ``Refused`` with the server's exception."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(self.address + path, body, {"Content-Type": "application/json"})
        with self.opener.open(request, timeout=SECONDS) as answer:
            reply = json.load(answer)
        if "error" in reply:
            data = reply["error"]["data"]
            raise Refused(data["name"], data["message"])
        return reply.get("result")

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a model's method as Odoo's own client does."""
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self.post(f"/web/dataset/call_kw/{model}/{method}", params)

    def call_xml(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a model's method as other programs do, by XML-RPC."""
        with xmlrpc.client.ServerProxy(self.address + "/xmlrpc/2/object", allow_none=True) as server:
            try:
                return server.execute_kw(self.database, self.uid, self.login, model, method, args, kwargs)
            except xmlrpc.client.Fault as fault:
                kind = XML_FAULTS.get(fault.faultCode, f"fault {fault.faultCode}")
                raise Refused(kind, fault.faultString) from fault

    def open(self, path: str, data: bytes | None = None) -> tuple[int, str, bytes]:
        """Return status, content type (or the address of a redirect) and body of a page.

        Only the redirect to the page in the person's language is followed.
        """
        status, kind, body = self._open(path, data)
        if status == HTTPStatus.SEE_OTHER and kind.partition("?")[0] == LANGUAGE + path.partition("?")[0]:
            return self._open(kind, data)
        return status, kind, body

    def token(self) -> str:
        """Return what proves that a form is sent from a page of this session."""
        body = self.open("/my" if self.login else "/web/login")[2]
        return re.search(rb'csrf_token: "([^"]+)"', body)[1].decode()

    def _open(self, path: str, data: bytes | None = None) -> tuple[int, str, bytes]:
        try:
            with self.opener.open(self.address + path, data, timeout=SECONDS) as answer:
                return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        except urllib.error.HTTPError as error:
            kind = error.headers.get("Location") or error.headers.get("Content-Type", "")
            return error.code, kind, error.read()
