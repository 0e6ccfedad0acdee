"""Pictures as WebP, a third of a PNG's weight: Playwright itself draws none."""

from __future__ import annotations

import base64
from pathlib import Path

from playwright.sync_api import FloatRect, Page

FINE_PX = 1150


def draw(page: Page, file: Path, *, most: int, quality: int = 90, clip: FloatRect | None = None) -> None:
    """The page as it stands, or a part of it as sharp as fine screens show it, into `file`, which may weigh `most` bytes."""
    part = {"clip": {**clip, "scale": min(2, FINE_PX / clip["width"])}} if clip else {}
    drawn = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": quality, **part})
    image = base64.b64decode(drawn["data"])
    assert len(image) <= most, f"{file.stem} is too heavy: {len(image)} B"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(image)
