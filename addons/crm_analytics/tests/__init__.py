from . import (
    test_access,
    test_browser,
    test_client_figures,
    test_costs,
    test_dashboard,
    test_facts,
    test_refresh,
    test_xlsx,
)
