"""The address of a built file, by the name its source has."""

from __future__ import annotations

import json
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static

register = template.Library()
_read: tuple[float, dict[str, str]] = (0.0, {})


def built(name: str) -> str:
    """The hashed file name of a build entry (`panel.js`). Raises KeyError with a sentence when it was not built."""
    global _read
    manifest = Path(settings.BUILD_DIR) / "manifest.json"
    changed = manifest.stat().st_mtime
    if _read[0] != changed:
        _read = (changed, json.loads(manifest.read_text(encoding="utf-8")))
    if name not in _read[1]:
        raise KeyError(f"{name} is not in the build: run the build first.")
    return _read[1][name]


@register.simple_tag
def asset(name: str) -> str:
    """`{% asset "panel.js" %}` → /static/panel-HASH.js"""
    return static(built(name))
