from odoo import models


class AgencyAcceptanceAct(models.Model):
    """How an act travels to the client: who gets it, and with which button."""

    _inherit = "agency.acceptance.act"

    def message_post(self, **kwargs):
        """Turn a draft to “Sent” once its e-mail is posted (see `action_send`); it goes to those named only."""
        if self.env.context.get("mark_act_as_sent"):
            self.filtered(lambda act: act.state == "draft")._issue()
        if self.env.context.get("mark_act_as_sent") or self.env.context.get("act_to_client"):
            # Colleagues who follow the act read it here; the e-mail with its link is the client's.
            kwargs.setdefault("notify_skip_followers", True)
        return super().message_post(**kwargs)

    def _message_add_suggested_recipients(self, force_primary_email=False):
        """Suggest people of the client only, not the manager of the act."""
        suggested = super()._message_add_suggested_recipients(force_primary_email=force_primary_email)
        for act in self.sudo():
            values = suggested[act.id]
            values["partners"] = values["partners"].filtered(
                lambda one, act=act: one.commercial_partner_id == act.commercial_partner_id
            )
        return suggested

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Name the button in the client's e-mail by what is expected of him."""
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals=msg_vals)
        if len(self) != 1 or self.state in ("draft", "cancelled"):
            return groups
        for name, _test, data in groups:
            if name == "portal_customer":
                data["has_button_access"] = True
                title = self.env._("Read and sign") if self.state == "sent" else self.env._("View act")
                data.setdefault("button_access", {})["title"] = title
        return groups
