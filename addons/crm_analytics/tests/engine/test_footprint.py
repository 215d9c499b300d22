"""What importing the engine drags in: a worker process must stay light."""

import subprocess
import sys

from samples import CHECKOUT

PROBE = "import sys, engine; print(*{'odoo', 'pandas', 'scipy'} & set(sys.modules))"


def test_import_brings_numpy_only():
    addon = CHECKOUT / "addons/crm_analytics"
    answer = subprocess.run([sys.executable, "-c", PROBE], cwd=addon, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""
