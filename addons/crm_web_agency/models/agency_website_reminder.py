from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .agency_website_state import KINDS

# Days before the end at which somebody is told, the last one first.
THRESHOLDS = (3, 14, 30)
_BATCH = 100


class AgencyWebsite(models.Model):
    """Activities 30, 14 and 3 days before domain, certificate or hosting ends: one for each, whatever is missed."""

    _inherit = "agency.website"

    domain_reminder = fields.Integer(readonly=True, copy=False, help="Days of the last reminder; 0: none yet.")
    tls_reminder = fields.Integer(readonly=True, copy=False, help="Days of the last reminder; 0: none yet.")
    hosting_reminder = fields.Integer(readonly=True, copy=False, help="Days of the last reminder; 0: none yet.")

    def write(self, vals):
        names = [f"{kind}_expiry" for kind in KINDS if f"{kind}_expiry" in vals]
        before = {website: {name: website[name] for name in names} for website in self} if names else {}
        result = super().write(vals)
        for name in names:
            moved = self.filtered(lambda site, name=name: site[name] != before[site][name])
            moved._begin_reminders_anew(name.removesuffix("_expiry"))
        return result

    def _begin_reminders_anew(self, kind):
        """The date has moved: open reminders are done, and the next ones follow the new date."""
        reminded = self.filtered(f"{kind}_reminder")
        if not reminded:
            return
        reminded.write({f"{kind}_reminder": 0})
        # sudo: whoever may change the date closes reminders of it, also those of colleagues.
        reminded.sudo().activity_feedback(
            [self._get_activity_type(kind)], feedback=self.env._("The date has changed: nothing is left to do.")
        )

    @api.model
    def _get_activity_type(self, kind):
        return f"crm_web_agency.activity_type_{kind}_ends"

    @api.model
    def _cron_check(self):
        """Check, then remind of what ends; what was found ends soon is reminded of in the same run."""
        result = super()._cron_check()
        self._cron_remind()
        return result

    @api.model
    def _cron_remind(self):
        """Remind of all that ends soon, a set at a time; safe to run at any time and as often as one likes."""
        for kind in KINDS:
            domain = self._get_reminder_domain(kind)
            while websites := self.search(domain, order="id", limit=_BATCH):
                websites._remind(kind)
                if not self.env["ir.cron"]._commit_progress():
                    return

    @api.model
    def _get_reminder_domain(self, kind):
        """Return the domain of sites at a threshold of which nobody has been told yet."""
        today = fields.Date.context_today(self)
        told = f"{kind}_reminder"
        return Domain.OR(
            Domain(f"{kind}_expiry", "<=", fields.Date.add(today, days=days))
            & (Domain(told, "=", 0) | Domain(told, ">", days))
            for days in THRESHOLDS
        )

    def _remind(self, kind):
        """Make the activity of the nearest threshold for each site."""
        today = fields.Date.context_today(self)
        values = []
        by_threshold = {}
        for website in self:
            days = min(limit for limit in THRESHOLDS if (website[f"{kind}_expiry"] - today).days <= limit)
            by_threshold.setdefault(days, self.browse())
            by_threshold[days] |= website
            values.append(website._prepare_reminder_values(kind, days, today))
        self.env["mail.activity"].create(values)
        for days, websites in by_threshold.items():
            websites.write({f"{kind}_reminder": days})

    def _prepare_reminder_values(self, kind, days, today):
        """Return the values of the activity; it is due before the next threshold comes."""
        self.ensure_one()
        user = self._get_reminded_user()
        website = self.with_context(lang=user.lang or self.env.lang)
        expiry = self[f"{kind}_expiry"]
        following = max((limit for limit in THRESHOLDS if limit < days), default=0)
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(self._get_activity_type(kind)),
            "automated": True,
            "user_id": user.id,
            "date_deadline": max(today, expiry - timedelta(days=following)),
            "summary": website._get_reminder_summary(kind),
            "note": website._get_reminder_note(kind),
        }

    def _get_reminded_user(self):
        """Return who is told: the responsible, the client's manager, or else a director of the company."""
        people = self.user_id | self.partner_id.user_id | self.partner_id.commercial_partner_id.user_id
        people = people or self.env.ref("crm_web_agency.group_agency_director").all_user_ids
        return people.filtered(lambda user: user.active and self.company_id in user.company_ids)[:1]

    def _get_reminder_summary(self, kind):
        words = {
            "domain": self.env._("Domain of %(site)s ends on %(date)s"),
            "tls": self.env._("Certificate of %(site)s ends on %(date)s"),
            "hosting": self.env._("Hosting of %(site)s ends on %(date)s"),
        }
        return words[kind] % {
            "site": self.domain or self.name,
            "date": format_date(self.env, self[f"{kind}_expiry"]),
        }

    def _get_reminder_note(self, kind):
        """Return who renews it, as plain words."""
        if self[f"{kind}_payer"] == "agency":
            return self.env._("We pay for it: renew it, then write the new date or press “Check now”.")
        return self.env._("The client pays for it: remind the client to renew it.")
