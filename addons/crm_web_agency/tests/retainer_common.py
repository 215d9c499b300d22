from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command

from .order_common import OrderCommon


class RetainerCommon(OrderCommon):
    """A care plan of 10 hours a month, of which 6 are carried over for one month; three months are ordered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.start = cls.today.replace(day=1) - relativedelta(months=2)
        cls.service_retainer.write(
            {
                "retainer_hours": 10,
                "retainer_carry_cap": 6,
                "retainer_carry_periods": 1,
                "retainer_overage_price": 900,
            }
        )

    @classmethod
    def _sell(cls, periods=3, start=None, **values):
        """A draft retainer of a confirmed order of so many periods."""
        order = cls._create_order([cls.service_retainer], agency_kind="retainer", **values)
        order.order_line.product_uom_qty = periods
        order.action_confirm()
        retainer = order.retainer_ids
        start = start or cls.start
        retainer.write({"date_start": start, "date_end": start + relativedelta(months=periods, days=-1)})
        return retainer

    @classmethod
    def _start(cls, periods=3, start=None, **values):
        retainer = cls._sell(periods, start, **values)
        retainer.with_user(cls.account_manager).action_start()
        return retainer

    @classmethod
    def _work(cls, retainer, hours, months=0, days=4):
        """Log hours some days after the beginning of a month of the retainer."""
        day = retainer.date_start + relativedelta(months=months, days=days)
        sheet = cls._log_hours(hours, day, retainer.sale_line_id)
        retainer.invalidate_recordset()
        retainer.period_ids.invalidate_recordset()
        return sheet

    def _close(self, retainer):
        retainer.with_user(self.account_manager).action_close_period()
        retainer.invalidate_recordset()

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_web_agency.cron_retainers").method_direct_trigger()
        self.env.invalidate_all()

    def assertAccount(self, period, **figures):
        for name, value in figures.items():
            self.assertAlmostEqual(period[name], value, msg=name)

    @classmethod
    def _make_plan(cls, **values):
        """A plan made by hand, without an order."""
        return cls.env["agency.retainer"].create(
            {
                "name": "Hosting",
                "partner_id": cls.client.id,
                "service_id": cls.service_retainer.product_variant_id.id,
                "user_id": cls.account_manager.id,
                "date_start": cls.start,
                "price_per_period": 500,
                **values,
            }
        )

    @classmethod
    def _make_project(cls):
        return cls.env["project.project"].create(
            {"name": "Care", "allow_timesheets": True, "partner_id": cls.client.id}
        )

    @classmethod
    def _make_other_company(cls):
        company = cls.env["res.company"].create({"name": "Other agency", "country_id": cls.ukraine.id})
        for user in (cls.director,):
            user.company_ids = [Command.link(company.id)]
        return company
