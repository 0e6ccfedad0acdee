"""Makes a picture anew from its pixels, alone in a process of its own that may take little of anything (UPL3).

`python -I reencode.py PICTURE FOLDER` writes `FOLDER/picture` and `FOLDER/thumbnail`, and prints what they are. It imports nothing of
Parley's: whatever a hostile picture does to a decoder, there is no secret, no key and no connection here.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from pathlib import Path
from typing import Any

MIB = 1024 * 1024
MEMORY_BYTES = 512 * MIB
CPU_S = 20
WRITTEN_BYTES = 64 * MIB
PIXELS = 40_000_000
FRAMES = 150
FRAME_PIXELS = 40_000_000  # of all frames together
THUMBNAIL_PX = 720
BROKEN, TOO_LARGE = "broken", "too_large"


def limit() -> None:
    """From here on no more than this, also by mistake."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, WRITTEN_BYTES),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def remake(source: Path, folder: Path) -> dict[str, Any]:
    """Pixels alone go over: no EXIF, no place, no comment, nothing that stood behind the picture."""
    from PIL import Image, ImageSequence

    Image.MAX_IMAGE_PIXELS = PIXELS
    with Image.open(source, formats=("JPEG", "PNG", "GIF", "WEBP")) as picture:
        if picture.width * picture.height > PIXELS:
            return {"refused": TOO_LARGE}
        form = str(picture.format)
        count = int(getattr(picture, "n_frames", 1))
        most = max(1, min(FRAMES, FRAME_PIXELS // (picture.width * picture.height)))
        if count > 1 and most > 1 and form != "JPEG":
            frames = [
                (_bare(frame.copy()), _duration(frame)) for _, frame in zip(range(most), ImageSequence.Iterator(picture), strict=False)
            ]
            whole, options = frames[0][0], _moving(frames, form, picture.info.get("loop", 0))
        else:
            whole, options = _bare(_upright(picture)), {}
    if form == "JPEG" and whole.mode not in ("L", "RGB"):
        whole = whole.convert("RGB")
    whole.save(folder / "picture", form, **_options(form), **options)
    size = whole.size
    whole.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    (whole if whole.mode in ("RGB", "RGBA") else whole.convert("RGBA")).save(folder / "thumbnail", "WEBP", quality=80, method=2)
    return {"type": f"image/{form.lower()}", "width": size[0], "height": size[1]}


def _upright(picture: Any) -> Any:
    """Turned as the camera was held: that was said in the EXIF, which goes."""
    from PIL import ImageOps

    picture.load()
    ImageOps.exif_transpose(picture, in_place=True)
    return picture


def _bare(picture: Any) -> Any:
    """Colours as every screen knows them, and none of the words that a picture can carry."""
    profile = picture.info.get("icc_profile")
    kept = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
    if picture.mode in ("CMYK", "YCbCr", "LAB", "HSV", "I", "I;16", "F", "LA", "PA"):
        picture = picture.convert("RGBA" if picture.mode in ("LA", "PA") else "RGB")
    if profile and picture.mode in ("RGB", "RGBA"):
        _to_srgb(picture, profile)
    picture.info = kept
    return picture


def _to_srgb(picture: Any, profile: bytes) -> None:
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), inPlace=True)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return  # a profile that is none changes nothing


def _duration(frame: Any) -> int:
    return max(20, min(10_000, int(frame.info.get("duration", 100) or 100)))


def _moving(frames: list[tuple[Any, int]], form: str, loop: Any) -> dict[str, Any]:
    rest = [frame for frame, _ in frames[1:]]
    options: dict[str, Any] = {"save_all": True, "append_images": rest, "duration": [duration for _, duration in frames]}
    return {**options, "loop": int(loop or 0)} if form in ("GIF", "WEBP", "PNG") else options


def _options(form: str) -> dict[str, Any]:
    return {"JPEG": {"quality": 88, "optimize": False}, "WEBP": {"quality": 88, "method": 2}}.get(form, {})


def main(source: str, folder: str) -> int:
    limit()
    try:
        said = remake(Path(source), Path(folder))
    except MemoryError:
        said = {"refused": TOO_LARGE}
    except Exception as error:  # noqa: BLE001  whatever a decoder throws at a hostile picture
        said = {"refused": TOO_LARGE if "DecompressionBomb" in type(error).__name__ else BROKEN, "because": type(error).__name__}
    sys.stdout.write(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
