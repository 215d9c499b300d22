from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .agency_acceptance_act import DRAFT_MARK


class AgencyAcceptanceAct(models.Model):
    """What may be done with an act, when and by whom; each refusal says what to do instead."""

    _inherit = "agency.acceptance.act"

    @api.constrains("date", "date_from", "date_to", "order_id", "corrects_id")
    def _check_dates(self):
        for act in self:
            if act.date_from and act.date_to and act.date_from > act.date_to:
                raise ValidationError(self.env._("The period of the act ends before it begins: correct its dates."))
            if act.corrects_id and act.date < act.corrects_id.date:
                raise ValidationError(
                    self.env._(
                        "The act is older than the act %s that it corrects: set a later date.", act.corrects_id.name
                    )
                )
            ordered = act._get_order_date()
            if ordered and act.date < ordered:
                raise ValidationError(
                    self.env._(
                        "The act is dated %(act)s, but %(order)s was made on %(ordered)s: an act "
                        "cannot be older than its order. Set a later date.",
                        act=fields.Date.to_string(act.date),
                        order=act.order_id.name,
                        ordered=fields.Date.to_string(ordered),
                    )
                )

    def _check_year(self, day):
        """Raise UserError if a numbered act would leave the year in which its number runs."""
        for act in self.filtered(lambda act: act._is_numbered() and act.date.year != day.year):
            raise UserError(
                self.env._(
                    "The act %(act)s has its number in the year %(year)s: leave its date in that year, or cancel it "
                    "and make a new act.",
                    act=act.name,
                    year=act.date.year,
                )
            )

    def _check_may_issue(self):
        """Raise AccessError for those who only prepare acts: to the client they go from the one who sells."""
        if not self.env.su and not self.env.user.has_group("crm_web_agency.group_agency_account_manager"):
            raise AccessError(
                self.env._("You prepare acts; the account manager of the order sends them. Tell them it is ready.")
            )

    def _check_state(self, allowed):
        """Raise UserError if an act is in none of the `allowed` states, saying what to do."""
        reasons = {
            "draft": self.env._("it is still a draft: send it to the client first"),
            "sent": self.env._("it is with the client, who has not signed it yet"),
            "signed": self.env._("the client has already signed it"),
            "invoiced": self.env._("it is signed and invoiced"),
            "cancelled": self.env._("it is cancelled"),
        }
        for act in self:
            if act.state not in allowed:
                raise UserError(
                    self.env._(
                        "This cannot be done with the act %(act)s: %(reason)s.",
                        act=act.display_name,
                        reason=reasons[act.state],
                    )
                )

    def _check_editable(self):
        """Raise UserError if an act has left the house: its content is then fixed."""
        for act in self:
            if act.state != "draft":
                raise UserError(
                    self.env._(
                        "The act %s is no longer a draft and its content is fixed. Take it back to "
                        "draft, or make a new act.",
                        act.display_name,
                    )
                )

    def _check_complete(self):
        for act in self:
            if not act.line_ids:
                raise UserError(self.env._("The act %s has no lines: add what was delivered first.", act.display_name))
            if act.order_id.state != "sale":
                raise UserError(self.env._("The order %s is not confirmed: confirm it first.", act.order_id.name))
            act._check_requisites()

    def _check_requisites(self):
        """Raise RedirectWarning if the act would lack what Law 996-XIV art. 9(2) wants of the parties."""
        self.ensure_one()
        self.env["res.partner"]._check_document_requisites(
            self.env._("The acceptance act of %s", self.order_id.name),
            [(self.company_id.partner_id, {"code", "signatory"}), (self.partner_id, {"code"})],
        )

    def _is_numbered(self):
        self.ensure_one()
        return bool(self.name) and not self.name.startswith(DRAFT_MARK)

    def _has_to_be_signed(self):
        self.ensure_one()
        return self.state == "sent"

    def _get_order_date(self):
        """Return the day of the order: the earlier of UTC and the user's zone near midnight."""
        self.ensure_one()
        moment = self.order_id.date_order
        if not moment:
            return None
        return min(moment.date(), fields.Datetime.context_timestamp(self, moment).date())
