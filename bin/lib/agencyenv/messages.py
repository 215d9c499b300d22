"""Progress in words, and faults that say what to do."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["Fault", "main", "say", "step"]


class Fault(Exception):
    """A condition that stops the command; its text is one sentence saying what to do."""


def say(text: str) -> None:
    """Print one line of progress on standard error (standard output is for results)."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a piece of work and, when it took a while, how many seconds it needed."""
    say(f"{text} ...")
    started = time.monotonic()
    yield
    seconds = time.monotonic() - started
    if seconds >= 2:
        say(f"  done in {seconds:.0f} s")


def main(command: Callable[[list[str]], int]) -> None:
    """Run a command's function with the arguments; faults become one sentence and exit code 1."""
    try:
        code = command(sys.argv[1:])
    except Fault as fault:
        say(f"Stopped: {fault}")
        code = 1
    except KeyboardInterrupt:
        say("Interrupted: run the command again to go on from here.")
        code = 130
    sys.exit(code)
