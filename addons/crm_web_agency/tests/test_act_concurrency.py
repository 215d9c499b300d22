from contextlib import contextmanager
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestActConcurrency(BaseCase):
    """Two connections at once, committing: what Odoo's own tests, in one transaction, cannot show."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        # What the database has of requisites is not what is tried here.
        partners = cls.registry["res.partner"]
        cls.startClassPatcher(patch.object(partners, "_check_document_requisites", lambda *_arguments: None))
        with cls._connect() as env:
            cls.ids = cls._create_order(env)
        cls.addClassCleanup(cls._clean)

    @classmethod
    @contextmanager
    def _connect(cls):
        with cls.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "lang": "en_US"})

    @classmethod
    def _create_order(cls, env):
        service = env["product.template"].create(
            {"name": "Part", "type": "service", "is_agency_service": True, "pricing_model": "fixed", "list_price": 100}
        )
        service.write({"service_policy": "delivered_manual", "service_tracking": "no"})
        partner = env["res.partner"].create({"name": "Client of concurrent acts"})
        line = {"product_id": service.product_variant_id.id, "product_uom_qty": 1, "tax_ids": False}
        order = env["sale.order"].create({"partner_id": partner.id, "order_line": [Command.create(line)]})
        order.action_confirm()
        order.order_line.qty_delivered = 1
        return {"order": order.id, "partner": partner.id, "service": service.id}

    @classmethod
    def _clean(cls):
        with cls._connect() as env:
            order = env["sale.order"].browse(cls.ids["order"])
            tables = {
                "agency_acceptance_act_line": order.act_ids.line_ids.ids,
                "agency_acceptance_act": order.act_ids.ids,
            }
            for table, ids in tables.items():
                env.cr.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [ids])
            env.invalidate_all()
            order._action_cancel()
            order.unlink()
            env["product.template"].browse(cls.ids["service"]).unlink()
            env["res.partner"].browse(cls.ids["partner"]).unlink()

    def _run_both(self, first, second):
        """Begin `second(env)` in a connection, let `first(env)` commit in another, then go on with the second.

        A second that PostgreSQL refuses runs again from its beginning, as Odoo does with a request.

        Returns:
            results of both; for the second its exception, if it ended with one.
        """
        with self.assertRaises(SerializationFailure), self._connect() as late:
            # The snapshot of the transaction is taken by its first statement.
            late.cr.execute("SELECT FROM sale_order LIMIT 1")
            with self._connect() as early:
                result = first(early)
            second(late)
        try:
            with self._connect() as again:
                return result, second(again)
        except ValidationError as error:
            return result, error

    def _accept(self, env, quantity):
        order = env["sale.order"].browse(self.ids["order"])
        line = Command.create({"sale_line_id": order.order_line.id, "quantity": quantity})
        return env["agency.acceptance.act"].create({"order_id": order.id, "line_ids": [line]}).id

    @mute_logger("odoo.sql_db")
    def test_two_at_once_do_not_accept_more_than_delivered(self):
        act, refused = self._run_both(*[lambda env: self._accept(env, 0.6)] * 2)
        self.assertIsInstance(refused, ValidationError)
        with self._connect() as env:
            self.assertEqual(env["sale.order"].browse(self.ids["order"]).act_ids.ids, [act])
            env["agency.acceptance.act"].browse(act).action_cancel()

    @mute_logger("odoo.sql_db")
    def test_two_at_once_get_numbers_in_a_row(self):
        with self._connect() as env:
            acts = [self._accept(env, 0.2), self._accept(env, 0.2)]

        def number(act):
            def run(env):
                act_record = env["agency.acceptance.act"].browse(act)
                act_record.action_mark_sent()
                return act_record.name

            return run

        names = self._run_both(*map(number, acts))
        first, second = (int(name[-4:]) for name in names)
        self.assertEqual(second, first + 1)
        with self._connect() as env:
            env["agency.acceptance.act"].browse(acts).action_cancel()
