"""A browser's name from what it says of itself: enough for somebody to know it again, and no more."""

from __future__ import annotations

from django.utils.translation import gettext as _

# The first that is found counts: every browser also names the ones it descends from.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("python-requests", "Python"),
    ("curl/", "curl"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_PHONES = {"iPhone", "iPad", "Android"}


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in table if mark in text), "")


def name_of_browser(user_agent: str) -> str:
    """As "Firefox on Linux"."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser that does not say its name")


def is_phone(user_agent: str) -> bool:
    """Whether it is held in a hand, for its icon."""
    return _first(_SYSTEMS, user_agent) in _PHONES
