"""Pictures from outside made safe: known by their content, drawn anew, without anything that is no picture.

What people send is opened, measured before it is unpacked, and written again from its pixels alone. So whatever else
the file carried is gone: place and camera (EXIF), texts and comments, colour profiles, further frames, and pages,
scripts or archives hidden before, within or after the picture.
"""

import io
import struct
import warnings
from datetime import date, datetime
from typing import NamedTuple

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from .svg_picture import check_svg

__all__ = ["MAX_BYTES", "MAX_PIXELS", "Picture", "PictureError", "clean", "get_day_taken"]

MAX_BYTES = 25 * 1024 * 1024
# As much as Odoo itself allows; checked in the header, before anything is unpacked.
MAX_PIXELS = 50_000_000
JPEG_QUALITY = 90
# A colour profile of a camera or a printer has some kilobytes.
MAX_PROFILE = 4 * 1024 * 1024
_EXIF_IFD, _TAKEN = 0x8769, 0x9003

# Pillow warns of each file with odd notes of a camera. These notes are thrown away, and the log is for people.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")


class Picture(NamedTuple):
    """A clean picture: its bytes, MIME type and size in pixels (None for SVG)."""

    content: bytes
    mimetype: str
    size: tuple[int, int] | None


class PictureError(ValueError):
    """Why a file is refused.

    ``reason``: "too_large" (bytes), "unknown" (no picture, or of a type not taken), "too_many_pixels", "damaged",
    "svg" (SVG where none is taken) or "svg_active" (SVG that can do something but be looked at).
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class _WholeFile(io.BytesIO):
    """A file whose end is an error.

    Odoo tells Pillow to draw what there is of a file that was cut short. Reading past the end is how it finds out.
    """

    def read(self, size=-1, /):
        data = super().read(size)
        if not data and size is not None and size > 0:
            raise OSError("The file is cut short.")
        return data


class _WholePng(PngImagePlugin.PngImageFile):
    """A PNG in which all its pixels are, as above."""

    def load_read(self, read_bytes):
        data = super().load_read(read_bytes)
        if not data:
            raise OSError("There are fewer pixels than the header says.")
        return data


# The first bytes of a file, and what reads it. Image.open is not used: it tries more formats and more of the file.
_READERS = (
    (b"\xff\xd8\xff", JpegImagePlugin.JpegImageFile),
    (b"\x89PNG\r\n\x1a\n", _WholePng),
    (b"GIF87a", GifImagePlugin.GifImageFile),
    (b"GIF89a", GifImagePlugin.GifImageFile),
    (b"BM", BmpImagePlugin.BmpImageFile),
)


def clean(raw: bytes, longest: int = 0, svg: bool = False) -> Picture:
    """Return the picture in ``raw``, written anew.

    JPEG stays JPEG; PNG, GIF (its first frame) and BMP become PNG; WebP becomes JPEG, or PNG if it is transparent, for
    Odoo makes no smaller variants of WebP.

    Args:
        raw: what was sent, any bytes.
        longest: sides longer than this, in pixels, are made as long; 0: the size stays.
        svg: whether SVG that only draws is taken, and kept as it is.

    Raises:
        PictureError: the file is refused; ``reason`` tells why.
    """
    if len(raw) > MAX_BYTES:
        raise PictureError("too_large", f"{len(raw)} bytes")
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _take_svg(raw, svg)
    reader = _get_reader(raw)
    try:
        return _draw_anew(raw, reader, longest)
    except PictureError:
        raise
    # The decoders raise nearly anything at files that were made to break them.
    except Exception as error:
        raise PictureError("damaged", str(error)) from error


def get_day_taken(raw: bytes) -> date | None:
    """Return the day on which the camera says that it took the picture, None if nothing tells it."""
    try:
        text = _get_reader(raw)(_WholeFile(raw)).getexif().get_ifd(_EXIF_IFD)[_TAKEN]
        return datetime.strptime(text[:10], "%Y:%m:%d").date()
    # As in clean(); besides, most pictures say nothing, or nonsense.
    except Exception:
        return None


def _take_svg(raw: bytes, wanted: bool) -> Picture:
    fault = check_svg(raw)
    if fault == "no svg":
        raise PictureError("unknown", "markup")
    if fault:
        raise PictureError("svg_active", fault)
    if not wanted:
        raise PictureError("svg")
    return Picture(raw, "image/svg+xml", None)


def _get_reader(raw: bytes):
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return WebPImagePlugin.WebPImageFile
    for start, reader in _READERS:
        if raw.startswith(start):
            return reader
    raise PictureError("unknown")


def _draw_anew(raw: bytes, reader, longest: int) -> Picture:
    image = reader(_WholeFile(raw))
    if image.width * image.height > MAX_PIXELS:
        raise PictureError("too_many_pixels", f"{image.width} x {image.height}")
    if reader is _WholePng:
        # Checks the sums of all chunks, up to the end; the image cannot be used afterwards.
        image.verify()
        image = reader(_WholeFile(raw))
    if reader is JpegImagePlugin.JpegImageFile and longest:
        # Unpacks no more than is needed.
        image.draft(None, (longest, longest))
    image.load()
    image = _fit(_plain_colours(ImageOps.exif_transpose(image)), longest)
    lossy = reader is JpegImagePlugin.JpegImageFile
    if reader is WebPImagePlugin.WebPImageFile:
        lossy = not image.has_transparency_data
    return Picture(_write(image, lossy), "image/jpeg" if lossy else "image/png", image.size)


def _plain_colours(image: Image.Image) -> Image.Image:
    """Return the image in 8 bits of sRGB or grey, with or without transparency; palettes stay."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I") or image.mode == "F":
        # Sixteen bits: converting alone would make all but the darkest tones white.
        image = image.point(lambda level: level * (1 / 256)).convert("L")
    if profile and len(profile) <= MAX_PROFILE:
        image = _to_srgb(image, profile)
    if image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
        image = image.convert("RGBA" if "A" in image.mode or "a" in image.mode else "RGB")
    return image


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    if image.mode in ("1", "P", "PA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError, struct.error):
        # A profile that is broken or of other colours than the picture: shown as if there were none.
        return image


def _fit(image: Image.Image, longest: int) -> Image.Image:
    if longest and max(image.size) > longest:
        if image.mode in ("1", "P"):
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return image


def _write(image: Image.Image, lossy: bool) -> bytes:
    # Pillow writes some of what it has read (comments, profiles) into the new file.
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    stream = io.BytesIO()
    if lossy:
        if image.mode not in ("L", "RGB"):
            image = image.convert("RGB")
        image.save(stream, "JPEG", quality=JPEG_QUALITY)
    else:
        image.save(stream, "PNG")
    return stream.getvalue()
