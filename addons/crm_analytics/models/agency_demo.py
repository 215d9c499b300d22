from odoo import api, models


class AgencyDemo(models.AbstractModel):
    """Forecasts of the demonstration company, made from its demonstration history."""

    _inherit = "agency.demo"

    @api.model
    def _generate(self):
        """Generate, then refresh the forecasts if there is anything new to forecast.

        Returns:
            bool: False if the demonstration is there already and nothing was done.
        """
        made = super()._generate()
        if made:
            self.env["agency.forecast.refresh"]._refresh_company(self.env.company)
        return made
