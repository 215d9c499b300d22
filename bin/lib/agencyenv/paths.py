"""Where things are: the checkout, and everything private to it under .local/."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ADDONS = ROOT / "addons"
OUR_ADDONS = ("crm_web_agency", "crm_analytics")

LOCAL = ROOT / ".local"
MARKER = LOCAL / "made-by-web-agency-crm"
LOCK = LOCAL / "lock"
STAMPS = LOCAL / "stamps"
DOWNLOADS = LOCAL / "downloads"
LOGS = LOCAL / "log"
SETUP_LOG = LOGS / "setup.log"
CONFIG = LOCAL / "odoo.conf"
DATA = LOCAL / "data"
FILESTORE = DATA / "filestore"

ODOO = LOCAL / "odoo"
ODOO_TREE = ODOO / "usr/lib/python3/dist-packages"
VENV = LOCAL / "venv"
LINT_VENV = LOCAL / "venv-lint"
PEERS_VENV = LOCAL / "venv-peers"
VENV_PYTHON = VENV / "bin/python"
WKHTMLTOX = LOCAL / "wkhtmltox"
WKHTMLTOPDF = WKHTMLTOX / "bin/wkhtmltopdf"
PG = LOCAL / "pg"


def display(path: Path) -> str:
    """Return the path as a reader of a message wants it: relative to the checkout if inside."""
    return os.path.relpath(path, ROOT) if path.is_relative_to(ROOT) else str(path)
