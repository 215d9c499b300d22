from odoo import fields
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.mail import MailController
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..tools.portal_links import is_plain_token

SEARCH_LENGTH = 100
# As much of a wrong date as is shown.
DAY_LENGTH = 20


def get_live_token(model_name, document_id, access_token):
    """Return `access_token` if links to the document still work, else None.

    Documents without the portal mixin (attachments) keep what they have.
    """
    if not is_plain_token(access_token):
        return None
    document = request.env[model_name]
    if document._abstract or not isinstance(document, request.env.registry["portal.mixin"]):
        return access_token
    # sudo: only to see how old the link is; Odoo's own check decides on the access.
    document = document.sudo().browse(document_id).exists()
    return None if document and document._is_portal_link_expired() else access_token


class AgencyPortal(CustomerPortal):
    """What the pages of the agency's clients have in common; expired links are refused by all documents."""

    def _document_check_access(self, model_name, document_id, access_token=None):
        if access_token:
            access_token = get_live_token(model_name, document_id, access_token)
        return super()._document_check_access(model_name, document_id, access_token=access_token)

    def _get_client(self):
        """Return the organisation that the visitor belongs to."""
        return request.env.user.partner_id.commercial_partner_id

    def _get_text(self, value, length):
        """Return what a person wrote, without spaces around, at most `length` characters long.

        Anything that is no text (a file or a list in its place) counts as nothing. Zero
        characters, which no person types and the database refuses, are left out.
        """
        return value.replace("\0", "").strip()[:length] if isinstance(value, str) else ""

    def _prepare_list_values(self, records, domain, url, choices, page=1, **kwargs):
        """Return the values of a page that lists records of a model.

        Args:
            records: empty recordset of the model, with the rights to list by.
            domain: Domain of what the visitor may see.
            url: address of the list.
            choices: ``sortings`` {key: {label, order}}, and optionally ``filters``
                {key: {label, domain}}, ``search_fields``, ``groups`` {key: {label, field}} and
                ``period`` {label, field} with a date field; the first keys are the defaults.
            page: number of the page.
            kwargs: the query: ``sortby``, ``filterby``, ``groupby``, ``search``, ``date_begin``,
                ``date_end``, ``extended``; unknown keys are ignored.
        """
        sortings, filters = choices["sortings"], choices.get("filters", {})
        groups = self._get_list_groups(choices)
        period = self._read_period(kwargs) if "period" in choices else {}
        chosen = {
            "sortby": kwargs.get("sortby") if kwargs.get("sortby") in sortings else next(iter(sortings)),
            "filterby": kwargs.get("filterby") if kwargs.get("filterby") in filters else next(iter(filters), None),
            "groupby": kwargs.get("groupby") if kwargs.get("groupby") in groups else "none",
            "search": self._get_text(kwargs.get("search"), SEARCH_LENGTH),
            "date_begin": period.get("date_begin", ""),
            "date_end": period.get("date_end", ""),
            "extended": "1" if kwargs.get("extended") else "",
        }
        if period:
            domain &= self._get_period_domain(choices["period"]["field"], period)
        if filters:
            domain &= Domain(filters[chosen["filterby"]]["domain"])
        if chosen["search"]:
            domain &= Domain.OR(
                [[(name, "ilike", chosen["search"])] for name in choices.get("search_fields", ["name"])]
            )
        readable = records.has_access("read")
        pager = portal_pager(
            url=url,
            url_args={key: value for key, value in chosen.items() if value},
            total=records.search_count(domain) if readable else 0,
            page=page,
            step=self._items_per_page,
        )
        if readable:
            order = sortings[chosen["sortby"]]["order"]
            if groups[chosen["groupby"]]["field"]:
                order = f"{groups[chosen['groupby']]['field']}, {order}"
            records = records.search(domain, order=order, limit=self._items_per_page, offset=pager["offset"])
        return {
            **self._prepare_portal_layout_values(),
            **chosen,
            "records": records,
            "pager": pager,
            "default_url": url,
            "searchbar_sortings": sortings,
            "searchbar_filters": filters,
            "searchbar_groupby": groups if len(groups) > 1 else {},
            "group_titles": self._get_group_titles(records, groups[chosen["groupby"]]["field"]),
            "period_label": choices.get("period", {}).get("label"),
            "period_message": period.get("message"),
            "is_filtered": bool(chosen["search"] or chosen["date_begin"] or chosen["date_end"]),
        }

    def _get_list_groups(self, choices):
        """Return the groups of a list {key: {label, field}}; "none" is the first."""
        return {"none": {"label": request.env._("None"), "field": False}, **choices.get("groups", {})}

    def _get_group_titles(self, records, field):
        """Return {id of the first record of each group: name of the group}, for records in the groups' order."""
        titles, last = {}, None
        for record in records if field else ():
            value = record[field]
            if titles and value == last:
                continue
            selection = dict(record._fields[field]._description_selection(record.env))
            titles[record.id], last = selection.get(value) or request.env._("None"), value
        return titles

    def _read_period(self, query):
        """Return the period of the query {date_begin, date_end, message}: days as text, "" if open.

        A period that cannot be is left out, and the message says what to do.
        """
        days = {}
        for key in ("date_begin", "date_end"):
            text = self._get_text(query.get(key), DAY_LENGTH)
            try:
                days[key] = fields.Date.to_string(fields.Date.to_date(text)) if text else ""
            except ValueError:
                message = request.env._("“%s” is not a date: choose it in the calendar.", text)
                return {"date_begin": "", "date_end": "", "message": message}
        if days["date_begin"] and days["date_end"] and days["date_begin"] > days["date_end"]:
            message = request.env._("The period ends before it begins: choose a later last day.")
            return {"date_begin": "", "date_end": "", "message": message}
        return days

    def _get_period_domain(self, field, period):
        """Return the domain of a date field within the days of the period, both included."""
        domain = Domain(field, ">=", period["date_begin"]) if period["date_begin"] else Domain.TRUE
        return domain & Domain(field, "<=", period["date_end"]) if period["date_end"] else domain

    def _get_search_inputs(self):
        """Return the one input of the search bar, over all columns."""
        return {"all": {"input": "all", "label": request.env._("Search in all")}}


class AgencyMailController(MailController):
    @classmethod
    def _redirect_to_record(cls, model, res_id, access_token=None, **kwargs):
        """Do not let an expired link in an e-mail be exchanged for a fresh one."""
        if access_token and model in request.env and str(res_id).isdecimal():
            access_token = get_live_token(model, int(res_id), access_token)
        return super()._redirect_to_record(model, res_id, access_token=access_token, **kwargs)
