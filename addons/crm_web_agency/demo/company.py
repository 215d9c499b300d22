"""The agency itself: name, requisites, bank account, logo; and a chart of accounts if there is none."""

from . import pictures, requisites
from .texts import Text

__all__ = ["make_company"]

_NAME = Text("Obrii Web Workshop LLC", "ТОВ «Вебмайстерня Обрій»")
_CITY = Text("Kyiv", "Київ")
_STREET = Text("7 Svitla St., office 12", "вул. Світла, 7, офіс 12")
_BANK = Text("Bank Pryklad JSC", "АТ «Банк Приклад»")


def make_company(story):
    """Name the company, so that documents have all they need."""
    _load_chart(story)
    company = story.company
    company.write(
        {
            "name": story.say(_NAME),
            "logo": pictures.logo(),
            "street": story.say(_STREET),
            "city": story.say(_CITY),
            "zip": "01001",
            "phone": "+380 44 000 00 00",
            "email": "office@obrii.example",
            "website": "https://obrii.example",
            "agency_document_city": story.say(_CITY),
            "font": "Roboto",
            "paperformat_id": story.env.ref("base.paperformat_euro").id,
            "external_report_layout_id": story.env.ref("web.external_layout_standard").id,
        }
    )
    company.partner_id.write(_signatory(story) | _codes(story))
    _make_bank_account(story)
    # The addresses of the story are made up: its letters stay in the queue.
    story.env.ref("mail.ir_cron_mail_scheduler_action").active = False


def _load_chart(story):
    """Load the chart of accounts that Odoo has put off until the end of an installation."""
    registry = story.env.registry
    if not story.company.chart_template and hasattr(registry, "_auto_install_template"):
        registry._auto_install_template(story.env)
        del registry._auto_install_template


def _signatory(story):
    return {
        "signatory_name": story.say(Text("Olena Tkachenko", "Олена ТКАЧЕНКО")),
        "signatory_position": story.say(Text("Director", "Директор")),
        "signatory_basis": story.say(Text("the Charter", "Статуту")),
    }


def _codes(story):
    """Codes of a Ukrainian payer of VAT; another country has codes of its own."""
    if not story.is_ukrainian():
        return {}
    code = requisites.make_edrpou(story.dice)
    return {
        "company_registry": code,
        "vat": requisites.make_vat(code, story.dice),
        "taxation_system": "general_vat",
    }


def _make_bank_account(story):
    """Give the company's bank journal an account, and let payments be booked on it at once.

    Without bank statements a payment would otherwise stay "in process" for ever.
    """
    env, company = story.env, story.company
    journal = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
    bank = env["res.bank"].create({"name": story.say(_BANK), "bic": "PRYKUAUK"})
    account = env["res.partner.bank"].create(
        {
            "acc_number": requisites.make_iban(story.dice),
            "partner_id": company.partner_id.id,
            "bank_id": bank.id,
            "allow_out_payment": True,
        }
    )
    journal.bank_account_id = account
    journal.inbound_payment_method_line_ids.payment_account_id = journal.default_account_id
