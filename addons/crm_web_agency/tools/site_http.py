"""One bounded question by HTTP: JSON of a limited size, in a limited time, over addresses that may be contacted.

Plain Python: knows nothing of Odoo.
"""

import http.client
import json
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin, urlsplit

from .site_address import Deadline, Limits, TimedSocket, open_socket, tls_context, to_ascii
from .site_outcome import ProbeError

__all__ = ["get_json"]

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = (301, 302, 303, 307, 308)
_HEADERS = {
    "Accept": "application/rdap+json, application/json;q=0.9",
    "Accept-Encoding": "identity",
    "Connection": "close",
    "User-Agent": "crm_web_agency",
}
_FIRST_WAIT = 60


def get_json(url: str, limits: Limits, deadline: Deadline) -> dict:
    """Ask an address and return the object it answers with.

    Raises:
        ProbeError: with what went wrong; `not_found` for 404, `rate_limited` for 429.
    """
    for _hop in range(limits.max_redirects + 1):
        target = _check_url(url)
        response, body = _ask(target, limits, deadline)
        if response.status not in _REDIRECTS:
            return _read_answer(response, body, limits)
        url = urljoin(url, response.headers.get("Location") or "")
        if target.scheme == "https" and not url.startswith("https:"):
            raise ProbeError("bad_answer", "redirected to an unprotected address")
    raise ProbeError("bad_answer", "too many redirects")


def _check_url(url: str) -> SplitResult:
    try:
        target = urlsplit(url)
        well_formed = target.scheme in _PORTS and target.hostname and not target.username and target.port != 0
    except ValueError as error:
        raise ProbeError("bad_answer", error) from error
    if not well_formed:
        raise ProbeError("bad_answer", "not an address of the web")
    return target


def _ask(target: SplitResult, limits: Limits, deadline: Deadline) -> tuple[http.client.HTTPResponse, bytes]:
    """Send one request; a body that is too long is not read to its end."""
    connection = _Connection(target, limits, deadline)
    try:
        path = f"{target.path or '/'}?{target.query}" if target.query else target.path or "/"
        connection.request("GET", path, headers=_HEADERS)
        with connection.getresponse() as response:
            return response, response.read(limits.max_bytes + 1)
    except TimeoutError as error:
        raise ProbeError("time_out", error) from error
    except ssl.SSLError as error:
        raise ProbeError("unreachable", error.reason or "TLS") from error
    except OSError as error:
        raise ProbeError("unreachable", error) from error
    except (http.client.HTTPException, UnicodeError) as error:
        raise ProbeError("bad_answer", type(error).__name__) from error
    finally:
        connection.close()


class _Connection(http.client.HTTPConnection):
    """A connection to a checked address within a deadline."""

    def __init__(self, target: SplitResult, limits: Limits, deadline: Deadline):
        self._secure = target.scheme == "https"
        self._limits = limits
        self._deadline = deadline
        super().__init__(_to_host(target.hostname), target.port or _PORTS[target.scheme])

    def connect(self) -> None:
        sock = open_socket(self.host, self.port, self._limits, self._deadline)
        if self._secure:
            sock.settimeout(self._deadline.left())
            # Closes the socket itself when the handshake fails.
            sock = tls_context(self._limits).wrap_socket(sock, server_hostname=self.host)
        self.sock = TimedSocket(sock, self._deadline)


def _to_host(name: str) -> str:
    # An IPv6 address in figures is no name.
    return name if ":" in name else to_ascii(name)


def _read_answer(response: http.client.HTTPResponse, body: bytes, limits: Limits) -> dict:
    if response.status == 404:
        raise ProbeError("not_found")
    if response.status == 429:
        raise ProbeError("rate_limited", retry_after=_read_wait(response.headers.get("Retry-After"), limits))
    if response.status != 200:
        raise ProbeError("unreachable" if response.status >= 500 else "bad_answer", f"HTTP {response.status}")
    if len(body) > limits.max_bytes:
        raise ProbeError("bad_answer", "too long")
    try:
        answer = json.loads(body)
    # Brackets nested by the thousand end in a RecursionError.
    except (ValueError, RecursionError) as error:
        raise ProbeError("bad_answer", "not JSON") from error
    if not isinstance(answer, dict):
        raise ProbeError("bad_answer", "not an object")
    return answer


def _read_wait(value: str | None, limits: Limits) -> int:
    """Return the seconds of a Retry-After header: a number or a date (RFC 9110, 10.2.3)."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        seconds = int(value[:9])
    else:
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return _FIRST_WAIT
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = int((moment - datetime.now(UTC)).total_seconds())
    return max(_FIRST_WAIT, min(seconds, limits.max_retry_after))
