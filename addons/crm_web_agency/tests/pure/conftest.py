"""Make the package `tools` importable alone: its parent imports odoo."""

import sys
import tempfile
from pathlib import Path

from hypothesis.configuration import set_hypothesis_home_dir

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
# Found examples are kept out of the checkout.
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")
