"""A client with all that hangs on it; the access tests have three: own, foreign, of another company."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

# Accounts of the first and of the other company.
IBANS = ("UA903052992990004149123456789", "UA213223130000026007233566001")


class Catalogue:
    """Services that all the worlds sell."""

    def __init__(self, env, job):
        self.fixed = self._service(env, "Access: shop", "fixed", 50000)
        self.fixed.milestone_ids = [
            Command.create({"name": "Design", "percentage": 40}),
            Command.create({"name": "Launch", "percentage": 60, "sequence": 20}),
        ]
        self.fixed.effort_ids = [
            Command.create({"job_id": job.id, "hours_optimistic": 40, "hours_likely": 60, "hours_pessimistic": 90})
        ]
        self.hours = self._service(env, "Access: hours", "time_material", 913)
        (self.fixed | self.hours).standard_price = 391

    def _service(self, env, name, pricing_model, price):
        values = {"name": name, "type": "service", "is_agency_service": True, "pricing_model": pricing_model}
        return env["product.template"].create({**values, "list_price": price})


class World:
    """One client, the people who work for it, and its records; ``serial`` makes names unique."""

    def __init__(self, people, catalogue, scope, company, manager, performer, shared=False):
        self.env = people.env(user=people.env.uid, context={"lang": "en_US", "tz": "Europe/Kyiv"})
        self.env = self.env["res.company"].with_company(company).env
        self.people, self.catalogue, self.scope, self.company = people, catalogue, scope, company
        self.manager, self.performer = manager, performer
        self.serial = 0
        self.limited = company != self.env.ref("base.main_company")
        # What happens to an act is tried step by step.
        company.agency_act_auto_invoice = False
        self._complete_requisites(company.partner_id)
        self.client = self._make_client(shared)
        self.contact = self.create(
            "res.partner",
            name=f"Access {scope} contact",
            parent_id=self.client.id,
            email=f"contact@{scope}.example",
            lang="en_US",
        )
        self.portal = None if self.limited else people.admit(f"access_client_{scope}", self.contact)
        self.employee = self._find_employee()
        self.order, self.fixed_line, self.hours_line = self._make_order()
        self.task = self._start_work()
        self.project = self.task.project_id
        self.create(
            "account.analytic.line",
            name="Access: hours",
            project_id=self.project.id,
            task_id=self.task.id,
            employee_id=self.employee.id,
            unit_amount=8,
        )
        self.milestone = self.project.milestone_ids[:1] or self.fixed_line.project_id.milestone_ids[:1]
        self.need = self._make_need()
        self.draft = self.create("agency.acceptance.act", order_id=self.order.id)
        self.lead = self._make_lead()
        # Followers may answer in the thread wherever they are; in the other company nobody follows.
        if self.limited:
            self.need.message_unsubscribe(self.need.message_partner_ids.ids)

    def create(self, model, /, **values):
        return self.env[model].create(values)

    def number(self):
        self.serial += 1
        return self.serial

    def _make_client(self, shared):
        return self.create(
            "res.partner",
            name=f"Access {self.scope} client",
            is_company=True,
            is_agency_client=True,
            user_id=self.manager.id,
            company_id=self.company.id if self.limited else False,
            country_id=self.env.ref("base.ua").id,
            company_registry="32855961",
            email=f"office@{self.scope}.example",
            lang="en_US",
            shared_team_ids=[Command.set(self.people.team.ids if shared else [])],
        )

    def _complete_requisites(self, partner):
        """Give the agency what documents must say of it."""
        if partner.bank_ids:
            return
        partner.write(
            {
                "city": "Київ",
                "company_registry": "14360570",
                "signatory_name": "Access: signatory",
                "signatory_position": "director",
                "bank_ids": [Command.create({"acc_number": IBANS[self.limited]})],
            }
        )

    def _find_employee(self):
        """The performer works for one company; another one of the same name logs the hours of the other company."""
        if not self.limited:
            return self.people.employees[self.performer]
        return self.create("hr.employee", name="Access: other company", company_id=self.company.id, hourly_cost=391)

    def _make_order(self):
        lines = [
            Command.create({"product_id": service.product_variant_id.id, "product_uom_qty": quantity, "discount": 3})
            for service, quantity in ((self.catalogue.fixed, 1), (self.catalogue.hours, 10))
        ]
        order = self.create(
            "sale.order",
            partner_id=self.client.id,
            user_id=self.manager.id,
            company_id=self.company.id,
            order_line=lines,
            commitment_date=fields.Datetime.now() + timedelta(days=60),
        )
        order.action_confirm()
        return order, *order.order_line

    def _start_work(self):
        tasks = self.order.order_line.task_id or self.order.project_ids.task_ids
        tasks.user_ids = [Command.set(self.performer.ids)]
        return self.hours_line.task_id or tasks[:1]

    def _make_lead(self):
        # People work for the first company only.
        leader = False if self.limited else self.manager.id
        values = {"name": "Access: opportunity", "type": "opportunity", "company_id": self.company.id}
        return self.create("crm.lead", **values, partner_id=self.client.id, user_id=leader)

    def _make_need(self):
        return self.create(
            "agency.requirement",
            name=f"Access {self.scope} need",
            partner_id=self.client.id,
            company_id=self.company.id,
            budget=70000,
            sale_line_id=self.fixed_line.id,
            user_id=self.manager.id,
            wanted_date=fields.Date.today() + timedelta(days=30),
        )
