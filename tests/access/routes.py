"""The routes that the controllers of the add-ons declare, read from their source."""

import ast
from dataclasses import dataclass

from agencyenv import instance, paths

__all__ = ["Route", "declared"]


@dataclass(frozen=True)
class Route:
    """One address; ``kind`` is http or jsonrpc, ``posted`` whether it takes POST only."""

    path: str
    kind: str
    posted: bool


def declared() -> dict[str, Route]:
    """Return the routes by address; overridden ones of other add-ons have no address of their own."""
    found = {}
    for addon in instance.installed_addons():
        for source in sorted((paths.ADDONS / addon).glob("controllers/*.py")):
            for call in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "route" and call.args:
                    found |= {route.path: route for route in _read(call)}
    return found


def _read(call: ast.Call) -> list[Route]:
    options = {option.arg: ast.literal_eval(option.value) for option in call.keywords}
    addresses = ast.literal_eval(call.args[0])
    addresses = [addresses] if isinstance(addresses, str) else addresses
    posted = options.get("methods") == ["POST"]
    return [Route(path, options.get("type", "http"), posted) for path in addresses]
