from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

SCOPE_MODELS = {
    "company": "res.company",
    "client": "res.partner",
    "service": "product.template",
    "salesperson": "res.users",
    "team": "crm.team",
    "need": "agency.requirement.category",
}


class AgencyForecast(models.Model):
    """One forecast of one figure of one object, as it was made on a day.

    Rows are written by the refresh only. Older ones stay, one for each month, so that
    a forecast can be laid against what came.
    """

    _name = "agency.forecast"
    _description = "Forecast"
    _order = "as_of desc, next_expected desc, id"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    scope = fields.Selection(
        [
            ("company", "Company"),
            ("client", "Client"),
            ("service", "Service"),
            ("salesperson", "Salesperson"),
            ("team", "Sales team"),
            ("need", "Need"),
        ],
        required=True,
        readonly=True,
    )
    res_model = fields.Char(compute="_compute_res_model")
    res_id = fields.Many2oneReference("Object", model_field="res_model", required=True, readonly=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Client",
        compute="_compute_partner_id",
        store=True,
        index="btree_not_null",
        help="The client, if the forecast is of one: managers see those of their own clients.",
    )
    measure = fields.Selection(
        [("revenue", "Revenue"), ("hours", "Hours"), ("count", "Count")],
        required=True,
        readonly=True,
    )
    as_of = fields.Date("Made on", required=True, readonly=True)
    is_latest = fields.Boolean("Latest", readonly=True, default=True, index=True)
    horizon = fields.Integer("Months ahead", readonly=True, aggregator=False)
    level = fields.Float(
        "Interval level",
        readonly=True,
        aggregator=False,
        help="Share of cases in which the figure is meant to fall inside the interval.",
    )
    method = fields.Selection(
        [
            ("combination", "Combination of smoothers"),
            ("naive", "Last month again"),
            ("seasonal_naive", "Same month of last year"),
            ("mean", "Mean of the last year"),
            ("mean_tsb", "Mean and TSB (rare orders)"),
            ("tsb", "TSB (orders that fade)"),
            ("not_enough_data", "Not enough data"),
        ],
        readonly=True,
    )
    mase = fields.Float(
        "Error against naive",
        readonly=True,
        aggregator="avg",
        digits=(16, 3),
        help="Mean absolute scaled error on held-out months: below 1 is better than repeating what was seen before.",
    )
    coverage = fields.Float(
        "Measured coverage",
        readonly=True,
        aggregator="avg",
        digits=(16, 3),
        help="Share of held-out months that fell inside the interval.",
    )
    n_observations = fields.Integer("Months of history", readonly=True, aggregator=False)
    enough_data = fields.Boolean(readonly=True)
    next_expected = fields.Float("Next 3 months", readonly=True, digits=(16, 2))
    next_lower = fields.Float("Lower bound", readonly=True, digits=(16, 2), aggregator=False)
    next_upper = fields.Float("Upper bound", readonly=True, digits=(16, 2), aggregator=False)
    point_ids = fields.One2many("agency.forecast.point", "forecast_id", "Months", readonly=True)

    _key_uniq = models.UniqueIndex("(company_id, scope, res_id, measure, as_of)")

    @api.depends("scope")
    def _compute_res_model(self):
        for forecast in self:
            forecast.res_model = SCOPE_MODELS.get(forecast.scope, False)

    @api.depends("scope", "res_id")
    def _compute_partner_id(self):
        clients = self.filtered(lambda forecast: forecast.scope == "client")
        (self - clients).partner_id = False
        # A forecast outlives its client.
        known = set(self.env["res.partner"].browse(clients.mapped("res_id")).exists().ids)
        for forecast in clients:
            forecast.partner_id = forecast.res_id if forecast.res_id in known else False

    @api.depends("scope", "res_id")
    def _compute_name(self):
        names = {}
        for scope, forecasts in self.grouped("scope").items():
            # Names only: whoever may read the forecast may know what it is about.
            records = self.env[SCOPE_MODELS[scope]].sudo().browse(forecasts.mapped("res_id"))
            names.update(((scope, r.id), r.display_name) for r in records.exists())
        for forecast in self:
            forecast.name = names.get((forecast.scope, forecast.res_id), False)

    @api.depends("name", "as_of")
    def _compute_display_name(self):
        for forecast in self:
            day = format_date(self.env, forecast.as_of)
            forecast.display_name = f"{forecast.name or ''} ({day})"

    @api.model
    @api.readonly
    def get_chart(self, scope, res_id, measure="revenue"):
        """Latest forecast of one object in the current company, ready to be drawn.

        :return: dict of plain values, `points` in the order of months; False when there
            is no forecast, or none that the user may read
        """
        forecast = self.search(
            [
                ("company_id", "=", self.env.company.id),
                ("scope", "=", scope),
                ("res_id", "=", res_id),
                ("measure", "=", measure),
                ("is_latest", "=", True),
            ],
            limit=1,
        )
        return forecast._get_chart() if forecast else False

    @api.readonly
    def get_own_chart(self):
        """This very forecast, ready to be drawn; see `get_chart`."""
        self.check_access("read")
        return self._get_chart()

    def _get_chart(self):
        """Plain values of a forecast and its months."""
        self.ensure_one()
        names = ["month", "actual", "expected", "lower", "upper", "lower50", "upper50"]
        points = self.point_ids.read([*names, "is_forecast"], load="")
        return {
            "id": self.id,
            "measure": self.measure,
            "currency_id": self.currency_id.id,
            "as_of": fields.Date.to_string(self.as_of),
            "method": self.method,
            "method_label": dict(self._fields["method"]._description_selection(self.env))[self.method],
            "mase": self.mase,
            "coverage": self.coverage,
            "level": self.level,
            "n_observations": self.n_observations,
            "enough_data": self.enough_data,
            "expected": self.next_expected,
            "lower": self.next_lower,
            "upper": self.next_upper,
            "points": [point | {"month": fields.Date.to_string(point["month"])} for point in points],
        }

    def action_refresh(self):
        """Make the forecasts of the user's current company anew, now."""
        self.env["agency.forecast.refresh"]._check_may_refresh()
        # The refresh writes fields of every client and service of the company, which its
        # roles need not be able to edit; the check above says who may start it.
        self.env["agency.forecast.refresh"].sudo()._refresh_company(self.env.company)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_open_object(self):
        """Open what this forecast is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_open_orders(self):
        """Open the confirmed orders that this forecast was made from."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders behind the forecast"),
            "res_model": "sale.order",
            "views": [(False, "list"), (False, "form")],
            "domain": list(self._get_orders_domain()),
        }

    def _get_orders_domain(self):
        """Confirmed orders that belong to the object of this forecast."""
        self.ensure_one()
        path = {
            "client": "partner_id.commercial_partner_id",
            "service": "order_line.product_template_id",
            "salesperson": "user_id",
            "team": "team_id",
        }.get(self.scope)
        domain = Domain("state", "=", "sale") & Domain("company_id", "=", self.company_id.id)
        return domain & Domain(path, "=", self.res_id) if path else domain
