"""Files as people, cameras and attackers send them, made on the spot."""

import base64
import io
import struct
import zlib

from PIL import Image, ImageCms, PngImagePlugin

SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">%s</svg>'
# Archives, pages and programs that other readers find behind a picture.
TAIL = b"PK\x03\x04archive" + SCRIPT + b"<?php system($_GET[0]); ?>%PDF-1.7"
PLACE, CAMERA, DAY = "N", "Camera of a client", "2025:03:04 10:20:30"


def drawing(size=(300, 200), mode="RGB"):
    """A picture whose left half is red and right half is blue, so that turning and colours can be seen."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image.convert(mode)


def save(image, kind, **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def encoded(raw):
    return base64.b64encode(raw).decode()


def opened(raw):
    image = Image.open(io.BytesIO(raw))
    image.load()
    return image


def exif(orientation=1):
    """What a camera writes: place, name, day and how it was held."""
    data = Image.Exif()
    data[0x010F], data[0x0112] = CAMERA, orientation
    data[0x8825] = {1: PLACE, 2: (50.0, 27.0, 0.0), 3: "E", 4: (30.0, 31.0, 0.0)}
    data[0x8769] = {0x9003: DAY}
    return data


def photo(**options):
    return save(drawing(), "JPEG", quality=95, exif=exif(**options), comment=SCRIPT, xmp=b"<x:xmpmeta>secret")


def png_with_texts():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", SCRIPT.decode())
    texts.add_text("Packed", "secret " * 20, zip=True)
    return save(drawing(), "PNG", pnginfo=texts, icc_profile=profile())


def profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def gif_of_frames(count=300):
    frames = [Image.new("P", (40, 40), number % 256) for number in range(count)]
    return save(frames[0], "GIF", save_all=True, append_images=frames[1:], comment=SCRIPT)


def png_claiming(width, height):
    """A PNG of some hundred bytes whose header promises a huge picture."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(100_000))),
        (b"IEND", b""),
    ]
    body = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)
