from . import (
    agency_dashboard,
    agency_demo,
    agency_forecast,
    agency_forecast_point,
    agency_forecast_refresh,
    agency_overview,
    product_template,
    res_partner,
    sale_order,
    sale_order_line,
)
