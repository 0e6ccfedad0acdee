"""What a file is, whatever it says of itself: the honest, the lying, and those that are two things at once (UPL2, UPL7, UPL10)."""

from __future__ import annotations

import subprocess

import pytest

from chat.files.kinds import BYTES, Unfit, kind_of
from chat.files.names import LONGEST, clean_name, fitted
from tests.boot import ROOT
from tests.chat.files import samples

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = b"application/vnd.oasis.opendocument."
KINDS: dict[str, tuple[bytes, str, str]] = {
    "a photo": (samples.photo(), "photo.jpg", "image/jpeg"),
    "a picture": (samples.picture(), "x.png", "image/png"),
    "a moving one": (samples.moving(3), "x.gif", "image/gif"),
    "a webp": (samples.picture("WEBP"), "x.webp", "image/webp"),
    "a paper": (samples.PDF, "x.pdf", "application/pdf"),
    "words": ("Größe 27 cm\n".encode(), "x.txt", "text/plain"),
    "words of an old program": ("Größe".encode("cp1252"), "x.txt", "text/plain"),
    "words in two bytes each": ("Größe".encode("utf-16"), "x.txt", "text/plain"),
    "a table": (b"a;b\n1;2\n", "x.csv", "text/csv"),
    "a script, which is words": (b"@echo off\r\ndel *.*\r\n", "x.bat", "text/plain"),
    "an archive": (samples.archive("a.txt"), "x.zip", "application/zip"),
    "a document": (samples.archive("[Content_Types].xml", "word/document.xml"), "x.docx", OFFICE + "wordprocessingml.document"),
    "a sheet": (samples.archive("[Content_Types].xml", "xl/workbook.xml"), "x.xlsx", OFFICE + "spreadsheetml.sheet"),
    "an open document": (samples.archive("content.xml", first=OPEN + b"text"), "x.odt", (OPEN + b"text").decode()),
    "a film": (samples.MP4, "x.mp4", "video/mp4"),
    "a page": (samples.HTML, "x.html", BYTES.type),
    "a drawing": (samples.SVG, "x.svg", BYTES.type),
    "XML": (b'<?xml version="1.0"?><a/>', "x.xml", BYTES.type),
    "a page that says it is a photo": (samples.HTML, "photo.jpg", BYTES.type),
    "a page behind a mark": (b"\xef\xbb\xbf  \n" + samples.SVG, "x.txt", BYTES.type),
    "a page in two bytes each": (samples.HTML.decode().encode("utf-16"), "x.txt", BYTES.type),
    "a table with a page in it": (b"a,b\n1,<ScRiPt src=//x></script>", "x.csv", BYTES.type),
    "a picture that says it is a program": (samples.picture(), "run.exe", "image/png"),
    "a picture and an archive": (samples.PNG_AND_ZIP, "x.zip", "image/png"),
    "a picture and a page": (samples.JPEG_AND_HTML, "x.html", "image/jpeg"),
}
REFUSED: dict[str, tuple[bytes, str, str]] = {
    "a program": (samples.EXE, "holiday.jpg", "program"),
    "another system's program": (samples.ELF, "x.pdf", "program"),
    "an app": (samples.archive("AndroidManifest.xml", "classes.dex"), "x.zip", "program"),
    "a jar": (samples.archive("META-INF/MANIFEST.MF"), "x.jar", "program"),
    "a document with macros": (samples.archive("word/document.xml", "word/vbaProject.bin"), "x.docx", "macros"),
    "a phone's own picture": (samples.HEIC, "x.heic", "uncleanable"),
    "something": (bytes(range(256)) * 4, "x.pdf", "kind"),
    "an old office file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "x.doc", "kind"),
    "nothing but blanks": (b" \n ", "x.txt", "kind"),
    "a RIFF of no kind": (b"RIFF\0\0\0\0AVI " + b"\0" * 50, "x.avi", "kind"),
}


@pytest.mark.parametrize(("data", "name", "kind"), KINDS.values(), ids=KINDS)
def test_what_it_is(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name).type == kind


@pytest.mark.parametrize(("data", "name", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(data: bytes, name: str, why: str) -> None:
    with pytest.raises(Unfit) as refused:
        kind_of(data, name)
    assert refused.value.why == why


NAMES: dict[str, str] = {
    "photo.jpg": "photo.jpg",
    "../../etc/passwd": "passwd",
    "C:\\Users\\vera\\table.png": "table.png",
    "a\r\nSet-Cookie: x.txt": "a Set-Cookie_ x.txt",
    "invoice\u202egpj.exe": "invoicegpj.exe",
    "\u200fx\u200b.pdf": "x.pdf",
    "CON": "_CON",
    "nul.txt": "_nul.txt",
    "com1.tar.gz": "_com1.tar.gz",
    "  .. ": "file",
    "": "file",
    ".htaccess": "file.htaccess",
    'a<b>:"|?*%.txt': "a_b_______.txt",
    "e\u0301té.txt": "été.txt",
    "صورة.png": "صورة.png",
    "a\x00b": "file",
}


@pytest.mark.parametrize(("raw", "clean"), NAMES.items())
def test_names(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("ä" * 300 + ".jpeg")
    assert len(name) == LONGEST and name.endswith("ä.jpeg")
    assert clean_name(None) == clean_name(7) == "file"


@pytest.mark.parametrize(
    ("name", "endings", "now"),
    [
        ("photo.jpeg", ("jpg", "jpeg"), "photo.jpeg"),
        ("run.exe", ("png",), "run.exe.png"),
        ("x.html", (), "x.html"),
        ("x", ("pdf",), "x.pdf"),
        ("y" * LONGEST, ("pdf",), "y" * (LONGEST - 4) + ".pdf"),
    ],
)
def test_an_ending_that_fits(name: str, endings: tuple[str, ...], now: str) -> None:
    assert fitted(name, endings) == now


def test_nothing_is_ever_unpacked() -> None:
    """UPL10, as a rule over the code: what reads archives is not known where files of people are looked at."""
    words = r"zipfile|tarfile|gzip|bz2|lzma|zlib|shutil\.unpack|rarfile|py7zr"
    where = ["chat/files", *(f"chat/actions/{name}.py" for name in ("check_file", "finish_upload", "start_upload", "post_files"))]
    found = subprocess.run(
        ["git", "grep", "-nE", f"(import|from) +({words})", "--", *where], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.stdout == ""
