"""Numeric engine: from monthly history to forecasts; knows nothing of Odoo.

Order of work: `build_history` checks facts and lays them out, `forecast` gives
expected figures with intervals, `backtest` tells how far both can be trusted.
"""

from .backtest import BacktestReport, backtest
from .forecast import MAX_HORIZON, MIN_MONTHS, NOT_ENOUGH_DATA, ForecastResult, forecast
from .history import DataContractError, History, build_history

__all__ = [
    "MAX_HORIZON",
    "MIN_MONTHS",
    "NOT_ENOUGH_DATA",
    "BacktestReport",
    "DataContractError",
    "ForecastResult",
    "History",
    "backtest",
    "build_history",
    "forecast",
]
