"""bin/lib/database: copy or drop a database with its stored files (for developers).

bin/lib/database copy SOURCE TARGET
bin/lib/database drop NAME
"""

from . import database, environment
from .messages import Fault, main, say

USAGE = "Use it as 'bin/lib/database copy SOURCE TARGET' or 'bin/lib/database drop NAME'."


def command(arguments: list[str]) -> int:
    """Do what the first argument names."""
    match arguments:
        case ["copy", source, target]:
            database.copy(_server(), source, target)
            say(f"{target} is a copy of {source}.")
        case ["drop", name]:
            database.drop(_server(), name)
            say(f"{name} is dropped.")
        case _:
            raise Fault(USAGE)
    return 0


def _server():
    return environment.prepare(own_postgres=False).postgres


if __name__ == "__main__":
    main(command)
