from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged

from .common import AgencyCommon

FEW, MANY = 8, 80


@tagged("post_install", "-at_install")
class TestClientQueries(AgencyCommon):
    """The list and the card of clients ask the database as often with ten times the data."""

    def _get_spec(self, view_xmlid, view_type):
        """What the web client asks of a view: {field: {sub-fields}}, as the account manager sees it."""
        partners = self.env["res.partner"].with_user(self.account_manager)
        view = partners.get_view(self.env.ref(view_xmlid).id, view_type)
        return self._read_spec(partners, etree.fromstring(view["arch"]))

    def _read_spec(self, model, root):
        return {
            node.get("name"): self._get_field_spec(model, model._fields[node.get("name")], node)
            for node in self._walk(root)
            if node.get("name") in model._fields
        }

    def _walk(self, root):
        """Fields of a view, without those of the views inside them."""
        for node in root.iterchildren(etree.Element):
            if node.tag == "field":
                yield node
            else:
                yield from self._walk(node)

    def _get_field_spec(self, model, field, node):
        if field.type == "many2one":
            return {"fields": {"display_name": {}}}
        if field.type in ("one2many", "many2many"):
            comodel = self.env[field.comodel_name].with_user(self.account_manager)
            views = node.xpath("./list | ./kanban")
            fields = self._read_spec(comodel, views[0]) if views else {"display_name": {}}
            return {"fields": fields, "limit": 40}
        return {}

    def _count(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        function()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        return self.env.cr.sql_log_count - before

    def _create_clients(self, number):
        return self.env["res.partner"].create(
            [
                {
                    "name": f"Client {index}",
                    "is_agency_client": True,
                    "is_company": True,
                    "country_id": self.ukraine.id,
                    "user_id": self.account_manager.id,
                    "segment_ids": [Command.create({"name": f"Segment {number}/{index}"})],
                    "child_ids": [Command.create({"name": f"Contact {index}"})],
                }
                for index in range(number)
            ]
        )

    def _fill(self, client, number):
        """Give a client a number of needs, websites, contacts and orders."""
        self.env["agency.requirement"].create(
            [{"name": f"Need {index}", "partner_id": client.id} for index in range(number)]
        )
        self.env["agency.website"].create(
            [{"name": f"Site {index}", "partner_id": client.id} for index in range(number)]
        )
        self.env["res.partner"].create([{"name": f"Person {index}", "parent_id": client.id} for index in range(number)])
        for _index in range(number):
            self._create_order(self.service_hours, partner_id=client.id).action_confirm()

    def test_list(self):
        spec = self._get_spec("crm_web_agency.res_partner_view_list_agency", "list")
        self.assertIn("client_stage", spec)
        partners = self.env["res.partner"].with_user(self.account_manager)
        counts = []
        for clients in (self._create_clients(FEW), self._create_clients(MANY)):
            domain = [("is_agency_client", "=", True), ("id", "in", clients.ids)]
            counts.append(
                self._count(lambda domain=domain: partners.web_search_read(domain, spec, limit=len(domain[1][2])))
            )
        self.assertEqual(counts[0], counts[1])

    def test_card(self):
        spec = self._get_spec("crm_web_agency.view_agency_client_form", "form")
        self.assertLessEqual({"amount_due", "requirement_count", "child_ids"}, set(spec))
        # Lists in tabs are read when a tab is opened: a card never waits for them.
        self.assertFalse({"service_given_ids", "requirement_ids", "website_ids"} & set(spec))
        few, many = self._create_clients(2)
        self._fill(few, 2)
        self._fill(many, 20)
        counts = [
            self._count(lambda client=client: client.with_user(self.account_manager).web_read(spec))
            for client in (few, many)
        ]
        self.assertEqual(counts[0], counts[1])
