"""What somebody wrote for the help centre, from a form or by REST: each field cleaned, or a sentence about what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.errors import BadText, Empty, Invalid, NotFound, TooLong
from chat.text import clean_line, clean_text
from widget.help.access import category_here
from widget.help.languages import NAMES
from widget.help.models import Category
from widget.help.models.article_text import BODY, EXCERPT, TITLE

SLUG, NAME = 80, 60
# The rest of a centre's addresses; two letters are a language.
RESERVED = ("topics", "search", "pictures", "sitemap", "look")
ARTICLES_AT_MOST, CATEGORIES_AT_MOST, PINS_AT_MOST = 1_000, 30, 9


class Unfit(Exception):
    """A value that cannot be taken, in a sentence."""


def clean(raw: Mapping[str, Any], fields: Mapping[str, Callable[[object], Any]], needed: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields that are there, cleaned. Raises Invalid, which says what is wrong with each."""
    wrong = dict.fromkeys(sorted(set(raw) - set(fields)), _("There is no such field."))
    wrong |= {name: _("Write something here.") for name in needed if name not in raw}
    kept: dict[str, Any] = {}
    for name, read in fields.items():
        if name in raw:
            try:
                kept[name] = read(raw[name])
            except Unfit as unfit:
                wrong[name] = str(unfit)
    if wrong:
        raise Invalid(fields=wrong)
    return kept


def line(longest: int, *, needed: bool = False) -> Callable[[object], str]:
    def read(raw: object) -> str:
        found = clean_line(raw, longest + 1) if isinstance(raw, str) else None
        if found is None or (needed and not found):
            raise Unfit(_("Write something here."))
        if len(found) > longest:
            raise Unfit(_("At most %(count)s characters.") % {"count": longest})
        return found

    return read


def body(raw: object) -> str:
    try:
        return clean_text(raw, BODY)
    except Empty:
        return ""
    except TooLong:
        raise Unfit(_("At most %(count)s characters.") % {"count": BODY}) from None
    except BadText:
        raise Unfit(_("This has characters that cannot be stored.")) from None


def slug(raw: object) -> str:
    """The last part of an address. What people write there is made into one."""
    found = slugify(clean_line(raw, 200)) if isinstance(raw, str) else ""
    found = re.sub(r"-{2,}", "-", found)[:SLUG].strip("-_").replace("_", "-")
    if len(found) < 3 or found in RESERVED:
        raise Unfit(_("At least three letters or digits, as in “delivery-times”."))
    return found


def slug_of(title: str) -> str:
    """An address for an article that was given none."""
    try:
        return slug(title)
    except Unfit:
        return ""


def language(raw: object) -> str:
    if not isinstance(raw, str) or raw not in NAMES:
        raise Unfit(_("One of %(names)s.") % {"names": ", ".join(NAMES)})
    return raw


def languages(raw: object) -> list[str]:
    if not isinstance(raw, list) or not raw or len(raw) > len(NAMES):
        raise Unfit(_("At least one language."))
    return list(dict.fromkeys(language(one) for one in raw))


def names(raw: object) -> dict[str, str]:
    if not isinstance(raw, dict) or not set(raw) <= set(NAMES):
        raise Unfit(_("A name for each language, as {en, de}."))
    kept = {each: line(NAME)(name) for each, name in raw.items()}
    kept = {each: name for each, name in kept.items() if name}
    if not kept:
        raise Unfit(_("Write something here."))
    return kept


def icon(raw: object) -> str:
    if not isinstance(raw, str) or raw not in Category.Icon.values:
        raise Unfit(_("One of %(names)s.") % {"names": ", ".join(Category.Icon.values)})
    return raw


def category(raw: object) -> Category:
    try:
        return category_here(raw)
    except NotFound:
        raise Unfit(_("There is no such topic.")) from None


def pin(raw: object) -> int | None:
    if raw is None:
        return None
    if not isinstance(raw, int) or isinstance(raw, bool) or not 1 <= raw <= PINS_AT_MOST:
        raise Unfit(_("A whole number from %(least)s to %(most)s.") % {"least": 1, "most": PINS_AT_MOST})
    return raw


def switch(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise Unfit(_("This is true or false."))
    return raw


TEXT: dict[str, Callable[[object], Any]] = {"title": line(TITLE, needed=True), "excerpt": line(EXCERPT), "body": body}
ARTICLE: dict[str, Callable[[object], Any]] = {"slug": slug, "category": category, "pin": pin}
CATEGORY: dict[str, Callable[[object], Any]] = {"names": names, "icon": icon}
CENTRE: dict[str, Callable[[object], Any]] = {"open": switch, "languages": languages}
