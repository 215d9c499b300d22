from . import xlsx_register  # isort: skip  (base of the registers below)
from . import document_report  # isort: skip  (base of the documents below)
from . import (
    agreement,
    commercial_proposal,
    payment_invoice,
    reconciliation_act,
    requirements_brief,
    website_passport,
    work_report,
)
from . import xlsx_act_register, xlsx_hours, xlsx_order_register, xlsx_receivables, xlsx_reconciliation
from . import agency_register_file
