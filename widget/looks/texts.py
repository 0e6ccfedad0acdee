"""What visitors read, and a project's own words for it: every sentence of the widget's code, by language, as the build gathered them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.cards import mask_cards
from accounts.unstorable import UNSTORABLE
from widget.looks.choices import LABEL_LENGTH, Wrong
from widget.looks.labels import LABEL, labels

LONGEST = 300
ALL_AT_MOST = 20_000  # characters of all texts together: they travel in each chat's document
_HOLE = re.compile(r"\{\w+\}")


@lru_cache(maxsize=2)
def _gathered(file: Path, changed: float) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def sentences() -> dict[str, dict[str, str]]:
    """Each English sentence with its translations; "en" is left out. For a sentence with a number it is the form for many."""
    file = Path(settings.BUILD_DIR) / "texts.json"
    return {**_gathered(file, file.stat().st_mtime), LABEL: labels({})}


def clean_texts(value: Any) -> dict[str, dict[str, str]]:
    """A project's own words: `{language: {English sentence: text}}`. Empty ones are ours again. Raises Wrong."""
    if not isinstance(value, Mapping) or not all(isinstance(texts, Mapping) for texts in value.values()):
        raise Wrong(_("Texts by language."))
    if set(value) - set(settings.VISITORS_LANGUAGES):
        raise Wrong(_("One of %(names)s.") % {"names": ", ".join(settings.VISITORS_LANGUAGES)})
    known = sentences()
    found = {language: {key: _text(key, text, known) for key, text in texts.items() if text != ""} for language, texts in value.items()}
    if sum(len(key) + len(text) for texts in found.values() for key, text in texts.items()) > ALL_AT_MOST:
        raise Wrong(_("All texts together have at most %(most)s characters.") % {"most": ALL_AT_MOST})
    return {language: texts for language, texts in found.items() if texts}


def _text(key: str, value: Any, known: Mapping[str, Any]) -> str:
    if key not in known:
        raise Wrong(_("The widget does not say “%(sentence)s”.") % {"sentence": key[:80]})
    most = LABEL_LENGTH if key == LABEL else LONGEST
    if not isinstance(value, str) or not value.strip() or len(value) > most or UNSTORABLE.search(value):
        raise Wrong(_("“%(sentence)s”: a text of at most %(most)s characters.") % {"sentence": key, "most": most})
    if sorted(set(_HOLE.findall(value))) != sorted(set(_HOLE.findall(key))):
        raise Wrong(_("“%(sentence)s”: keep %(holes)s.") % {"sentence": key, "holes": ", ".join(sorted(set(_HOLE.findall(key)))) or "{}"})
    return mask_cards(" ".join(value.split()))
