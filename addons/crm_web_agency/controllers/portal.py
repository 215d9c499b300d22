from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.mail import MailController
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..tools.portal_links import is_plain_token

SEARCH_LENGTH = 100


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
                {key: {label, domain}} and ``search_fields``; the first keys are the defaults.
            page: number of the page.
            kwargs: the query: ``sortby``, ``filterby``, ``search``; unknown keys are ignored.
        """
        sortings, filters = choices["sortings"], choices.get("filters", {})
        chosen = {
            "sortby": kwargs.get("sortby") if kwargs.get("sortby") in sortings else next(iter(sortings)),
            "filterby": kwargs.get("filterby") if kwargs.get("filterby") in filters else next(iter(filters), None),
            "search": self._get_text(kwargs.get("search"), SEARCH_LENGTH),
        }
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
            records = records.search(domain, order=order, limit=self._items_per_page, offset=pager["offset"])
        return {
            **self._prepare_portal_layout_values(),
            **chosen,
            "records": records,
            "pager": pager,
            "default_url": url,
            "searchbar_sortings": sortings,
            "searchbar_filters": filters,
        }

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
