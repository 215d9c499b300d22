from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AgencyReconciliationWizard(models.TransientModel):
    _name = "agency.reconciliation.wizard"
    _description = "Reconciliation of settlements"

    partner_id = fields.Many2one("res.partner", "Client", required=True, ondelete="cascade")
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: fields.Date.start_of(fields.Date.context_today(self), "year"),
    )
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    currency_id = fields.Many2one(
        "res.currency", ondelete="cascade", help="Every currency of the settlements apart, if empty."
    )
    is_client_side_empty = fields.Boolean(
        "Leave the client's half empty", help="The client writes the figures of its own books."
    )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for wizard in self:
            if wizard.date_from > wizard.date_to:
                raise ValidationError(self.env._("The period ends before it begins: correct its dates."))

    def action_print(self):
        """Print the act of the chosen client and period.

        Raises:
            RedirectWarning: if obligatory requisites are missing.
        """
        self.ensure_one()
        self.partner_id._check_reconciliation_requisites(self.company_id)
        report = self.env.ref("crm_web_agency.report_reconciliation_act")
        return report.report_action(None, data=self._get_options(), config=False)

    def _get_options(self):
        return {
            "ids": self.partner_id.commercial_partner_id.ids,
            "date_from": fields.Date.to_string(self.date_from),
            "date_to": fields.Date.to_string(self.date_to),
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "is_client_side_empty": self.is_client_side_empty,
        }
