from . import xlsx_forecast, xlsx_profitability
