"""What the stages of the demonstration share: environment, dice, day, language, what was made."""

from random import Random

from odoo import fields

from .texts import Text

__all__ = ["Story"]

_SEED = 19
# Hryvnias in one unit of the company's currency, roughly; another currency counts as dollars.
_HRYVNIAS = {"UAH": 1.0, "EUR": 48.0, "PLN": 11.0, "GBP": 55.0}
_DOLLAR = 41.0
# Records of the past are made in silence: no tracking, no followers, no messages.
_SILENCE = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_quick_update": True,
    "no_reset_password": True,
    "install_mode": True,
}


class Story:
    """The agency whose three years are being written.

    Filled by the stages: ``jobs`` and ``employees`` by key of JOBS, ``users`` by login,
    ``services`` (product.product) by key of SERVICES, ``clients`` and ``contacts``
    (res.partner) by index in CLIENTS, ``client_plans`` and ``plans`` (what is to happen),
    ``leads`` by index in ``plans``, ``orders`` as (OrderPlan, sale.order) pairs by day,
    ``stages`` of tasks by key, ``invoices`` as {account.move: day}, ``waiting`` (orders whose
    last act is not signed), and recordsets.
    """

    def __init__(self, env):
        company = env.company
        self.locale = company.partner_id.lang or env.ref("base.user_admin").lang or "en_US"
        self.language = "uk" if self.locale.startswith("uk") else "en"
        # The records are the agency's, not of the person who asked for the demonstration.
        self.env = env(user=env.ref("base.user_root").id, context={"lang": self.locale, **_SILENCE})
        self.company = self.env["res.company"].browse(company.id)
        self.dice = Random(_SEED)
        self.today = fields.Date.context_today(self.company)
        self.jobs, self.users, self.employees = {}, {}, {}
        self.services, self.clients, self.contacts = {}, {}, {}
        self.client_plans, self.plans, self.orders = [], [], []
        self.leads, self.stages, self.invoices, self.waiting = {}, {}, {}, {}
        self.requirements = self.env["agency.requirement"]
        self.websites = self.env["agency.website"]
        self.lost_reasons = self.env["crm.lost.reason"]

    def say(self, text: Text) -> str:
        """The words of an untranslated field, in the language of the database."""
        return text.say(self.language)

    def let_in(self, users) -> None:
        """Give each user the login as password.

        It is stored as its hash: some are shorter than what the password policy asks of people.
        """
        for user in users:
            user._set_encrypted_password(user.id, user._crypt_context().hash(user.login))

    def money(self, hryvnias: float) -> float:
        """A sum in the company's currency, rounded to what people would write in a price list."""
        rate = _HRYVNIAS.get(self.company.currency_id.name, _DOLLAR)
        step = 10 if hryvnias / rate > 1000 else 1
        return round(hryvnias / rate / step) * step

    def is_ukrainian(self) -> bool:
        """Whether the agency itself is in Ukraine (else its own codes are not Ukrainian)."""
        return self.company.country_id.code == "UA"

    def create_translated(self, model: str, vals_list: list[dict]):
        """Create records whose Text values are stored in English and, if active, in Ukrainian."""
        english = [{name: getattr(value, "en", value) for name, value in vals.items()} for vals in vals_list]
        records = self.env[model].with_context(lang="en_US").create(english)
        if self.env["res.lang"]._get_data(code="uk_UA"):
            for record, vals in zip(records.with_context(lang="uk_UA"), vals_list, strict=True):
                record.write({name: value.uk for name, value in vals.items() if isinstance(value, Text)})
        return records.with_env(self.env)

    def find_or_create(self, model: str, names: dict[str, Text]) -> dict:
        """Records of a small list by key; those of the same English name are taken as they are."""
        english = [name.en for name in names.values()]
        found = {
            record.name: record.with_env(self.env)
            for record in self.env[model]
            .with_context(lang="en_US", active_test=False)
            .search([("name", "in", english)])
        }
        missing = [name for name in names.values() if name.en not in found]
        made = self.create_translated(model, [{"name": name} for name in missing])
        found.update({name.en: record for name, record in zip(missing, made, strict=True)})
        return {key: found[name.en] for key, name in names.items()}
