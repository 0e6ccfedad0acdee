"""Checks what somebody chose of a widget's looks, and keeps of it what differs from the default."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.cards import mask_cards
from accounts.errors import Invalid
from accounts.unstorable import UNSTORABLE
from widget.looks import choices
from widget.looks.choices import Looks, Place, Wrong
from widget.looks.texts import clean_texts

# What a browser takes as a selector is decided there; here it only may not be something else.
_SELECTOR = re.compile(r"[\w\s#.\-\[\]=\"':>+~*^$|(),\\]*")
_LETTERS = re.compile(r"[^\W_]{0,2}")


def clean_looks(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What to store of these choices; a field that is not named has its default. Raises Invalid with a sentence a field."""
    if unknown := sorted(set(chosen) - set(choices.NAMES)):
        raise Invalid(fields=dict.fromkeys(unknown, "There is no such setting."))
    kept, wrong, usual = {}, {}, asdict(Looks())
    for name, value in chosen.items():
        try:
            found = _CLEAN[name](value)
        except Wrong as trouble:
            wrong[name] = str(trouble)
            continue
        if found != usual[name] and list(found if isinstance(found, list) else [0]) != []:
            kept[name] = found
    if wrong:
        raise Invalid(fields=wrong)
    return kept


def _one_of(allowed: tuple[str, ...]) -> Callable[[Any], str]:
    def clean(value: Any) -> str:
        if value not in allowed:
            raise Wrong(_("One of %(names)s.") % {"names": ", ".join(allowed)})
        return str(value)

    return clean


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(_("This is on or off."))
    return value


def _whole(value: Any, allowed: range) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
        raise Wrong(_("A whole number from %(least)s to %(most)s.") % {"least": allowed[0], "most": allowed[-1]})
    return value


def _place(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or set(value) - {"side", "x", "y"}:
        raise Wrong(_("A side and two distances."))
    distances = range(choices.FARTHEST_PX + 1)
    given = {**asdict(Place()), **value}
    return {"side": _one_of(choices.SIDES)(given["side"]), "x": _whole(given["x"], distances), "y": _whole(given["y"], distances)}


def _line(value: Any, most: int) -> str:
    if not isinstance(value, str) or len(value.strip()) > most or UNSTORABLE.search(value) or "\n" in value:
        raise Wrong(_("A line of at most %(most)s characters.") % {"most": most})
    return value.strip()


def _mark(value: Any) -> str:
    mark = _line(value, 2)
    if not _LETTERS.fullmatch(mark):
        raise Wrong(_("One or two letters, or nothing."))
    return mark.upper()


def _selector(value: Any) -> str:
    selector = _line(value, choices.SELECTOR_LENGTH)
    if not _SELECTOR.fullmatch(selector) or selector.count("(") != selector.count(")") or selector.count("[") != selector.count("]"):
        raise Wrong(_("A CSS selector, such as #chat or .open-chat."))
    return mask_cards(selector)


def _patterns(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > choices.PATTERNS_AT_MOST:
        raise Wrong(_("At most %(most)s patterns, one a line.") % {"most": choices.PATTERNS_AT_MOST})
    return list(dict.fromkeys(_pattern(one) for one in value if not isinstance(one, str) or one.strip()))


def _pattern(value: Any) -> str:
    """As the browser spells addresses: without scheme, query and part, and percent-encoded."""
    line = re.sub(r"^https?://", "", _line(value, choices.PATTERN_LENGTH), flags=re.IGNORECASE)
    bare = re.split(r"[?#]", line)[0]
    if not bare or re.search(r"\s", bare):
        raise Wrong(_("A path such as /checkout/*, or an address such as shop.example.com/*."))
    if re.sub(r"\*+", "*", bare).count("*") > choices.STARS_AT_MOST:
        raise Wrong(_("At most %(most)s stars in one pattern.") % {"most": choices.STARS_AT_MOST})
    host, slash, path = ("", "/", bare[1:]) if bare.startswith("/") else bare.partition("/")
    if host and not re.fullmatch(r"[\w.*:-]+", host):
        raise Wrong(_("A path such as /checkout/*, or an address such as shop.example.com/*."))
    return mask_cards(host.lower() + slash + quote(re.sub(r"\*+", "*", path), safe="/*%:@!$&'()+,;=~-._"))


def _language(value: Any) -> str:
    return _one_of(("", *settings.VISITORS_LANGUAGES))(value)


_CLEAN: dict[str, Callable[[Any], Any]] = {
    "theme": _one_of(choices.THEMES),
    "mark": _mark,
    "launcher": _one_of(choices.LAUNCHERS),
    "icon": _one_of(choices.ICONS),
    "desktop": _place,
    "phone": _place,
    "on_desktop": _flag,
    "on_phone": _flag,
    "only_on": _patterns,
    "never_on": _patterns,
    "opener": _selector,
    "inline": _selector,
    "height": lambda value: _whole(value, choices.HEIGHT_PX),
    "language": _language,
    "texts": clean_texts,
}
