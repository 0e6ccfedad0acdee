"""What a file is, by its content alone, and which kinds may be sent (UPL2). Nothing is ever unpacked to find out (UPL10)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import puremagic

from chat.files.names import ending_of
from chat.shapes import RefusalName

HEAD = 4096  # bytes in which a kind shows itself
MAGIC = 4  # bytes that have to be alike: two are found in anything


class Unfit(Exception):
    """A file that cannot be taken, and by which name browsers know why."""

    def __init__(self, why: RefusalName) -> None:
        super().__init__(why)
        self.why: RefusalName = why


@dataclass(frozen=True)
class Kind:
    """A kind that may be sent: as what it is served, the endings that its name may have, and whether it is a picture to remake."""

    type: str
    endings: tuple[str, ...]
    picture: bool = False


JPEG = Kind("image/jpeg", ("jpg", "jpeg", "jfif"), picture=True)
PNG = Kind("image/png", ("png",), picture=True)
GIF = Kind("image/gif", ("gif",), picture=True)
WEBP = Kind("image/webp", ("webp",), picture=True)
PICTURES = {kind.type: kind for kind in (JPEG, PNG, GIF, WEBP)}
PDF = Kind("application/pdf", ("pdf",))
TEXT = Kind("text/plain", ("txt", "md", "log", "csv", "tsv", "json", "ics", "vcf", "srt", "eml", "yaml", "yml", "ini"))
ZIP = Kind("application/zip", ("zip",))
# What a browser would run: it travels as bytes, under whatever name it has.
BYTES = Kind("application/octet-stream", ())

# The sorts that a project may refuse. What is none of the others is a document.
SORTS = ("pictures", "documents", "texts", "media", "archives", "markup")


def sort_of(kind: Kind) -> str:
    """Which sort a kind is of."""
    begin = kind.type.partition("/")[0]
    named = {"image": "pictures", "video": "media", "audio": "media", "text": "texts"}
    return {ZIP.type: "archives", BYTES.type: "markup"}.get(kind.type) or named.get(begin, "documents")


_OFFICE = "application/vnd.openxmlformats-officedocument."
_INSIDE_ZIP: tuple[tuple[bytes, Kind], ...] = (
    (b"word/document.xml", Kind(_OFFICE + "wordprocessingml.document", ("docx",))),
    (b"xl/workbook.xml", Kind(_OFFICE + "spreadsheetml.sheet", ("xlsx",))),
    (b"ppt/presentation.xml", Kind(_OFFICE + "presentationml.presentation", ("pptx",))),
)
_OPEN = "application/vnd.oasis.opendocument."
_OPEN_DOCUMENTS = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
# Names that stand in the directory of an archive as they are, packed or not.
_MACROS = re.compile(rb"(vbaProject|xl/macrosheets/|Basic/Standard/|Scripts/python/)", re.IGNORECASE)
_PROGRAMS = re.compile(rb"(META-INF/MANIFEST\.MF|AndroidManifest\.xml|classes\.dex|Payload/[^/]+\.app/)")

_MP4 = Kind("video/mp4", ("mp4", "m4v"))
_BRANDS = {b"qt  ": Kind("video/quicktime", ("mov", "qt")), b"M4A ": Kind("audio/mp4", ("m4a",)), b"3gp4": Kind("video/3gpp", ("3gp",))}
_BRANDS |= dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"MSNV"), _MP4)
_HEIF = {b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif", b"avis"}


def _riff(data: bytes) -> Kind | None:
    return {b"WEBP": WEBP, b"WAVE": Kind("audio/wav", ("wav",))}.get(data[8:12])


def _boxes(data: bytes) -> Kind | None:
    if data[8:12] in _HEIF:
        raise Unfit("uncleanable")
    return _BRANDS.get(data[8:12])


def _zip(data: bytes) -> Kind | None:
    """By the names that stand in it. What can run when it is opened is no document."""
    if _MACROS.search(data):
        raise Unfit("macros")
    if _PROGRAMS.search(data):
        raise Unfit("program")
    if data[30:38] == b"mimetype":
        for name, ending in _OPEN_DOCUMENTS.items():
            if data[38:].startswith((_OPEN + name).encode()):
                return Kind(_OPEN + name, (ending,))
    return next((kind for inside, kind in _INSIDE_ZIP if inside in data), ZIP)


def _matroska(data: bytes) -> Kind | None:
    return Kind("video/webm", ("webm",)) if b"webm" in data[:64] else None


# The first bytes of each kind, and what else must be so.
SIGNATURES: tuple[tuple[int, bytes, Callable[[bytes], Kind | None]], ...] = (
    (0, b"\xff\xd8\xff", lambda _data: JPEG),
    (0, b"\x89PNG\r\n\x1a\n", lambda _data: PNG),
    (0, b"GIF87a", lambda _data: GIF),
    (0, b"GIF89a", lambda _data: GIF),
    (0, b"RIFF", _riff),
    (0, b"%PDF-", lambda _data: PDF),
    (0, b"PK\x03\x04", _zip),
    (4, b"ftyp", _boxes),
    (0, b"\x1aE\xdf\xa3", _matroska),
    (0, b"OggS", lambda _data: Kind("audio/ogg", ("ogg", "oga", "opus"))),
    (0, b"ID3", lambda _data: Kind("audio/mpeg", ("mp3",))),
    (0, b"\xff\xfb", lambda _data: Kind("audio/mpeg", ("mp3",))),
    (0, b"fLaC", lambda _data: Kind("audio/flac", ("flac",))),
)

_MARKUP = re.compile(
    r"<\s*(!doctype|\?xml|\?php|html|head|body|script|svg|iframe|object|embed|style|link|meta|img|math|form|base|xsl:|x:)", re.IGNORECASE
)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a whole file. Raises Unfit for what is not on the list, whatever its name says."""
    for place, mark, found in SIGNATURES:
        if data[place : place + len(mark)] == mark and (kind := found(data)) is not None:
            return kind
    if _runs(data):
        raise Unfit("program")
    text = _as_text(data)
    if text is None:
        raise Unfit("kind")
    return BYTES if _MARKUP.search(text) else _text_kind(name)


def _as_text(data: bytes) -> str | None:
    """What people can read in it; None where it is no text."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")  # as old programs for tables write
        except UnicodeDecodeError:
            return None
    return None if _NO_TEXT.search(text) or not text.strip() else text


def _text_kind(name: str) -> Kind:
    return Kind("text/csv", ("csv",)) if ending_of(name) == "csv" else TEXT


_RUN = re.compile(r"executable|bytecode|shortcut|Mach-O|\bDLL\b", re.IGNORECASE)


def _runs(data: bytes) -> bool:
    """Whether it is a program, by the signatures that others have collected: its sender hears that, and not “some kind”."""
    try:
        found = puremagic.magic_string(data[:HEAD])
    except (puremagic.PureError, ValueError):
        return False
    return any(_RUN.search(one.name) and len(one.byte_match) >= MAGIC for one in found)
