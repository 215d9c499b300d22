from contextlib import contextmanager

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import AgencyCommon


class SegmentCommon(AgencyCommon):
    """Three clients: of the account manager in Kyiv, of another one in Lviv, of nobody in Odesa."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.segments = cls.env["agency.client.segment"]
        other_manager = cls.account_manager.copy({"login": "test_account_manager_2"})
        cls.foreign_client = cls._create_client("Foreign", city="Львів", user_id=other_manager.id)
        cls.free_client = cls._create_client("Free", city="Одеса")

    @classmethod
    def _create_client(cls, name, **values):
        return cls.env["res.partner"].create({"name": name, "is_company": True, "is_agency_client": True, **values})

    @classmethod
    def _create_rule(cls, domain, user=None, **values):
        segments = cls.segments.with_user(user or cls.director)
        return segments.create({"name": f"Rule {domain}", "mode": "rule", "domain": repr(domain), **values})

    @contextmanager
    def _refused(self, message):
        """The block is refused with a message, and nothing of it is left."""
        with self.assertRaises(ValidationError) as refusal:
            yield
        self.assertRegex(str(refusal.exception), message)

    def _members(self, segment):
        """Clients of the segment among those of these tests, whoever may see them."""
        return segment.sudo().partner_ids & (self.client + self.foreign_client + self.free_client)


@tagged("post_install", "-at_install")
class TestSegmentRule(SegmentCommon):
    def test_rule_fills_the_segment_when_saved(self):
        segment = self._create_rule([("city", "=", "Київ")])
        self.assertEqual(self._members(segment), self.client)
        segment.domain = "[('city', 'in', ['Львів', 'Одеса'])]"
        self.assertEqual(self._members(segment), self.foreign_client + self.free_client)
        self.assertEqual((segment.last_joined, segment.last_left >= 1), (2, True))

    def test_contacts_and_suppliers_are_no_clients(self):
        supplier = self.env["res.partner"].create({"name": "Supplier", "city": "Київ"})
        segment = self._create_rule([("city", "=", "Київ")])
        self.assertFalse(segment.partner_ids & (supplier + self.contact))

    def test_several_segments_per_client(self):
        first = self._create_rule([("city", "=", "Київ")])
        second = self._create_rule([("is_company", "=", True)])
        manual = self.segments.create({"name": "Friends", "partner_ids": [Command.link(self.client.id)]})
        self.assertEqual(self.client.segment_ids & (first + second + manual), first + second + manual)

    def test_relative_dates(self):
        segment = self._create_rule([("last_order_date", "<", "today -12m")])
        order = self._create_order([self.service_retainer])
        order.action_confirm()
        order.date_order = "2020-01-15 12:00:00"
        self.assertEqual(str(self.client.last_order_date), "2020-01-15")
        segment.action_recompute()
        self.assertEqual(self._members(segment), self.client)
        order.date_order = self.env.cr.now()
        self.env.flush_all()
        segment.action_recompute()
        self.assertFalse(self._members(segment))

    def test_archived_clients_leave(self):
        segment = self._create_rule([("city", "=", "Одеса")])
        self.free_client.active = False
        segment.action_recompute()
        self.assertFalse(segment.with_context(active_test=False).partner_ids & self.free_client)
        segment.domain = "[('city', '=', 'Одеса'), ('active', 'in', [True, False])]"
        self.assertFalse(segment.with_context(active_test=False).partner_ids & self.free_client)

    def test_button_tells_how_many_joined_and_left(self):
        segment = self._create_rule([("city", "=", "Одеса")])
        self.client.city, self.free_client.city = "Одеса", "Харків"
        message = segment.action_recompute()["params"]["message"]
        self.assertIn("joined: 1, left: 1", message)
        with self._refused("filled by a rule"):
            self.segments.create({"name": "By hand"}).action_recompute()

    def test_live_count_while_editing(self):
        segment = self._create_rule([("city", "=", "Одеса")])
        with Form(segment) as form:
            form.domain = "[('city', 'in', ['Одеса', 'Львів'])]"
            self.assertEqual((form.rule_count, form.partner_count), (2, 1))
            form.domain = "[('no_such_field', '=', 1)]"
            self.assertIn("no_such_field", form.rule_problem)
            form.domain = "[('city', '=', 'Львів')]"
            self.assertFalse(form.rule_problem)
        self.assertEqual(self._members(segment), self.foreign_client)

    def test_wrong_rules_are_refused_with_a_sentence(self):
        cases = {
            "[('no_such_field', '=', 1)]": "no_such_field",
            "[('child_ids.nothing', '=', 1)]": "child_ids.nothing",
            "[('child_ids', 'any', [('nothing', '=', 1)])]": "nothing",
            "[('city', '=', uid)]": "cannot be read",
            "[('city', '=', ": "cannot be read",
            "__import__('os').getcwd()": "cannot be read",
            "[('color', '=', 'blue')]": "fits its field",
            "[('last_order_date', '<', 'the day before')]": "fits its field",
            "[('city', 'resembles', 'x')]": "cannot be",
        }
        segment = self._create_rule([("city", "=", "Київ")])
        for domain, message in cases.items():
            with self.subTest(domain=domain), self._refused(message):
                segment.domain = domain
        self.assertEqual((segment.domain, self._members(segment)), ("[('city', '=', 'Київ')]", self.client))

    def test_rule_asks_for_segments_filled_by_hand_only(self):
        manual = self.segments.create({"name": "By hand", "partner_ids": [Command.link(self.client.id)]})
        segment = self._create_rule([("segment_ids", "in", manual.ids)])
        self.assertEqual(self._members(segment), self.client)
        for domain in (
            [("segment_ids", "in", segment.ids)],
            [("segment_ids", "=", False)],
            [("segment_ids.name", "ilike", "hand")],
            [("child_ids", "any", [("segment_ids", "in", segment.ids)])],
            [("sale_order_ids.client_segment_ids", "in", segment.ids)],
        ):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                segment.domain = repr(domain)
        with self._refused("filled by hand only"):
            manual.with_user(self.director).mode = "rule"

    def test_pinned_clients_stay(self):
        segment = self._create_rule([("city", "=", "Київ")], pinned_partner_ids=[Command.link(self.free_client.id)])
        self.assertEqual(self._members(segment), self.client + self.free_client)
        segment.pinned_partner_ids = False
        self.assertEqual(self._members(segment), self.client)

    def test_change_of_the_way_of_filling_loses_nobody(self):
        segment = self.segments.with_user(self.director).create({"name": "Ours", "partner_ids": [self.free_client.id]})
        segment.write({"mode": "rule", "domain": "[('city', '=', 'Київ')]"})
        self.assertEqual(segment.pinned_partner_ids, self.free_client)
        self.assertEqual(self._members(segment), self.client + self.free_client)
        segment.mode = "manual"
        self.assertEqual(self._members(segment), self.client + self.free_client)
        self.assertFalse(segment.pinned_partner_ids or segment.last_computed)

    def test_scheduled_action_counts_what_is_stale_and_survives_a_broken_rule(self):
        good, broken = self._create_rule([("city", "=", "Одеса")]), self._create_rule([("city", "=", "Київ")])
        (good + broken).sudo().last_computed = "2020-01-01 00:00:00"
        # What an uninstalled module leaves behind.
        self.env.cr.execute(
            "UPDATE agency_client_segment SET domain = %s WHERE id = %s", ["[('gone', '=', 1)]", broken.id]
        )
        broken.invalidate_recordset(["domain"])
        self.client.city = "Одеса"
        self._run_cron()
        self.assertEqual(self._members(good), self.client + self.free_client)
        self.assertIn("gone", broken.last_error)
        self.assertEqual(self._members(broken), self.client)
        self.client.city = "Київ"
        self._run_cron()
        self.assertIn(self.client, good.partner_ids, "counted less than an hour ago")

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_web_agency.cron_recompute_segments").method_direct_trigger()

    def test_recount_takes_as_many_queries_for_many_clients(self):
        segment = self._create_rule([("city", "=", "Полтава")])
        segment._recompute_members()
        counts = []
        for size in (1, 30):
            self.env["res.partner"].create(
                [{"name": f"{size} {n}", "is_agency_client": True, "city": "Полтава"} for n in range(size)]
            )
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            segment._recompute_members()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])


@tagged("post_install", "-at_install")
class TestSegmentRights(SegmentCommon):
    def test_rule_sees_what_its_author_sees(self):
        domain = [("city", "in", ["Київ", "Львів", "Одеса"])]
        own = self._create_rule(domain, self.account_manager)
        self.assertEqual(self._members(own), self.client + self.free_client)
        everybody = self._create_rule(domain, name="All")
        self.assertEqual(self._members(everybody), self.client + self.foreign_client + self.free_client)
        own.action_recompute()
        self.assertEqual(self._members(own), self.client + self.free_client)

    def test_whoever_changes_a_rule_lends_it_their_own_eyes(self):
        segment = self._create_rule([("city", "=", "Львів")])
        self.assertEqual((segment.rule_user_id, self._members(segment)), (self.director, self.foreign_client))
        mine = segment.with_user(self.account_manager)
        mine.note = "A note changes no rule"
        self.assertEqual(segment.rule_user_id, self.director)
        mine.domain = "[('city', 'in', ['Львів', 'Київ'])]"
        self.assertEqual((segment.rule_user_id, self._members(segment)), (self.account_manager, self.client))

    def test_nobody_borrows_the_eyes_of_another(self):
        segment = self._create_rule([("city", "=", "Львів")], self.account_manager, rule_user_id=self.director.id)
        self.assertEqual(segment.rule_user_id, self.account_manager)
        segment.with_user(self.account_manager).rule_user_id = self.director
        self.assertEqual(segment.rule_user_id, self.account_manager)
        directors = self._create_rule([("city", "=", "Одеса")], name="Of the director")
        spec = {"domain": {}, "mode": {}, "rule_count": {}, "rule_user_id": {}}
        values = {"mode": "rule", "domain": "[('city', '=', 'Львів')]", "rule_user_id": self.director.id}
        answer = directors.with_user(self.account_manager).onchange(values, ["domain"], spec)
        self.assertEqual(answer["value"].get("rule_count", 0), 0)

    def test_rule_is_no_oracle_for_fields_its_author_may_not_read(self):
        for domain in (
            [("user_ids.totp_secret", "like", "A")],
            [("task_ids.timesheet_ids.amount", ">", 1)],
            [("project_ids", "any", [("sale_line_employee_ids.cost", ">", 1)])],
        ):
            with self.subTest(domain=domain), self._refused("may not read"):
                self._create_rule(domain, self.account_manager)

    def test_number_of_clients_is_of_those_one_sees(self):
        segment = self._create_rule([("city", "in", ["Київ", "Львів"])])
        self.assertEqual(segment.with_user(self.director).partner_count, 2)
        mine = segment.with_user(self.account_manager)
        self.assertEqual((mine.partner_count, mine.rule_count), (1, 1))
        self.assertEqual(mine.partner_ids, self.client)

    def test_account_manager_makes_segments_and_deletes_none(self):
        segment = self._create_rule([("city", "=", "Київ")], self.account_manager)
        with self.assertRaises(AccessError):
            segment.unlink()
        segment.with_user(self.director).unlink()

    def test_performer_reads_only(self):
        segment = self._create_rule([("city", "=", "Київ")]).with_user(self.performer)
        self.assertEqual(segment.mode, "rule")
        for attempt in (
            segment.action_recompute,
            lambda: segment.write({"domain": "[]"}),
            lambda: self._create_rule([], self.performer),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_companies_do_not_mix(self):
        other = self.env["res.company"].create({"name": "Another agency"})
        theirs = self._create_client("Theirs", city="Київ", company_id=other.id)
        ours = self._create_rule([("city", "=", "Київ")])
        self.assertNotIn(theirs, ours.sudo().partner_ids)
        hidden = self.segments.create({"name": "Theirs only", "company_id": other.id, "partner_ids": theirs.ids})
        self.assertFalse(self.segments.with_user(self.director).search([("id", "=", hidden.id)]))
        with self._refused("cannot be in a segment"):
            self.client.write({"company_id": self.company.id, "segment_ids": [Command.link(hidden.id)]})
        self.director.company_ids |= other
        hidden.with_user(self.director).write({"mode": "rule", "domain": "[('city', '=', 'Київ')]"})
        members = (
            hidden.with_user(self.director).with_context(allowed_company_ids=(other + self.company).ids).partner_ids
        )
        self.assertIn(theirs, members)
        # A client of all companies may be in, one of ours may not.
        our_own = self._create_client("Ours", city="Київ", company_id=self.company.id)
        hidden._recompute_members()
        self.assertNotIn(our_own, hidden.sudo().partner_ids)


@tagged("post_install", "-at_install")
class TestSegmentOnCard(SegmentCommon):
    def test_segment_by_hand_is_changed_on_the_card(self):
        manual = self.segments.create({"name": "Friends"})
        card = self.client.with_user(self.account_manager)
        card.segment_ids = [Command.link(manual.id)]
        self.assertEqual(manual.partner_ids, self.client)
        card.segment_ids = [Command.unlink(manual.id)]
        self.assertFalse(manual.partner_ids)

    def test_segment_by_a_rule_is_not_changed_on_the_card(self):
        segment = self._create_rule([("city", "=", "Київ")])
        for client, command in (
            (self.client, Command.unlink(segment.id)),
            (self.client, Command.clear()),
            (self.free_client, Command.link(segment.id)),
        ):
            with self.subTest(command=command), self._refused("Always in"):
                client.segment_ids = [command]
        with self._refused("Always in"):
            self._create_client("New", segment_ids=[Command.link(segment.id)])
        with self._refused("Always in"):
            segment.partner_ids = [Command.link(self.free_client.id)]
        self.assertEqual(self._members(segment), self.client)

    def test_copy_of_a_client_keeps_segments_by_hand(self):
        manual = self.segments.create({"name": "Friends", "partner_ids": self.client.ids})
        self._create_rule([("city", "=", "Київ")])
        self.assertEqual(self.client.copy({"company_registry": False}).segment_ids, manual)

    def test_new_client_of_a_segment_opened_from_it(self):
        manual, ruled = self.segments.create({"name": "Friends"}), self._create_rule([("city", "=", "Київ")])
        self.assertEqual(manual.action_open_clients()["context"]["default_segment_ids"], manual.ids)
        self.assertNotIn("default_segment_ids", ruled.action_open_clients()["context"])


@tagged("post_install", "-at_install")
class TestSegmentEverywhere(SegmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.segment = cls._create_rule([("city", "=", "Київ")], name="Kyiv")
        cls.order = cls._create_order([cls.service_retainer], partner_id=cls.contact.id)
        cls.order.action_confirm()
        partner = {"partner_id": cls.client.id}
        cls.records = {
            "sale.order": cls.order,
            "crm.lead": cls.env["crm.lead"].create(
                {"name": "Shop", "type": "opportunity", "user_id": cls.account_manager.id, **partner}
            ),
            "agency.requirement": cls._create_requirement(wanted_date="2030-01-01"),
            "agency.website": cls.env["agency.website"].create(
                {"name": "Site", "domain": "site.example", "user_id": cls.account_manager.id, **partner}
            ),
            "agency.acceptance.act": cls.env["agency.acceptance.act"].create({"order_id": cls.order.id}),
            "project.project": cls.env["project.project"].create({"name": "Project", **partner}),
            "project.task": cls.order.tasks_ids[:1],
            "account.move": cls.env["account.move"].create({"move_type": "out_invoice", **partner}),
            "contract.contract": cls.env["contract.contract"].create({"name": "Care", **partner}),
        }
        cls.env.flush_all()
        cls.records["agency.client.service"] = cls.env["agency.client.service"].search(
            [("order_id", "=", cls.order.id)]
        )
        cls.records["agency.event"] = cls.env["agency.event"].search([("partner_id", "=", cls.client.id)], limit=1)

    def test_filter_and_group_as_those_who_work_there(self):
        users = dict.fromkeys(self.records, self.account_manager) | {"account.move": self.accountant}
        for model, record in self.records.items():
            with self.subTest(model=model):
                self.assertTrue(record)
                documents = self.env[model].with_user(users[model])
                self.assertIn(record, documents.search([("client_segment_ids", "in", self.segment.ids)]))
                self.assertIn(record, documents.search([("client_segment_ids", "ilike", "Kyiv")]))
                self.assertNotIn(record, documents.search([("client_segment_ids", "not in", self.segment.ids)]))
                domain = [("id", "=", record.id)]
                [group] = documents._read_group(domain, ["client_segment_ids"], ["__count"])
                self.assertEqual(group, (self.segment, 1))
                self.assertTrue(documents.fields_get(["client_segment_ids"])["client_segment_ids"]["groupable"])

    def test_search_views_offer_segments(self):
        for model in self.records:
            view = self.env.ref(f"crm_web_agency.{model.replace('.', '_')}_view_search_segments")
            with self.subTest(model=model):
                arch = self.env[model].with_user(self.director).get_view(view.inherit_id.id, "search")["arch"]
                self.assertIn('name="client_segment_ids"', arch)
                self.assertIn("group_client_segment", arch)

    def test_documents_follow_the_client(self):
        self.segment.domain = "[('city', '=', 'Одеса')]"
        self.assertFalse(self.env["sale.order"].search([("client_segment_ids", "in", self.segment.ids)]) & self.order)
