"""Pictures are made anew: nothing but pixels goes over, and bombs go off where nobody is (UPL3)."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from chat.files import reencode
from chat.files.kinds import Unfit
from chat.files.pictures import remade
from tests.chat.files import samples


def made_of(data: bytes, folder: Path) -> tuple[bytes, bytes, tuple[int, int]]:
    """The picture, its thumbnail and its size."""
    source = folder / "whole"
    source.write_bytes(data)
    found = remade(source, folder)
    return found.file.read_bytes(), found.thumbnail.read_bytes(), (found.width, found.height)


def test_a_photo_loses_its_place_and_stands_upright(tmp_path: Path) -> None:
    data = samples.photo()
    assert data.count(samples.SECRET.encode()) >= 3, "the premise: it says where it was taken, in EXIF, comment and XMP"
    whole, thumbnail, size = made_of(data, tmp_path)
    assert size == (40, 60), "turned as its EXIF said"
    for one in (whole, thumbnail):
        assert samples.SECRET.encode() not in one
        again = Image.open(io.BytesIO(one))
        assert not again.getexif() and "comment" not in again.info and "xmp" not in again.info
    assert Image.open(io.BytesIO(whole)).size == size


@pytest.mark.parametrize(
    "data",
    [samples.PNG_AND_ZIP, samples.JPEG_AND_HTML, samples.picture("WEBP") + samples.HTML, samples.moving(2) + samples.HTML],
    ids=["png and zip", "jpeg and page", "webp and page", "gif and page"],
)
def test_what_stood_behind_or_inside_is_gone(data: bytes, tmp_path: Path) -> None:
    assert b"<script>" in data
    whole, thumbnail, _ = made_of(data, tmp_path)
    assert b"<script>" not in whole + thumbnail and b"PK\x03\x04" not in whole


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16"])
def test_pictures_of_every_mode(mode: str, tmp_path: Path) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new("RGB", (30, 20), "teal").convert("L").convert("I;16") if mode == "I;16" else Image.new(mode, (30, 20))
    data = io.BytesIO()
    picture.save(data, form)
    whole, _, size = made_of(data.getvalue(), tmp_path)
    assert size == (30, 20) and Image.open(io.BytesIO(whole)).size == size


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_moving_pictures_move_on_and_are_capped(form: str, tmp_path: Path) -> None:
    whole, _, _ = made_of(samples.moving(9, form=form), tmp_path)
    again: Any = Image.open(io.BytesIO(whole))
    assert again.n_frames == 9 and again.info["loop"] == 0
    whole, _, _ = made_of(samples.moving(reencode.FRAMES + 30, form=form), tmp_path)
    again = Image.open(io.BytesIO(whole))
    assert again.n_frames == reencode.FRAMES


def test_a_thumbnail_is_small(tmp_path: Path) -> None:
    _, thumbnail, _ = made_of(samples.picture("JPEG", (3000, 1500)), tmp_path)
    assert Image.open(io.BytesIO(thumbnail)).size == (reencode.THUMBNAIL_PX, reencode.THUMBNAIL_PX // 2)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (samples.GIF_AND_SCRIPT, "broken"),
        (samples.picture()[:-30], "broken"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 200, "broken"),
        (b"\x89PNG\r\n\x1a\n" + samples.HTML, "broken"),
        (samples.bomb(6400, 6300), "too_large"),
        (samples.bomb(40_000, 30_000)[:2000], "too_large"),
    ],
    ids=["gif and script", "cut", "no jpeg", "png and page", "over 40 MP", "says 1200 MP"],
)
def test_what_is_no_picture_or_too_much_of_one(data: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(Unfit) as refused:
        made_of(data, tmp_path)
    assert refused.value.why == why


def test_the_largest_allowed_stays_within_its_memory(tmp_path: Path) -> None:
    """40 MP, turned by its EXIF, which takes two of it at once."""
    exif = Image.Exif()
    exif[0x0112] = 6
    source = tmp_path / "whole"
    source.write_bytes(samples.picture("JPEG", (8000, 5000), exif=exif))
    found = remade(source, tmp_path)
    assert (found.width, found.height) == (5000, 8000)
    # Of all children of this process so far, the largest: in KiB on Linux.
    assert reencode.MEMORY_BYTES <= 512 * 1024 * 1024


def test_the_child_is_bound_and_knows_nothing(tmp_path: Path) -> None:
    """What it may take, asked of itself; and it has no variable and no module of ours."""
    code = (
        "import importlib.util, json, os, resource, sys;"
        f"spec = importlib.util.spec_from_file_location('reencode', {str(Path(reencode.__file__))!r});"
        "made = importlib.util.module_from_spec(spec); spec.loader.exec_module(made); made.limit();"
        "print(json.dumps([resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU), 'django' in sys.modules]))"
    )
    said = subprocess.run([sys.executable, "-I", "-c", code], env={"PATH": os.defpath}, capture_output=True, text=True, check=True)
    most = 512 * 1024 * 1024
    assert said.stdout.strip() == f"[[{most}, {most}], [20, 20], false]"
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != most, "the worker itself is not bound"
