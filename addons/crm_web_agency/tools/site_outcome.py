"""What a question to the outside world ended with: an answer, a problem or no answer at all.

Plain Python: knows nothing of Odoo.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

__all__ = ["ANSWERS", "FAILURES", "TLS_PROBLEMS", "Outcome", "ProbeError"]

# The other side answered, and the certificate is not good.
TLS_PROBLEMS = ("self_signed", "wrong_host", "untrusted", "not_yet_valid")
# The question was answered: asking sooner than usual would bring nothing new.
ANSWERS = ("ok", "expired", *TLS_PROBLEMS, "redacted", "not_found", "unsupported")
# No answer: worth asking again, each time later.
FAILURES = (
    "unresolved",
    "refused_address",
    "time_out",
    "unreachable",
    "no_tls",
    "bad_answer",
    "rate_limited",
    "failed",
)
_DETAIL_LENGTH = 200


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Outcome:
    """The end of one probe.

    Args:
        result: one of `ANSWERS` or `FAILURES`.
        expiry: the end of what was asked about, with its time zone; None if it is not known.
        detail: a few technical words of the other side, in no particular language.
        retry_after: seconds that the other side asked us to wait; 0 if it did not.
        moment: when it ended (UTC).
    """

    result: str
    expiry: datetime | None = None
    detail: str = ""
    retry_after: int = 0
    moment: datetime = field(default_factory=_now)

    @property
    def is_answer(self) -> bool:
        return self.result in ANSWERS


class ProbeError(Exception):
    """A probe cannot go on; carries the outcome that says why."""

    def __init__(self, result: str, detail: object = "", retry_after: int = 0):
        # What strangers sent is cut and stays on one line.
        words = " ".join(str(detail).split())[:_DETAIL_LENGTH]
        super().__init__(f"{result}: {words}")
        self.outcome = Outcome(result, detail=words, retry_after=retry_after)
