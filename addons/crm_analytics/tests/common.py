from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from odoo.fields import Command

from odoo.addons.crm_web_agency.tests.common import AgencyCommon


class AnalyticsCommon(AgencyCommon):
    """A company in Kyiv without history, and orders of chosen days and amounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sale.order"].search([("state", "=", "sale")])._action_cancel()
        cls.company.partner_id.tz = "Europe/Kyiv"
        cls.service = cls.service_fixed
        cls.other_client = cls.env["res.partner"].create({"name": "Other client"})
        cls.refresh = cls.env["agency.forecast.refresh"]
        # Amounts here are as the test wants them, far from the price list: nobody approves them.
        unlimited = {"limits_discount": False, "limits_margin": False, "limits_amount": False}
        cls.env["agency.approval.limit"].search([]).write(unlimited)

    @classmethod
    def _order(cls, moment, amount, state="sale", **values):
        """An order with one untaxed line, in the state wanted, of a moment in UTC."""
        if isinstance(moment, date) and not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day, 12)
        line = {
            "product_id": cls.service.product_variant_id.id,
            "product_uom_qty": 1,
            "price_unit": amount,
            "tax_ids": [Command.clear()],
        }
        order = cls.env["sale.order"].create(
            {"partner_id": cls.client.id, "user_id": cls.account_manager.id, "order_line": [Command.create(line)]}
            | values
        )
        order.write({"state": state, "date_order": moment})
        return order

    @classmethod
    def _history(cls, amounts, **values):
        """An order in the middle of each of the last whole months, the newest last."""
        running = cls.refresh._today(cls.company).replace(day=1)
        for number, amount in enumerate(reversed(amounts), start=1):
            cls._order(running - relativedelta(months=number, day=15), amount, **values)

    def _facts(self, rows, scope, res_id):
        return [(month, value) for row_scope, row_id, month, value in rows if (row_scope, row_id) == (scope, res_id)]
