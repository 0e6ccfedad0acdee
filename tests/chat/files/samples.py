"""Files of every kind, honest and lying, made here: none of them is anybody's."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

SECRET = "GPS-of-home-7741"
SCRIPT = "<script>parent.postMessage('ran', '*')</script>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def picture(form: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, "teal").save(made, form, **options)
    return made.getvalue()


def photo() -> bytes:
    """As a phone takes it: turned by its EXIF, with a place, a comment and words in XMP."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6  # to be turned a quarter
    exif[Base.ImageDescription] = SECRET
    exif.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (41.0, 8.0, 59.0), GPS.GPSAreaInformation: SECRET.encode()})
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{SECRET}</a></x:xmpmeta>'.encode()
    return picture("JPEG", exif=exif, comment=SECRET.encode(), xmp=xmp)


def moving(frames: int, size: tuple[int, int] = (20, 20), form: str = "GIF") -> bytes:
    made = io.BytesIO()
    first, *rest = [Image.new("RGB", size, (shade * 37 % 256, shade * 91 % 256, shade % 2 * 200)) for shade in range(frames)]
    first.save(made, form, save_all=True, append_images=rest, duration=40, loop=0)
    return made.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says that it is huge, and is: one colour packs well."""
    row = b"\0" + b"\0" * (width * 3)
    packer, packed = zlib.compressobj(9), b""
    for _ in range(height):
        packed += packer.compress(row)
    return _png(width, height, packed + packer.flush())


def _png(width: int, height: int, packed: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    head = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def archive(*names: str, first: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if first:
            file.writestr("mimetype", first)
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00\xb8" + b"\0" * 111 + b"PE\0\0"
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 60
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">{SCRIPT}</svg>'.encode()
HTML = f"<!doctype html><title>x</title>{SCRIPT}".encode()
MP4 = struct.pack("!I", 24) + b"ftypisom\0\0\2\0isomiso2" + b"\0" * 40
HEIC = struct.pack("!I", 24) + b"ftypheic\0\0\0\0mif1heic" + b"\0" * 40
# A picture and a page at once: either reader finds what it looks for.
GIF_AND_SCRIPT = b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)" + SCRIPT.encode()
PNG_AND_ZIP = picture() + archive("index.html") + SCRIPT.encode()
JPEG_AND_HTML = picture("JPEG", comment=HTML) + HTML
