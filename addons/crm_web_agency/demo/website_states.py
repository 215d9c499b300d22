"""What checks have found out about the websites, who has access to them, and a renewal that we sell."""

from datetime import datetime, time, timedelta

from .texts import Text

__all__ = ["make_website_states"]

_RENEWAL = Text("Domain for a year", "Домен на рік")
_RENEWAL_PRICE = 780
_SOLD = 3
_WITH_ACCESS = 14
# What the checks of every so many-th website found: (result of the domain, result of the certificate).
_FOUND = {
    3: ("ok", "self_signed"),
    8: ("redacted", "ok"),
    12: ("ok", "wrong_host"),
    17: ("time_out", "time_out"),
    22: ("unsupported", "ok"),
}
_NO_ANSWER = ("redacted", "unsupported", "time_out")
_ACCESS = (
    ("admin_panel", "editor", Text("editor; password in the vault", "редактор; пароль у сховищі")),
    ("hosting", "owner", Text("owner of the account", "власник облікового запису")),
    ("registrar", "", Text("writes to us when a change is needed", "пише нам, коли потрібна зміна")),
)


def make_website_states(story):
    """Nothing is asked of the network: the next checks are days away, and names in .example lead nowhere."""
    for number, website in enumerate(story.websites):
        website.write(_state_values(story, number))
    _make_access(story)
    _sell_renewals(story)
    for kind in ("domain", "tls"):
        due = story.env["agency.website"]._get_reminder_domain(kind)
        (story.websites.filtered_domain(due))._remind(kind)


def _state_values(story, number):
    checked = datetime.combine(story.today, time(2, 10)) - timedelta(days=1)
    values = {}
    for kind, result in zip(("domain", "tls"), _FOUND.get(number, ("ok", "ok")), strict=True):
        failures = 4 if result == "time_out" else 0
        values.update(
            {
                f"{kind}_result": result,
                f"{kind}_answer": result if result != "time_out" else False,
                f"{kind}_checked": checked,
                f"{kind}_next_check": checked + timedelta(days=8 + number % 5),
                f"{kind}_failures": failures,
                f"{kind}_expiry_source": "probe",
            }
        )
        if result in _NO_ANSWER:
            values.update({f"{kind}_expiry": False, f"{kind}_expiry_source": False})
    return values


def _make_access(story):
    """Somebody at the client and somebody of ours, for the first websites."""
    colleagues = (story.users["performer"], story.users["project_manager"])
    rows = []
    for number, website in enumerate(story.websites[:_WITH_ACCESS]):
        contact = website.partner_id.child_ids[:1] or website.partner_id
        mine = {"kind": "admin_panel", "user_id": colleagues[number % 2].id, "login": "obrii"}
        kind, login, note = _ACCESS[number % len(_ACCESS)]
        theirs = {"kind": kind, "contact_id": contact.id, "login": login, "note": story.say(note)}
        rows += [{"website_id": website.id, **values} for values in (mine, theirs)]
    story.env["agency.website.access"].create(rows)


def _sell_renewals(story):
    """We pay for some domains that end soon, and sell the renewal; for the others the care contract covers it."""
    product = story.create_translated(
        "product.template",
        [
            {
                "name": _RENEWAL,
                "type": "service",
                "renewal_kind": "domain",
                "service_tracking": "no",
                "invoice_policy": "order",
                "list_price": story.money(_RENEWAL_PRICE),
            }
        ],
    ).product_variant_id
    ending = story.websites.filtered(lambda site: site.domain_state == "soon" and not site.contract_id)[:_SOLD]
    ending.write({"domain_payer": "agency", "domain_product_id": product.id})
