from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

NEXT_EVENTS = 8
LATE_EVENTS = 3
UNPAID = ("not_paid", "partial")
SALES = (
    "crm_web_agency.group_agency_account_manager,"
    "crm_web_agency.group_agency_project_manager,"
    "crm_web_agency.group_agency_director"
)
MONEY = "crm_web_agency.group_agency_accountant,crm_web_agency.group_agency_director"
WORK = "crm_web_agency.group_agency_performer,crm_web_agency.group_agency_project_manager"


class AgencyOverview(models.AbstractModel):
    """First screen of the app: what waits for the user, each figure with its records.

    Other add-ons extend `_get_cards`. Figures are grouped reads with the user's own
    rights: the number of queries does not depend on the number of records.
    """

    _name = "agency.overview"
    _description = "Overview"

    @api.model
    @api.readonly
    def get_overview(self):
        """Return what the overview shows to the current user.

        :return: dict with `user` (name), `currency_id` of the current company,
            `cards` (see `_prepare_card`), `stages` (orders by stage of delivery: key,
            label, count, amount, action) and `events` (next events of the user: id,
            name, type, state, date, partner, res_model, res_id)
        :raise AccessError: the user has no role in the agency
        """
        if not self.env.user.has_group("crm_web_agency.group_agency_user"):
            raise AccessError(self.env._("The overview is for the staff of the agency: ask for a role in it."))
        return {
            "user": self.env.user.name,
            "currency_id": self.env.company.currency_id.id,
            "cards": self._get_cards(),
            "stages": self._get_stages(),
            "events": self._get_next_events(),
        }

    # ------------------------------------------------------------------ cards

    def _get_cards(self):
        """Cards in the order in which they are shown; what one may not read is left out."""
        cards = self._get_event_cards()
        user = self.env.user
        if user.has_groups(WORK):
            cards += self._get_work_cards()
        if user.has_groups(SALES):
            cards += self._get_requirement_cards() + self._get_lead_cards() + self._get_act_cards()
        if user.has_groups(MONEY):
            cards += self._get_money_cards()
        return cards

    def _prepare_card(self, key, label, count, action, **extra):
        """One figure of the overview.

        :param str key: stable name of the card
        :param count: number of records, shown big unless there are `hours` or the headline is another
        :param action: window action that opens just those records, or the external id of an action
        :param extra: `icon` (Font Awesome), `tone` (danger, warning, success, info),
            `amount` in the current company's currency, `hours`, `headline` ("amount" to
            show that big), `bounds` of the amount as a pair
        """
        return {"key": key, "label": label, "count": count, "action": action} | extra

    def _prepare_action(self, name, model, domain, views=("list", "form"), context=None):
        """Window action on the records that a figure counts."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, view] for view in views],
            "domain": list(domain),
            "context": context or {},
        }

    def _get_event_cards(self):
        if not self.env["agency.event"].has_access("read"):
            return []
        mine = Domain("user_id", "=", self.env.uid)
        counts = dict(
            self.env["agency.event"]._read_group(
                mine & Domain("state", "in", ("overdue", "today")), ["state"], ["__count"]
            )
        )
        labels = {"overdue": self.env._("Overdue"), "today": self.env._("Today")}
        tones = {"overdue": "danger", "today": "warning"}
        return [
            self._prepare_card(
                f"events_{state}",
                label,
                counts.get(state, 0),
                self._prepare_action(label, "agency.event", mine & Domain("state", "=", state), ("list",)),
                icon="fa-clock-o" if state == "overdue" else "fa-calendar-check-o",
                tone=tones[state],
            )
            for state, label in labels.items()
        ]

    def _get_work_cards(self):
        """Own tasks that are open, and own hours of this week."""
        return [self._get_task_card(), self._get_hours_card()]

    def _get_task_card(self):
        label = self.env._("My open tasks")
        tasks = Domain("user_ids", "in", self.env.uid) & Domain("is_closed", "=", False)
        tasks &= Domain("project_id", "!=", False)
        return self._prepare_card(
            "tasks",
            label,
            self.env["project.task"].search_count(tasks),
            self._prepare_action(label, "project.task", tasks, ("kanban", "list", "form")),
            icon="fa-tasks",
        )

    def _get_hours_card(self):
        label = self.env._("My hours this week")
        entries = Domain("user_id", "=", self.env.uid) & Domain("project_id", "!=", False)
        entries &= Domain("date", ">=", "=week_start")
        [(hours, count)] = self.env["account.analytic.line"]._read_group(entries, [], ["unit_amount:sum", "__count"])
        return self._prepare_card(
            "hours",
            label,
            count,
            self._prepare_action(label, "account.analytic.line", entries, ("list",)),
            icon="fa-hourglass-half",
            hours=hours or 0.0,
        )

    def _get_requirement_cards(self):
        label = self.env._("New needs")
        needs = Domain("state", "=", "captured")
        return self._get_count_cards("requirements", label, "agency.requirement", needs, icon="fa-lightbulb-o")

    def _get_lead_cards(self):
        """Open opportunities with what they are expected to bring."""
        if not self.env["crm.lead"].has_access("read"):
            return []
        label = self.env._("Open opportunities")
        leads = Domain("type", "=", "opportunity") & Domain("won_status", "=", "pending")
        leads &= Domain("company_id", "in", [False, *self.env.companies.ids])
        [(count, amount)] = self.env["crm.lead"]._read_group(leads, [], ["__count", "expected_revenue:sum"])
        action = self._prepare_action(label, "crm.lead", leads, ("kanban", "list", "form"))
        return [self._prepare_card("leads", label, count, action, icon="fa-star-o", amount=amount or 0.0)]

    def _get_act_cards(self):
        label = self.env._("Acts waiting for signature")
        acts = Domain("state", "=", "sent")
        return self._get_amount_cards(
            "acts_sent", label, "agency.acceptance.act", acts, "amount_total", icon="fa-pencil-square-o"
        )

    def _get_money_cards(self):
        """What is to be invoiced and what is to be paid."""
        to_invoice = self.env._("Acts to invoice")
        unpaid, overdue = self.env._("Unpaid invoices"), self.env._("Overdue invoices")
        invoices = Domain("move_type", "=", "out_invoice") & Domain("state", "=", "posted")
        invoices &= Domain("payment_state", "in", UNPAID)
        late = invoices & Domain("invoice_date_due", "<", "today")
        move, residual = "account.move", "amount_residual_signed"
        signed = Domain("state", "=", "signed")
        return [
            *self._get_amount_cards(
                "acts_to_invoice", to_invoice, "agency.acceptance.act", signed, "amount_total", icon="fa-file-text-o"
            ),
            *self._get_amount_cards("invoices_unpaid", unpaid, move, invoices, residual, icon="fa-credit-card"),
            *self._get_amount_cards(
                "invoices_overdue", overdue, move, late, residual, icon="fa-exclamation-triangle", tone="danger"
            ),
        ]

    def _get_count_cards(self, key, label, model, domain, **extra):
        """Card with a number of records; none if the user may not read the model."""
        if not self.env[model].has_access("read"):
            return []
        count = self.env[model].search_count(domain)
        return [self._prepare_card(key, label, count, self._prepare_action(label, model, domain), **extra)]

    def _get_amount_cards(self, key, label, model, domain, amount_field, **extra):
        """Card with a number of records and their sum in the current company's currency."""
        Model = self.env[model]
        if not Model.has_access("read"):
            return []
        # A signed amount of an invoice is in the company's currency already.
        signed = amount_field.endswith("_signed")
        aggregate = f"{amount_field}:{'sum' if signed else 'sum_currency'}"
        here = domain & Domain("company_id", "=", self.env.company.id)
        [(count, amount)] = Model._read_group(here, [], ["__count", aggregate])
        action = self._prepare_action(label, model, here)
        return [self._prepare_card(key, label, count, action, amount=amount or 0.0, **extra)]

    # ----------------------------------------------------------------- stages

    def _get_stages(self):
        """Orders of the current company that are not closed, by stage of delivery."""
        Order = self.env["sale.order"]
        if not self.env.user.has_groups(SALES) or not Order.has_access("read"):
            return []
        here = Domain("company_id", "=", self.env.company.id)
        groups = Order._read_group(
            here & Domain("delivery_stage", "not in", (False, "closed")),
            ["delivery_stage"],
            ["__count", "amount_untaxed:sum_currency"],
        )
        figures = {stage: (count, amount) for stage, count, amount in groups}
        return [
            self._prepare_stage(stage, label, here, *figures.get(stage, (0, 0.0)))
            for stage, label in Order._fields["delivery_stage"]._description_selection(self.env)
            if stage != "closed"
        ]

    def _prepare_stage(self, stage, label, here, count, amount):
        domain = here & Domain("delivery_stage", "=", stage)
        action = self._prepare_action(label, "sale.order", domain)
        return {"key": stage, "label": label, "count": count, "amount": amount, "action": action}

    # ----------------------------------------------------------------- events

    def _get_next_events(self):
        """The user's events of today and later, after the overdue ones of late."""
        Event = self.env["agency.event"]
        if not Event.has_access("read"):
            return []
        mine = Domain("user_id", "=", self.env.uid)
        overdue = Event.search(mine & Domain("state", "=", "overdue"), order="date_start desc, id", limit=LATE_EVENTS)
        coming = Event.search(
            mine & Domain("state", "in", ("today", "planned")), order="date_start, id", limit=NEXT_EVENTS - len(overdue)
        )
        events = overdue[::-1] + coming
        types = dict(events._fields["event_type"]._description_selection(self.env))
        # Names of clients of own events: the event itself shows them to its performer.
        return [
            {
                "id": event.id,
                "name": event.name,
                "type": types[event.event_type],
                "state": event.state,
                "date": fields.Date.to_string(event.date),
                "partner": event.partner_id.sudo().display_name or "",
                "res_model": event.res_model,
                "res_id": event.res_id,
            }
            for event in events
        ]
