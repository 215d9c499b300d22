from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

MANAGERS = "crm_web_agency.group_agency_account_manager,crm_web_agency.group_agency_director"


class AgencyRetainer(models.Model):
    """Starting and ending: the first period, and the contract that invoices each period in advance."""

    _inherit = "agency.retainer"

    def action_start(self):
        """Open the first period and make the contract.

        Raises:
            UserError: if a retainer runs already or its order is not confirmed.
        """
        self._check_may_manage()
        for retainer in self._lock_retainers():
            if retainer.state != "draft":
                raise UserError(self.env._("“%s” has been started already.", retainer.name))
            if retainer.order_id and retainer.order_id.state != "sale":
                raise UserError(self.env._("Confirm the order %s first.", retainer.order_id.name))
            retainer.state = "running"
            retainer._make_contract()
            retainer._open_period(retainer.date_start)
        return True

    def action_end(self):
        """End the retainer today: the current period is settled, the contract stops.

        What the contract has invoiced in advance stays invoiced.
        """
        self._check_may_manage()
        for retainer in self._lock_retainers():
            if retainer.state != "running":
                raise UserError(self.env._("“%s” does not run: there is nothing to end.", retainer.name))
            retainer._end()
        return True

    def _check_may_manage(self):
        """Raise AccessError for whoever does not lead clients."""
        if not self.env.su and not self.env.user.has_groups(MANAGERS):
            raise AccessError(self.env._("Retainers are led by account managers: ask the one of the client."))
        self.check_access("write")

    def _lock_retainers(self):
        """Return the retainers, read anew, with the rights of the system; nobody else changes them meanwhile.

        Raises:
            UserError: if somebody else is at one of them.
        """
        # sudo: contracts, periods and invoices follow from the retainer, to which the person has the right.
        retainers = self.sudo()
        retainers.flush_recordset()
        if len(retainers.try_lock_for_update()) < len(retainers):
            raise UserError(self.env._("Someone else is working with this retainer: try again."))
        retainers.invalidate_recordset()
        return retainers

    def _end(self):
        self.ensure_one()
        today = max(self._get_today(), self.date_start)
        period = self.period_id.filtered(lambda one: one.state == "open")
        day = min(today, self.date_end or today)
        # A period to come has not begun: the retainer ends with the last one that has.
        if period.date_from and period.date_from > day:
            period.unlink()
        elif period:
            period.date_to = min(period.date_to, day)
            period._close()
        self.write({"date_end": day, "state": "ended", "period_id": self.period_ids[-1:].id})
        self._stop_contract()

    # The contract ------------------------------------------------------------------------------

    def _make_contract(self):
        """Make the contract of a retainer that is paid for; periods that the order has billed are left out."""
        self.ensure_one()
        if self.contract_id or self.currency_id.is_zero(self.price_per_period):
            return
        first = self._get_first_unpaid_day()
        if self.date_end and first > self.date_end:
            return
        contract = self.env["contract.contract"].with_company(self.company_id).create(self._prepare_contract(first))
        contract.currency_id = self.currency_id
        self.write({"contract_id": contract.id, "contract_line_id": contract.contract_line_ids.id})
        if self.website_id and not self.website_id.contract_id:
            self.website_id.contract_id = contract

    def _get_first_unpaid_day(self):
        """Return the day from which the contract invoices: after the periods paid by the order itself."""
        per_period = self._get_contract_quantity() if self.sale_line_id else 0.0
        paid = int(self.sale_line_id.qty_invoiced / per_period + 1e-6) if per_period else 0
        return self.date_start + relativedelta(months=paid * self.period_months)

    def _get_contract_quantity(self):
        """Return the quantity of one period on an invoice: hours where hours are sold, else 1."""
        self.ensure_one()
        hour = self.env.ref("uom.product_uom_hour")
        unit = self.sale_line_id.product_uom_id or self.service_id.uom_id
        if not unit._has_common_reference(hour):
            return 1.0
        return hour._compute_quantity(self.hours_per_period, unit, round=False) or 1.0

    def _prepare_contract(self, first):
        self.ensure_one()
        partner = self.partner_id.with_company(self.company_id)
        return {
            "name": self.name,
            "code": self.order_id.client_order_ref or self.order_id.name,
            "partner_id": partner.id,
            "invoice_partner_id": (self.order_id.partner_invoice_id or partner).id,
            "company_id": self.company_id.id,
            "user_id": self.user_id.id,
            "payment_term_id": (self.order_id.payment_term_id or partner.property_payment_term_id).id,
            "fiscal_position_id": self.order_id.fiscal_position_id.id,
            "line_recurrence": True,
            "contract_line_ids": [Command.create(self._prepare_contract_line(first))],
        }

    def _prepare_contract_line(self, first):
        quantity = self._get_contract_quantity()
        return {
            "product_id": self.service_id.id,
            "name": f"{self.service_id.name}\n#START# – #END#",
            "quantity": quantity,
            "uom_id": (self.sale_line_id.product_uom_id or self.service_id.uom_id).id,
            "specific_price": self.price_per_period / quantity,
            "date_start": first,
            "date_end": self.date_end,
            "recurring_next_date": first,
            "recurring_rule_type": "monthly",
            "recurring_interval": self.period_months,
            "recurring_invoicing_type": "pre-paid",
            "retainer_id": self.id,
        }

    def _stop_contract(self):
        """Stop invoicing after the last period that is invoiced."""
        line = self.contract_line_id
        if not line:
            return
        line.date_end = max(filter(None, (self.date_end, line.last_date_invoiced)))
