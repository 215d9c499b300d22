"""Until when the certificate of a site is valid, and what is wrong with it, by a handshake.

Plain Python: knows nothing of Odoo.
"""

import ssl
from datetime import UTC, datetime

from cryptography import x509

from .site_address import Deadline, Limits, open_socket, tls_context, to_ascii
from .site_outcome import Outcome, ProbeError

__all__ = ["probe_tls"]

# Codes of OpenSSL's verification (X509_V_ERR_...); what is not here is "untrusted".
_PROBLEMS = {9: "not_yet_valid", 10: "expired", 18: "self_signed", 62: "wrong_host"}


def probe_tls(host: str, limits: Limits) -> Outcome:
    """Look at the certificate of a host.

    A certificate that is not good is looked at once more without checking, for its date only: nothing is sent.
    """
    deadline = Deadline(limits.seconds)
    try:
        name = to_ascii(host)
        try:
            return _read_certificate(_handshake(name, tls_context(limits), limits, deadline), "ok")
        except ssl.SSLCertVerificationError as error:
            problem = _PROBLEMS.get(error.verify_code, "untrusted")
        return _read_certificate(_handshake(name, _unchecked_context(), limits, deadline), problem)
    except ProbeError as error:
        return error.outcome
    except TimeoutError as error:
        return ProbeError("time_out", error).outcome
    except ssl.SSLError as error:
        return ProbeError("no_tls", error.reason or "no TLS").outcome
    except OSError as error:
        return ProbeError("unreachable", error).outcome
    except ValueError:
        return ProbeError("bad_answer", "certificate").outcome


def _unchecked_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _handshake(host: str, context: ssl.SSLContext, limits: Limits, deadline: Deadline) -> bytes:
    """Return the certificate of a host, as DER."""
    with open_socket(host, limits.tls_port, limits, deadline) as sock:
        sock.settimeout(deadline.left())
        with context.wrap_socket(sock, server_hostname=host) as secured:
            return secured.getpeercert(binary_form=True) or b""


def _read_certificate(der: bytes, problem: str) -> Outcome:
    """Put the date and the problem together; what is over is "expired", whatever else is wrong."""
    certificate = x509.load_der_x509_certificate(der)
    expiry = certificate.not_valid_after_utc
    if expiry < datetime.now(UTC):
        problem = "expired"
    return Outcome(problem, expiry=expiry)
