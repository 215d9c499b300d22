from . import (
    agency_account_import,
    agency_account_import_line,
    agency_account_import_rows,
    agency_account_wizard,
    agency_act_hours_wizard,
    agency_handover,
    agency_handover_line,
    agency_order_register_wizard,
    agency_requirement_decline,
    agency_substitution,
)
