from odoo import models


class AgencyOverview(models.AbstractModel):
    """The director's overview shows what the next months are expected to bring."""

    _inherit = "agency.overview"

    def _get_cards(self):
        return super()._get_cards() + self._get_forecast_cards()

    def _get_forecast_cards(self):
        if not self.env.user.has_group("crm_web_agency.group_agency_director"):
            return []
        company = self.env.company
        forecast = self.env["agency.forecast"].get_chart("company", company.id)
        if not forecast or not forecast["enough_data"]:
            return []
        card = self._prepare_card(
            "forecast",
            self.env._("Expected, next 3 months"),
            1,
            "crm_analytics.dashboard_action",
            icon="fa-line-chart",
            tone="success",
            amount=forecast["expected"],
            headline="amount",
            bounds=[forecast["lower"], forecast["upper"]],
        )
        return [card]
