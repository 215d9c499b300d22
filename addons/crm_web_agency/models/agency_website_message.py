from odoo import api, fields, models

from .agency_website_state import PROBED, RESULTS


class AgencyWebsite(models.Model):
    """What the checks found, in words that say what to do."""

    _inherit = "agency.website"

    domain_message = fields.Char(
        "What is known of the domain", compute="_compute_check_messages", groups="base.group_user"
    )
    tls_message = fields.Char(
        "What is known of the certificate", compute="_compute_check_messages", groups="base.group_user"
    )

    @api.depends("domain", "domain_result", "domain_detail", "tls_result", "tls_detail", "domain_state", "tls_state")
    @api.depends_context("lang")
    def _compute_check_messages(self):
        sentences = {"domain": self._get_domain_sentences(), "tls": self._get_tls_sentences()}
        for website in self:
            for kind in PROBED:
                website[f"{kind}_message"] = website._get_message(kind, sentences[kind])

    def _get_message(self, kind, sentences):
        result, detail = self[f"{kind}_result"], self[f"{kind}_detail"]
        if not self.domain:
            return self.env._("Write the domain of the site to have it checked.")
        if not result:
            return self.env._("Not checked yet.")
        # A good answer needs no technical words.
        return f"{sentences[result]} ({detail})" if detail and result not in ("ok", "expired") else sentences[result]

    @api.model
    def _get_domain_sentences(self):
        """Return what each result means for the domain: {result: sentence}."""
        return {
            **self._get_failure_sentences(),
            "ok": self.env._("Confirmed by the registry."),
            "expired": self.env._("The registry says that the registration has ended: renew it at the registrar."),
            "redacted": self.env._("The registry does not publish the date: ask the registrar and write it by hand."),
            "not_found": self.env._("The registry knows no such domain: check how it is written, or register it."),
            "unsupported": self.env._("This zone has no RDAP server in the list: write the date by hand."),
        }

    @api.model
    def _get_tls_sentences(self):
        """Return what each result means for the certificate: {result: sentence}."""
        return {
            **self._get_failure_sentences(),
            "ok": self.env._("Confirmed by the site itself."),
            "expired": self.env._("The site shows a certificate that has ended: browsers warn visitors. Renew it."),
            "self_signed": self.env._("The site signed its certificate itself: browsers warn visitors."),
            "wrong_host": self.env._("The certificate is for another site: browsers warn visitors."),
            "untrusted": self.env._("Browsers do not trust who issued the certificate, or the chain is not complete."),
            "not_yet_valid": self.env._("The certificate begins later: check the clock of the server."),
        }

    @api.model
    def _get_failure_sentences(self):
        sentences = dict.fromkeys(dict(RESULTS), "")
        return sentences | {
            "unresolved": self.env._("The name is not known in the network: check how it is written, or the network."),
            "refused_address": self.env._("The name leads to a private address, which is not contacted."),
            "time_out": self.env._("No answer in time; it is tried again later."),
            "unreachable": self.env._("No connection; it is tried again later."),
            "no_tls": self.env._("The site does not answer by an encrypted connection."),
            "bad_answer": self.env._("The answer could not be understood; it is tried again later."),
            "rate_limited": self.env._("The registry asks to wait; it is tried again when it allows."),
            "failed": self.env._("The check broke off; it is tried again later."),
        }

    def _get_check_notification(self, waiting):
        """Tell what the check found, and show the new values."""
        if len(self) == 1 and not waiting:
            labels = dict(self._fields["domain_state"]._description_selection(self.env))
            lines = [
                self.env._("Domain: %(state)s. %(message)s", state=labels[self.domain_state],
                           message=self.domain_message),
                self.env._("Certificate: %(state)s. %(message)s", state=labels[self.tls_state],
                           message=self.tls_message),
            ]  # fmt: skip
        else:
            unknown = self.filtered(lambda site: "unknown" in (site.domain_state, site.tls_state))
            bad = self.filtered(lambda site: {"problem", "expired"} & {site.domain_state, site.tls_state})
            lines = [
                self.env._(
                    "Checked: %(checked)s; with a problem: %(bad)s; unknown: %(unknown)s.",
                    checked=len(self),
                    bad=len(bad),
                    unknown=len(unknown),
                )
            ]
        if waiting:
            lines.append(self.env._("%s more are checked in the background within minutes.", waiting))
        fine = all(site.domain_state == site.tls_state == "ok" for site in self)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Domain and certificate"),
                "message": " ".join(lines),
                "type": "success" if fine else "warning",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
