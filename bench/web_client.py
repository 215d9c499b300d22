"""What Odoo's web client asks the server for when somebody opens a window.

The requests follow ``addons/web/static/src``: fields and sub-lists from the view's
architecture, filters from ``search_default_…``, pages of the same length. Each request has
a transaction and an empty cache of its own and its answer is written as JSON, as over HTTP;
what HTTP itself takes is not counted.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from odoo import api
from odoo.fields import Domain
from odoo.http import json_default
from odoo.modules.registry import Registry
from odoo.tools.safe_eval import datetime, safe_eval, time

__all__ = ["Visitor", "Window"]

PAGE = {"list": 80, "kanban": 40}
COUNTED = 10_001
GROUPS = 80
ACTIVITY_FIELDS = (
    "activity_exception_decoration",
    "activity_exception_icon",
    "activity_state",
    "activity_summary",
    "activity_type_icon",
    "activity_type_id",
)
# Widgets that show linked records by name, and take no list of their own.
NAME_WIDGETS = {"many2many_tags", "many2many_tags_avatar", "many2many_avatar_user", "many2many_checkboxes"}
NAME_WIDGETS |= {"many2many_avatar_employee", "many2many_tags_skills", "many2many_tax_tags"}
ACTIVITY_WIDGETS = {"list_activity", "kanban_activity"}
ALWAYS = {"1", "True", "true"}


@dataclass(frozen=True)
class Visitor:
    """A user of a database, by login; each call is one request."""

    registry: Registry
    uid: int

    @classmethod
    def log_in(cls, registry: Registry, login: str) -> "Visitor":
        """Return the user with a login, without a password."""
        with registry.cursor() as cr:
            cr.execute("SELECT id FROM res_users WHERE login = %s", [login])
            return cls(registry, cr.fetchone()[0])

    def ask(self, question: Callable, **context) -> str:
        """Return the JSON of ``question(env)``, where the environment has the client's context."""
        with self.registry.cursor() as cr:
            user = api.Environment(cr, self.uid, {})["res.users"].browse(self.uid)
            basic = {"lang": user.lang, "tz": user.tz, "uid": self.uid, "allowed_company_ids": user.company_ids.ids}
            return json.dumps(question(api.Environment(cr, self.uid, basic | context)), default=json_default)


class Window:
    """A window action as its user gets it: architecture, fields and filters of its views."""

    def __init__(self, visitor: Visitor, xmlid: str) -> None:
        self.visitor = visitor
        with visitor.registry.cursor() as cr:
            self._load(api.Environment(cr, visitor.uid, {"uid": visitor.uid}), xmlid)

    def _load(self, env: api.Environment, xmlid: str) -> None:
        action = env.ref(xmlid).sudo()
        self.model = action.res_model
        self.context = self._evaluate(env, action.context or "{}")
        self.views = {}
        views = [(view or False, kind) for view, kind in action.views if kind in ("list", "kanban", "form", "calendar")]
        search = (action.search_view_id.id, "search")
        loaded = env[self.model].with_context(**self.context).get_views([*views, search])
        self.fields = loaded["models"]
        for kind, view in loaded["views"].items():
            self.views[kind] = etree.fromstring(view["arch"])
        self.domain = Domain(self._evaluate(env, action.domain or "[]")) & self._default_domain(env)
        self.everything = Domain(self._evaluate(env, action.domain or "[]"))
        self.specifications = {
            kind: self._specify(env, self.views[kind], self.model, kind == "form") for _view, kind in views
        }

    @staticmethod
    def _evaluate(env: api.Environment, text: str):
        today = datetime.datetime.now
        names = {"uid": env.uid, "context_today": today, "datetime": datetime, "time": time, "active_id": False}
        return safe_eval(text, {**names, "active_ids": [], "context": {}, "allowed_company_ids": env.companies.ids})

    # ---------------------------------------------------------------- filters

    def _default_domain(self, env: api.Environment) -> Domain:
        """Domain of the filters that are on at opening: those side by side widen, groups of them narrow."""
        chosen: dict[int, list[Domain]] = {}
        group = 0
        for node in self.views["search"]:
            group += node.tag == "separator"
            name = node.get("name")
            value = self.context.get(f"search_default_{name}")
            if value and node.tag == "filter":
                chosen.setdefault(group, []).append(Domain(self._evaluate(env, node.get("domain") or "[]")))
            elif value and node.tag == "field":
                chosen[-len(chosen) - 1] = [Domain(name, "in" if isinstance(value, list) else "=", value)]
        return Domain.AND(Domain.OR(domains) for domains in chosen.values())

    # ---------------------------------------------------------------- fields

    def _specify(self, env: api.Environment, arch, model: str, with_lists: bool) -> dict:
        """Specification for ``web_read`` of the fields in an architecture."""
        fields = self.fields[model]["fields"]
        specification: dict[str, dict] = {"display_name": {}} if with_lists else {}
        for node in _own_fields(arch):
            name = node.get("name")
            if name in fields:
                specification.setdefault(name, {}).update(self._specify_field(env, node, fields[name], with_lists))
            if node.get("widget") in ACTIVITY_WIDGETS:
                names = {field: {"fields": {}} if field.endswith("_id") else {} for field in ACTIVITY_FIELDS}
                specification = names | specification
        return specification

    def _specify_field(self, env: api.Environment, node, field: dict, with_lists: bool) -> dict:
        hidden = node.get("invisible") in ALWAYS or node.get("column_invisible") in ALWAYS
        if field["type"] in ("many2one", "reference"):
            return {"fields": {} if hidden else {"display_name": {}}}
        if field["type"] not in ("one2many", "many2many") or hidden:
            return {}
        if node.get("widget") in NAME_WIDGETS:
            color = self._evaluate(env, node.get("options") or "{}").get("color_field")
            return {"fields": {"display_name": {}, **({color: {}} if color else {})}}
        if node.get("widget") in ACTIVITY_WIDGETS or not with_lists:
            return {}
        return self._specify_lines(env, node, field["relation"])

    def _specify_lines(self, env: api.Environment, node, model: str) -> dict:
        """Fields of the lines that a form shows of a one2many or many2many, 40 of them."""
        modes = (node.get("mode") or "list,kanban").split(",")
        inline = {child.tag: child for child in node if child.tag in ("list", "kanban")}
        mode = "list" if "list" in modes else modes[0]
        arch = inline.get(mode)
        if arch is None and widget_takes_lines(node):
            loaded = env[model].get_views([(False, mode)])
            self.fields.update({name: known for name, known in loaded["models"].items() if name not in self.fields})
            self.fields[model]["fields"] |= loaded["models"][model]["fields"]
            arch = etree.fromstring(loaded["views"][mode]["arch"])
        if arch is None:
            return {}
        return {"fields": self._specify(env, arch, model, False), "limit": 40}

    # ---------------------------------------------------------------- requests

    def open(self, kind: str, domain: Domain | None = None) -> str:
        """Ask for what the list or kanban shows first; ``domain`` in place of the default filters."""
        arch, domain = self.views[kind], self.domain if domain is None else domain
        if kind == "kanban" and arch.get("default_group_by"):
            return self.open_groups(kind, [arch.get("default_group_by")], domain)
        return self._ask("web_search_read", self._page(kind, domain))

    def _page(self, kind: str, domain: Domain) -> dict:
        limit = int(self.views[kind].get("limit") or PAGE[kind])
        order = self.views[kind].get("default_order") or ""
        counted = {"count_limit": COUNTED} if kind == "list" else {}
        return {
            "domain": list(domain),
            "specification": self.specifications[kind],
            "limit": limit,
            "order": order,
            **counted,
        }

    def open_groups(self, kind: str, group_by: list[str], domain: Domain | None = None) -> str:
        """Ask for the groups; a kanban opens the first of them."""
        return self._ask(
            "web_read_group",
            {
                "domain": list(self.domain if domain is None else domain),
                "groupby": group_by,
                "aggregates": ["__count"],
                "limit": GROUPS,
                "auto_unfold": kind == "kanban",
                "unfold_read_specification": self.specifications[kind],
                "unfold_read_default_limit": PAGE[kind],
            },
            read_group_expand=True,
        )

    def open_month(self, first, last, domain: Domain | None = None) -> str:
        """Ask for what the calendar shows from one moment to another."""
        arch = self.views["calendar"]
        start, stop = arch.get("date_start"), arch.get("date_stop") or arch.get("date_start")
        period = Domain(start, "<=", last) & Domain(stop, ">=", first)
        names = {*self.specifications["calendar"], start, stop, arch.get("color") or start}
        domain = list((self.domain if domain is None else domain) & period)
        return self._ask("search_read", {"domain": domain, "fields": sorted(names)})

    def open_form(self, record: int) -> str:
        """Ask for a record as its form shows it."""
        specification = self.specifications["form"]
        context = {**self.context, "bin_size": True}
        return self.visitor.ask(lambda env: env[self.model].browse(record).web_read(specification), **context)

    def _ask(self, method: str, arguments: dict, **context) -> str:
        context = {**self.context, "bin_size": True, **context}
        return self.visitor.ask(lambda env: getattr(env[self.model], method)(**arguments), **context)


def widget_takes_lines(node) -> bool:
    """Tell whether the field's widget is the table of lines, which needs a view."""
    return node.get("widget") in (None, "one2many", "many2many", "section_and_note_one2many")


def _own_fields(arch):
    """Field nodes of a view, without those of the views inside its fields."""
    for node in arch.iter("field"):
        if not any(parent.tag == "field" for parent in _parents(node, arch)):
            yield node


def _parents(node, top):
    node = node.getparent() if node is not top else None
    while node is not None and node is not top:
        yield node
        node = node.getparent()
