"""The address of a built file, by the name its source has."""

from __future__ import annotations

import json
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static

register = template.Library()
# When the manifest was written, and what it said then.
_read: dict[float, dict[str, str]] = {}


def built(name: str) -> str:
    """The hashed file name of a build entry (`panel.js`). Raises KeyError with a sentence when it was not built."""
    manifest = Path(settings.BUILD_DIR) / "manifest.json"
    changed = manifest.stat().st_mtime
    if changed not in _read:
        _read.clear()
        _read[changed] = json.loads(manifest.read_text(encoding="utf-8"))
    files = _read[changed]
    if name not in files:
        raise KeyError(f"{name} is not in the build: run the build first.")
    return files[name]


@register.simple_tag
def modules(name: str) -> list[str]:
    """`{% modules "frame" as first %}`: the addresses of the modules that it imports."""
    return [static(file) for file in built(f"{name}.modules").split()]


@register.simple_tag
def asset(name: str) -> str:
    """`{% asset "panel.js" %}` → /static/panel-HASH.js"""
    return static(built(name))
