"""Make `engine` importable alone (its parent package imports odoo), and `samples` too."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]
