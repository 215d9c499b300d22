"""Simple drawn pictures, so that the demonstration needs no files of others."""

import base64
from io import BytesIO

from PIL import Image, ImageDraw

__all__ = ["logo", "screenshot", "service_picture"]


def logo() -> bytes:
    """The agency's mark, a sun over the horizon; base64 of a PNG of 360 x 120."""
    picture = Image.new("RGBA", (360, 120), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((20, 20, 100, 100), fill="#f4a261")
    draw.rectangle((0, 66, 120, 120), fill="#264653")
    for row, width in enumerate((210, 160, 120)):
        draw.rounded_rectangle((140, 28 + row * 26, 140 + width, 42 + row * 26), 7, fill="#264653")
    return _encode(picture)


def service_picture(colour: str, index: int) -> bytes:
    """A page sketched on a background of ``colour``; base64 of a PNG of 256 x 256."""
    picture = Image.new("RGB", (256, 256), colour)
    draw = ImageDraw.Draw(picture)
    _draw_page(draw, (44, 52, 212, 204), colour, index)
    return _encode(picture)


def screenshot(colour: str, index: int) -> bytes:
    """A made-up site as a browser would show it; base64 of a PNG of 640 x 400."""
    picture = Image.new("RGB", (640, 400), "#eef1f4")
    draw = ImageDraw.Draw(picture)
    _draw_page(draw, (20, 20, 620, 380), colour, index)
    return _encode(picture)


def _draw_page(draw, box, colour, index):
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    draw.rounded_rectangle(box, 8, fill="white")
    draw.rectangle((left, top + 6, right, top + height // 8), fill="#d9dee3")
    for dot in range(3):
        x = left + 8 + dot * 12
        draw.ellipse((x, top + 8, x + 6, top + 14), fill=colour)
    draw.rectangle((left + 10, top + height // 5, right - 10, top + height // 2), fill=colour)
    columns = 2 + index % 3
    step = (width - 20) // columns
    for column in range(columns):
        x = left + 10 + column * step
        draw.rectangle((x, top + height * 4 // 7, x + step - 8, bottom - 12), fill="#cfd6dc")


def _encode(picture) -> bytes:
    stream = BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return base64.b64encode(stream.getvalue())
