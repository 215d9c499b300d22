"""bin/odoo: Odoo's own command line in this checkout's environment."""

import os

from . import environment
from .messages import main


def command(arguments: list[str]) -> int:
    """Replace this process by Odoo; PostgreSQL keeps running for the next call."""
    ready = environment.prepare(own_postgres=False)
    line = ready.odoo(*arguments)
    os.execvpe(line[0], line, ready.variables)


if __name__ == "__main__":
    main(command)
