"""Servers of registries and sites on 127.0.0.1, for the tests of checks: quick, and with every fault one can have."""

import json
import socket
import ssl
import tempfile
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"


def lookup_loopback(_host, port, **_kwargs):
    """Answer like `socket.getaddrinfo`: every name leads to this machine."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (LOOPBACK, port))]


def lookup_to(*addresses):
    """Return a look-up that answers with given addresses."""

    def lookup(_host, port, **_kwargs):
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
            if ":" in address
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in addresses
        ]

    return lookup


class Authority:
    """An authority that issues certificates as a test wants them."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = _make_certificate("Authority of tests", self.key, -1, 3650, ca=True)
        self.pem = _to_pem(self.certificate)

    def issue(self, host, first_day=-10, last_day=60, self_signed=False):
        """Return (certificate and key as PEM, end of the certificate); days are counted from today."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = (None, key) if self_signed else (self.certificate, self.key)
        certificate = _make_certificate(host, key, first_day, last_day, issuer=issuer)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return _to_pem(certificate) + private.decode(), certificate.not_valid_after_utc


def _to_pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _make_certificate(name, key, first_day, last_day, issuer=None, ca=False):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    parent, signing_key = issuer or (None, key)
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(parent.subject if parent else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=first_day))
        .not_valid_after(now + timedelta(days=last_day))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
    )
    if not ca:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return builder.sign(signing_key, hashes.SHA256())


@contextmanager
def tls_site(pem):
    """Serve handshakes with a certificate; yields the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(pem)
        file.flush()
        context.load_cert_chain(file.name)

    def shake(connection):
        try:
            with context.wrap_socket(connection, server_side=True) as secured:
                secured.recv(1)
        except OSError:
            # A visitor who does not like the certificate hangs up.
            connection.close()

    with listen(shake) as port:
        yield port


@contextmanager
def listen(serve):
    """Accept connections in a thread and hand each to `serve`; yields the port."""
    listener = socket.create_server((LOOPBACK, 0))
    thread = threading.Thread(target=_accept, args=(listener, serve), daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        # Closing alone does not wake a thread that waits in accept().
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _accept(listener, serve):
    while True:
        try:
            connection, _address = listener.accept()
        except OSError:
            return
        connection.settimeout(5)
        serve(connection)


class Registry:
    """A registry whose answers a test sets by path: `(status, headers, body)` or a function of the handler."""

    def __init__(self):
        self.answers = {}
        self.asked = []

    def tell(self, name, events=None, **values):
        """Know a domain; `events` as RDAP writes them."""
        answer = {"objectClassName": "domain", "ldhName": name, "events": events or [], **values}
        self.answer(name, 200, body=json.dumps(answer))

    def tell_expiry(self, name, days):
        """Know a domain registered for so many days more; return the moment of its end."""
        moment = (datetime.now(UTC) + timedelta(days=days)).replace(hour=12, minute=0, second=0, microsecond=0)
        written = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.tell(name, [{"eventAction": "expiration", "eventDate": written}])
        return moment

    def answer(self, name, status, headers=None, body=""):
        self.answers[f"/domain/{name}"] = (status, headers or {}, body.encode() if isinstance(body, str) else body)

    @contextmanager
    def serve(self):
        """Serve the answers; yields the base address."""
        server = ThreadingHTTPServer((LOOPBACK, 0), type("Handler", (_Handler,), {"registry": self}))
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{server.server_port}/"
        finally:
            server.shutdown()
            server.server_close()
            thread.join(5)


class _Handler(BaseHTTPRequestHandler):
    registry = None

    def do_GET(self):
        self.registry.asked.append(self.path)
        answer = self.registry.answers.get(self.path, (404, {}, b""))
        if callable(answer):
            answer(self)
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Tests need no log of requests."""
