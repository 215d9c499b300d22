from odoo.exceptions import AccessError
from odoo.tests import tagged

from .document_common import DocumentCommon
from .order_common import OrderCommon

REPORT = "crm_web_agency.report_work_report"
PERIOD = {"date_from": "2026-03-01", "date_to": "2026-03-31"}


@tagged("post_install", "-at_install")
class TestWorkReport(DocumentCommon, OrderCommon):
    """Hours of March by task and person: 3 and 4.5 of one, 2 of another; one of February stays out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["hr.employee"].create({"name": "Олена Дизайн", "company_id": cls.company.id})
        cls._log_hours(1, day="2026-02-28")
        cls._log_hours(3, day="2026-03-02")
        cls._log_hours(4.5, day="2026-03-31")
        cls._log_hours(2, day="2026-03-15").employee_id = cls.other
        cls.task = cls.hours_line.task_id

    def _get_work(self, **options):
        return self.client._get_work(self.company, "2026-03-01", "2026-03-31", **options)[self.client]

    def test_figures(self):
        work = self._get_work()
        self.assertEqual(work["hours"], 9.5)
        (group,) = work["groups"]
        (task,) = group["tasks"]
        self.assertEqual((task["name"], task["hours"]), (self.task.name, 9.5))
        self.assertEqual(task["people"], [("performer", 7.5), ("Олена Дизайн", 2.0)])

    def test_sums_by_milestone(self):
        self.task.milestone_id = self.first
        other_task = self.env["project.task"].create(
            {"name": "Beside", "project_id": self.task.project_id.id, "partner_id": self.client.id}
        )
        self.env["account.analytic.line"].create(
            {
                "name": "talk",
                "task_id": other_task.id,
                "project_id": other_task.project_id.id,
                "employee_id": self.performer_employee.id,
                "unit_amount": 1.5,
                "date": "2026-03-10",
            }
        )
        work = self._get_work()
        self.assertEqual(work["hours"], 11)
        self.assertEqual(
            [(group["milestone"].name or "", group["hours"]) for group in work["groups"]],
            [(self.first.name, 9.5), ("", 1.5)],
        )

    def test_scope(self):
        other = self._create_order([self.service_hours])
        self.assertEqual(self._get_work(order=self.order)["hours"], 9.5)
        self.assertEqual(self._get_work(order=other)["hours"], 0)
        self.assertEqual(self._get_work(project=self.task.project_id)["hours"], 9.5)

    def test_document_has_hours_and_no_cost(self):
        pages = self._read(REPORT, self.client, {**PERIOD, "is_detailed": True})
        text = " ".join(pages)
        self._check_texts(
            text,
            [
                "Work report 01.03.2026 – 31.03.2026",
                "ТОВ «Світанок»",
                self.task.name,
                "performer: 07:30",
                "Олена Дизайн: 02:00",
                "Total 09:30",
                "02.03.2026",
                "31.03.2026 performer",
                "Page 1 of",
            ],
        )
        self.assertNotIn("28.02.2026", text)
        # 300 an hour is what the performer costs, 900 the price: neither is the client's to read here.
        for inside in ("300", "900", "2,250", "₴"):
            self.assertNotIn(inside, text)

    def test_empty_period_says_so(self):
        text = " ".join(self._read(REPORT, self.client, {"date_from": "2020-01-01", "date_to": "2020-01-31"}))
        self.assertIn("No hours were logged", text)

    def test_window_from_an_order(self):
        wizard = self.env["agency.work.report.wizard"].with_user(self.account_manager)
        context = {"active_model": "sale.order", "active_id": self.order.id}
        window = wizard.with_context(**context).create(PERIOD)
        self.assertEqual((window.partner_id, window.order_id), (self.client, self.order))
        html = (
            self.env["ir.actions.report"]
            .with_user(self.account_manager)
            ._render_qweb_html(REPORT, None, data=dict(window.action_print()["data"]))[0]
        )
        self.assertIn("09:30", html.decode())

    def test_who_may(self):
        self.client.user_id = self.director
        for user in (self.account_manager, self.performer, self.accountant):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["ir.actions.report"].with_user(user)._render_qweb_html(
                    REPORT, self.client.ids, data=dict(PERIOD)
                )
