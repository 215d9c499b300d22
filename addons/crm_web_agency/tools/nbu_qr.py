"""Payment QR code of the National Bank of Ukraine: what it says, and its picture.

Structure 002 of the rules of the National Bank (resolution No. 97 of 2025): a line per requisite, in Windows-1251
or UTF-8, behind the address of the bank. Windows-1251 is written here: Ukrainian takes half the bytes, and bank
applications that take UTF-8 take it too.
"""

from base64 import b64encode, urlsafe_b64encode
from decimal import Decimal
from io import BytesIO

from PIL import Image, ImageDraw
from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

__all__ = ["MAX_BYTES", "get_payload", "get_picture", "get_url"]

ADDRESS = "https://bank.gov.ua/qr/"
CHARSET = "cp1251"
# The limit of the rules for all the lines together.
MAX_BYTES = 331
# The rules allow versions 10 to 20 of the code.
VERSIONS = range(10, 21)
# Signs of texts that Windows-1251 has not.
ALIKE = str.maketrans({"ʼ": "'", "ʹ": "'", "‘": "'", "′": "'", "−": "-", "₴": "грн"})
MODULE, QUIET = 8, 4


def get_payload(recipient, iban, amount, code, purpose):
    """Return the lines of a credit transfer in hryvnias.

    Args:
        recipient: name of who is paid.
        iban: account, "UA" and 27 digits; spaces are dropped.
        amount: hryvnias, Decimal, float or int; kopiykas are rounded.
        code: ЄДРПОУ or РНОКПП of the recipient.
        purpose: purpose of the payment; what does not fit into the limit is cut off.

    Returns:
        str: 14 lines, of which some are reserved and empty.

    Raises:
        ValueError: if the requisites do not fit even without the purpose.
    """
    total = Decimal(str(amount)).quantize(Decimal("0.01"))
    lines = ["BCD", "002", "2", "UCT", "", _to_line(recipient), "".join(iban.split()).upper()]
    lines += [f"UAH{total}", _to_line(code), "", "", "", "", ""]
    left = MAX_BYTES - len(_to_bytes("\n".join(lines)))
    if left < 0:
        raise ValueError("The requisites are too long for a payment QR code")
    # A byte is a letter in this charset.
    lines[11] = _to_line(purpose)[:left].rstrip()
    return "\n".join(lines)


def get_url(payload):
    """Return the address that the code holds: base64url of the lines, without the padding."""
    return ADDRESS + urlsafe_b64encode(_to_bytes(payload)).decode().rstrip("=")


def get_picture(url):
    """Return the PNG of the code as a data URI, with the sign of the hryvnia in its middle as the rules want."""
    code = _encode(url)
    count = code.getModuleCount()
    size = (count + 2 * QUIET) * MODULE
    image = Image.new("L", (size, size), 255)
    draw = ImageDraw.Draw(image)
    for row in range(count):
        for column in range(count):
            if code.isDark(row, column):
                left, top = (column + QUIET) * MODULE, (row + QUIET) * MODULE
                draw.rectangle((left, top, left + MODULE - 1, top + MODULE - 1), fill=0)
    _draw_hryvnia(draw, size / 2, count * MODULE * 0.085)
    content = BytesIO()
    image.save(content, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(content.getvalue()).decode()}"


def _to_line(text):
    # A line break would shift all the requisites after it.
    return " ".join((text or "").translate(ALIKE).split())


def _to_bytes(text):
    return text.encode(CHARSET, errors="replace")


def _encode(url):
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(url))
    code.version = max(VERSIONS[0], code.calculate_version())
    if code.version not in VERSIONS:
        raise ValueError("The payment QR code is too large")
    code.make()
    return code


def _draw_hryvnia(draw, middle, radius):
    """Draw ₴ in a white circle: two bows that make a mirrored S, and two bars."""
    draw.ellipse((middle - radius, middle - radius, middle + radius, middle + radius), fill=255)
    bow, pen = radius * 0.34, max(2, round(radius * 0.15))
    upper = (middle - bow, middle - 2 * bow, middle + bow, middle + pen / 2)
    lower = (middle - bow, middle - pen / 2, middle + bow, middle + 2 * bow)
    draw.arc(upper, 180, 90, fill=0, width=pen)
    draw.arc(lower, 0, 270, fill=0, width=pen)
    for offset in (-0.17, 0.17):
        top = middle + offset * radius - pen / 2
        draw.rectangle((middle - radius * 0.62, top, middle + radius * 0.62, top + pen * 0.8), fill=0)
