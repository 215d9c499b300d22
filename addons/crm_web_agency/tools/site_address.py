"""Connections to the outside world that end where they should: at the address that was checked, and in time.

Plain Python: knows nothing of Odoo.
"""

import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import certifi
import idna

from .site_outcome import ProbeError

__all__ = ["Deadline", "Limits", "TimedSocket", "is_public", "open_socket", "tls_context", "to_ascii"]

_NAT64 = IPv6Network("64:ff9b::/96")
# Names that no public server answers for (RFC 2606, 6761, 6762, 8375, 9476): asking would only wait.
_RESERVED_ZONES = ("example", "invalid", "test", "localhost", "local", "internal", "onion", "alt", "home.arpa")


@dataclass(frozen=True)
class Limits:
    """How far a probe may go.

    Args:
        allow_private: whether loopback, private and other special addresses may be contacted.
        seconds: for one probe, all its steps together.
        connect_seconds: for one address of a host.
        max_bytes: of the body of an answer.
        max_redirects: followed for one question.
        max_retry_after: seconds of waiting that another side may impose.
        tls_port: where the certificate of a site is looked at.
        authorities: certificates trusted besides the usual ones, as PEM.
        lookup: like `socket.getaddrinfo`.
    """

    allow_private: bool = False
    seconds: float = 10
    connect_seconds: float = 5
    max_bytes: int = 256 * 1024
    max_redirects: int = 3
    max_retry_after: int = 7 * 24 * 3600
    tls_port: int = 443
    authorities: str = ""
    lookup: Callable[..., list] = socket.getaddrinfo


class Deadline:
    """A moment after which a probe has no time left."""

    def __init__(self, seconds: float):
        self._end = time.monotonic() + seconds

    def left(self, at_most: float | None = None) -> float:
        """Return the seconds left; raise TimeoutError if there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("out of time")
        return left if at_most is None else min(left, at_most)


def to_ascii(host: str) -> str:
    """Return the name of a host as the network writes it: магазин.укр -> xn--80aaaoea1ebkq6dxec.xn--j1amh."""
    try:
        return idna.encode(host.strip().rstrip("."), uts46=True).decode("ascii").lower()
    except UnicodeError as error:
        raise ProbeError("unresolved", error) from error


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public Internet, also when it is wrapped in another one."""
    # A scope (fe80::1%eth0) belongs to link-local addresses only.
    ip = ip_address(address.partition("%")[0])
    return all(part.is_global and not part.is_multicast for part in _unwrap(ip))


def _unwrap(ip: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """Return the addresses that packets to `ip` may reach: IPv4 hides in several kinds of IPv6."""
    if ip.version == 4:
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    inner = [ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64 or int(ip) >> 32 == 0:
        inner.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    return [ip, *(address for address in inner if address)]


def open_socket(host: str, port: int, limits: Limits, deadline: Deadline) -> socket.socket:
    """Connect to a host; the very address that was checked is used, so that a second look-up cannot differ.

    Raises:
        ProbeError: the name is not known, none of its addresses may be contacted or none answers.
    """
    allowed = _find_addresses(host, port, limits)
    problem = None
    for family, kind, protocol, _name, address in allowed:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(deadline.left(limits.connect_seconds))
            sock.connect(address)
        except OSError as error:
            sock.close()
            problem = error
        else:
            return sock
    raise ProbeError("time_out" if isinstance(problem, TimeoutError) else "unreachable", problem) from problem


def _find_addresses(host: str, port: int, limits: Limits) -> list[tuple]:
    """Look a name up and leave the addresses that may be contacted."""
    if not limits.allow_private and f".{host}".endswith(tuple(f".{zone}" for zone in _RESERVED_ZONES)):
        raise ProbeError("unresolved", "reserved name")
    try:
        found = limits.lookup(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ProbeError("unresolved", error) from error
    allowed = [entry for entry in found if limits.allow_private or is_public(entry[4][0])]
    if not allowed:
        # Without the addresses: what the names inside a network stand for is nobody's business.
        raise ProbeError("refused_address")
    return allowed


def tls_context(limits: Limits) -> ssl.SSLContext:
    """Return a context that trusts what browsers trust, also on machines without certificates of their own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if limits.authorities:
        context.load_verify_locations(cadata=limits.authorities)
    return context


class TimedSocket:
    """A connected socket for `http.client` whose every step ends by one deadline.

    The time-out of a socket starts anew with every byte: who sends a byte a second would keep us for ever.
    """

    def __init__(self, sock: socket.socket, deadline: Deadline):
        self._sock = sock
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._deadline.left())
        self._sock.sendall(data)

    def makefile(self, *_args, **_kwargs) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._sock, self._deadline))

    def close(self) -> None:
        self._sock.close()


class _TimedReader(io.RawIOBase):
    def __init__(self, sock: socket.socket, deadline: Deadline):
        self._sock = sock
        # Keeps the connection open until the answer is read, though the connection is closed before that.
        self._stream = sock.makefile("rb", buffering=0)
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int | None:
        self._sock.settimeout(self._deadline.left())
        return self._stream.readinto(buffer)

    def close(self) -> None:
        self._stream.close()
        return super().close()
