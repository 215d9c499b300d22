from contextlib import contextmanager
from datetime import timedelta

from odoo import fields

from .common import AgencyCommon


class OrderCommon(AgencyCommon):
    """A confirmed order: a fixed-price service in milestones of 40 and 60 %, and hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The database may speak Ukrainian; the words below are English.
        people = cls.client | cls.contact | cls.portal_user.partner_id
        for user in (cls.performer, cls.account_manager, cls.project_manager, cls.accountant, cls.director):
            people |= user.partner_id
        people.lang = "en_US"
        cls.order = cls._create_order([cls.service_fixed, cls.service_hours])
        cls.order.commitment_date = fields.Datetime.now() + timedelta(days=100)
        cls.fixed_line, cls.hours_line = cls.order.order_line
        cls.hours_line.product_uom_qty = 10
        cls.order.action_confirm()
        cls.milestones = cls._get_milestones(cls.order)
        cls.first, cls.second = cls.milestones

    @classmethod
    def _get_milestones(cls, order):
        return cls.env["project.milestone"].search([("order_id", "=", order.id)], order="sequence, id")

    @classmethod
    def _log_hours(cls, hours, day=None, line=None):
        """Log hours of the performer on the task of an order line."""
        line = line or cls.hours_line
        return cls.env["account.analytic.line"].create(
            {
                "name": "work",
                "task_id": line.task_id.id,
                "project_id": line.task_id.project_id.id,
                "employee_id": cls.performer_employee.id,
                "unit_amount": hours,
                "date": day or fields.Date.today(),
            }
        )

    @contextmanager
    def assertRefused(self, error, pattern):
        """Expect `error` with a message like `pattern`, and nothing written."""
        with self.assertRaisesRegex(error, pattern), self.env.cr.savepoint():
            yield

    def _reach(self, milestones):
        """Reach milestones as the project manager and return the act of the order."""
        milestones.with_user(self.project_manager).action_mark_reached()
        return self.order.act_ids.filtered(lambda act: act.state == "draft")

    def _get_sent_act(self):
        act = self._reach(self.first)
        act.with_user(self.account_manager).action_mark_sent()
        return act
