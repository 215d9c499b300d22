from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

# Real check digits: a code of an organisation (8), of a person (10), a VAT number (12) and an account.
EDRPOU = "32855961"
OTHER_EDRPOU = "14360570"
RNTRC = "1759013776"
IPN = "328559610123"
IBAN = "UA213223130000026007233566001"


class AgencyCommon(TransactionCase):
    """A company with Ukrainian requisites, a user per role, a client with a contact, and three services."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, tracking_disable=True, no_reset_password=True, lang="en_US", tz="Europe/Kyiv")
        )
        cls.company = cls.env.company
        cls.currency = cls.company.currency_id
        cls.ukraine = cls.env.ref("base.ua")
        cls._set_up_company()
        cls._set_up_users()
        cls._set_up_client()
        cls._set_up_services()

    @classmethod
    def _set_up_company(cls):
        cls.company.partner_id.write(
            {
                "country_id": cls.ukraine.id,
                "city": "Львів",
                "street": "вул. Городоцька, 10",
                "company_registry": OTHER_EDRPOU,
                "vat": "143605704021",
                "signatory_name": "Коваль Олена Ігорівна",
                "signatory_position": "директор",
                "signatory_basis": "Статуту",
                "taxation_system": "general_vat",
                "bank_ids": [Command.create({"acc_number": "UA903052992990004149123456789"})],
            }
        )

    @classmethod
    def _set_up_users(cls):
        for role in ("performer", "account_manager", "project_manager", "accountant", "director", "admin"):
            user = new_test_user(
                cls.env, f"test_{role}", f"crm_web_agency.group_agency_{role}", name=role, tz="Europe/Kyiv"
            )
            setattr(cls, role if role != "admin" else "agency_admin", user)
        cls.performer_employee = cls.env["hr.employee"].create(
            {"name": "performer", "user_id": cls.performer.id, "company_id": cls.company.id, "hourly_cost": 300}
        )

    @classmethod
    def _set_up_client(cls):
        cls.client = cls.env["res.partner"].create(
            {
                "name": "ТОВ «Світанок»",
                "is_company": True,
                "is_agency_client": True,
                "country_id": cls.ukraine.id,
                "city": "Київ",
                "street": "вул. Хрещатик, 1",
                "company_registry": EDRPOU,
                "vat": IPN,
                "user_id": cls.account_manager.id,
                "signatory_name": "Шевчук Андрій Петрович",
                "signatory_position": "директор",
                "signatory_basis": "Статуту",
                "bank_ids": [Command.create({"acc_number": IBAN})],
            }
        )
        cls.contact = cls.env["res.partner"].create(
            {"name": "Марія Бондар", "parent_id": cls.client.id, "email": "maria@example.com", "type": "contact"}
        )
        cls.portal_user = new_test_user(
            cls.env, "test_client", "base.group_portal", name="Марія Бондар", partner_id=cls.contact.id
        )

    @classmethod
    def _set_up_services(cls):
        cls.developer = cls.env["hr.job"].create({"name": "Web developer", "hourly_cost": 400, "hourly_price": 900})
        cls.designer = cls.env["hr.job"].create({"name": "Web designer", "hourly_cost": 350, "hourly_price": 800})
        cls.tax = cls.env["account.tax"].create(
            {"name": "VAT 20 % of tests", "amount": 20, "type_tax_use": "sale", "company_id": cls.company.id}
        )
        cls.service_fixed = cls._create_service(
            "Online shop",
            "fixed",
            50000,
            effort_ids=[
                Command.create({"job_id": cls.developer.id, **cls._hours(40, 60, 100)}),
                Command.create({"job_id": cls.designer.id, **cls._hours(10, 16, 24)}),
            ],
            milestone_ids=[
                Command.create({"name": "Design", "percentage": 40}),
                Command.create({"name": "Launch", "percentage": 60, "sequence": 20}),
            ],
        )
        cls.service_hours = cls._create_service("Development", "time_material", 900)
        cls.service_retainer = cls._create_service("Care plan", "retainer", 6000)

    @classmethod
    def _hours(cls, optimistic, likely, pessimistic):
        return {"hours_optimistic": optimistic, "hours_likely": likely, "hours_pessimistic": pessimistic}

    @classmethod
    def _create_service(cls, name, pricing_model, price, **values):
        """A service of the agency sold at a price, taxed with the tax of these tests."""
        return cls.env["product.template"].create(
            {
                "name": name,
                "type": "service",
                "is_agency_service": True,
                "pricing_model": pricing_model,
                "list_price": price,
                "taxes_id": [Command.set(cls.tax.ids)],
                **values,
            }
        )

    @classmethod
    def _create_requirement(cls, name="Sell online", **values):
        return cls.env["agency.requirement"].create({"name": name, "partner_id": cls.client.id, **values})

    @classmethod
    def _create_order(cls, services, **values):
        """A draft order of the client with one unit of each service."""
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.client.id,
                "user_id": cls.account_manager.id,
                "order_line": [
                    Command.create({"product_id": service.product_variant_id.id, "product_uom_qty": 1})
                    for service in services
                ],
                **values,
            }
        )
