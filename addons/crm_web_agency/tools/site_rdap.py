"""Until when a domain is registered, by RDAP (RFC 9082, 9083).

Plain Python: knows nothing of Odoo.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from .site_address import Deadline, Limits, to_ascii
from .site_http import get_json
from .site_outcome import Outcome, ProbeError

__all__ = ["find_registered", "probe_domain"]


def find_registered(host: str, zones: Mapping[str, str]) -> tuple[str, str]:
    """Return the registered domain that a host belongs to, and the address of its registry.

    Args:
        host: as the network writes it (ASCII).
        zones: {zone, in ASCII: base address of its RDAP server, empty if it has none}; the longest zone wins:
            shop.kyiv.ua is registered in kyiv.ua, and not kyiv.ua in ua.
    """
    labels = host.split(".")
    for start in range(1, len(labels)):
        zone = ".".join(labels[start:])
        if zone in zones:
            return ".".join(labels[start - 1 :]), zones[zone]
    return "", ""


def probe_domain(host: str, zones: Mapping[str, str], limits: Limits) -> Outcome:
    """Ask the registry of a host's zone until when its domain is registered."""
    try:
        name, base = find_registered(to_ascii(host), zones)
        if not base:
            return Outcome("unsupported")
        answer = get_json(f"{base.rstrip('/')}/domain/{name}", limits, Deadline(limits.seconds))
        return _read_domain(answer, name)
    except ProbeError as error:
        return error.outcome
    except TimeoutError as error:
        return ProbeError("time_out", error).outcome


def _read_domain(answer: dict, name: str) -> Outcome:
    if answer.get("objectClassName") != "domain":
        raise ProbeError("bad_answer", "not a domain")
    told = answer.get("ldhName")
    if isinstance(told, str) and told.rstrip(".").lower() != name:
        raise ProbeError("bad_answer", f"another domain: {told}")
    moment = _find_expiration(answer.get("events") or [])
    if not moment:
        return Outcome("redacted", detail=name)
    return Outcome("expired" if moment < datetime.now(UTC) else "ok", expiry=moment, detail=name)


def _find_expiration(events: object) -> datetime | None:
    """Return the moment of the event `expiration`; registries may keep it to themselves."""
    if not isinstance(events, list):
        raise ProbeError("bad_answer", "events are no list")
    for event in events:
        if isinstance(event, dict) and event.get("eventAction") == "expiration":
            return _read_moment(event.get("eventDate"))
    return None


def _read_moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
        # A registry that names no zone means UTC. Years at the ends of the calendar cannot be converted.
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ProbeError("bad_answer", f"date: {value}") from error
