"""Tell which tests of Odoo fail beside the add-ons only.

    tests/upstream/compare.py plain.log with.log

Both logs are of `run_all_at_once.py server -d DB --test-tags /sale,/sale_project,/sale_timesheet,/project,/crm
--stop-after-init`, the first of a database without the add-ons, the second of a copy of it with them.
"""

import re
import sys
from pathlib import Path

FAILED = re.compile(r" (?:FAIL|ERROR): (?:Subtest )?(\w+\.\w+)")
# Differences that are meant, by the beginning of the test's name.
MEANT = {
    "TestProductConfiguratorData.": "staff without a right to sell reads no prices",
    "TestCRUDVisibility": "staff without any role sees no more than a performer",
    "TestAccessRightsInvitedUsers.": "staff without any role sees no more than a performer",
    "TestCRMLead.test_crm_lead_partner_sync_email_phone": "the audit notes the request: a stub there",
    "TestSaleToInvoice.test_group_invoice": "an offer in another currency needs a rate of the day",
    "TestSaleReportCurrencyRate.test_sale_report_foreign_currency": "a price at a rate is rounded as it is printed",
    "TestProjectUpdateAccessRights.test_project_update_user_can_read": "staff without any role sees no more",
    "TestProjectFlow.test_project_sub_task_copy_without_archive_user": "nobody leaves with open work",
    "TestProjectFlow.test_project_task_copy_without_archive_user": "nobody leaves with open work",
}


def failed(log: str) -> set[str]:
    return set(FAILED.findall(Path(log).read_text("utf-8", errors="replace")))


def main(plain: str, beside: str) -> int:
    """Print them with the reason, if they are meant; return how many are not."""
    found = sorted(failed(beside) - failed(plain))
    reasons = {name: next((why for start, why in MEANT.items() if name.startswith(start)), "") for name in found}
    for name, reason in reasons.items():
        print(f"{name}: {reason or 'NOT MEANT'}")
    return sum(not reason for reason in reasons.values())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
