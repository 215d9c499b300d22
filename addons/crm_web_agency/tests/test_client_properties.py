from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AgencyCommon

NAME = "a0b1c2d3e4f50617"


@tagged("post_install", "-at_install")
class TestClientProperties(AgencyCommon):
    """Properties without code: named on a record by who keeps it, then searched, grouped and exported."""

    def _define(self, record, field="properties", string="Niche"):
        definition = {"name": NAME, "type": "char", "string": string, "value": "pets", "definition_changed": True}
        record.web_save({field: [definition]}, {field: {}})
        self.env.flush_all()

    def _check(self, record, field="properties"):
        self._define(record, field)
        path = f"{field}.{NAME}"
        self.assertEqual(record.search([(path, "=", "pets")]), record)
        self.assertEqual(record._read_group([("id", "in", record.ids)], [path], ["__count"]), [("pets", 1)])
        [group] = record.formatted_read_group([("id", "in", record.ids)], [path], ["__count"])
        self.assertEqual(group[path], "pets")
        self.assertEqual(record.export_data(["id", path])["datas"][0][1], "pets")
        self._define(record, field, "Line of business")
        self.assertEqual(record.read([field])[0][field][0]["string"], "Line of business")

    def test_clients(self):
        self._check(self.client.with_user(self.account_manager))

    def test_orders(self):
        self._check(self._create_order(self.service_hours).with_user(self.account_manager))

    def test_needs(self):
        self._check(self._create_requirement(user_id=self.account_manager.id).with_user(self.account_manager))

    def test_websites(self):
        website = self.env["agency.website"].create({"name": "Shop", "partner_id": self.client.id})
        self._check(website.with_user(self.account_manager))

    def test_services(self):
        service = self.service_fixed
        service.categ_id = self.env["product.category"].create({"name": "Sites of tests"})
        self._check(service.with_user(self.director), "product_properties")

    def test_a_copy_of_an_order_has_them(self):
        order = self._create_order(self.service_hours).with_user(self.account_manager)
        self._define(order)
        self.assertEqual(order.copy().properties[NAME], "pets")

    def test_performers_name_none(self):
        definition = self.env["properties.base.definition"]._get_definition_for_property_field(
            "res.partner", "properties"
        )
        with self.assertRaises(AccessError):
            definition.with_user(self.performer).properties_definition = []

    def test_of_other_models_account_managers_name_none(self):
        field = self.env["ir.model.fields"]._get("product.template", "product_properties")
        definition = self.env["properties.base.definition"].create({"properties_field_id": field.id})
        with self.assertRaises(AccessError):
            definition.with_user(self.account_manager).properties_definition = []
