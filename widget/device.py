"""A visitor's device in two words: enough for an operator, too little for a fingerprint."""

from __future__ import annotations

# In this order: most browsers also name the ones they descend from.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_of(user_agent: str) -> str:
    """ "Phone, Safari", "Computer, Firefox", or '' for what names no browser."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    if not browser:
        return ""
    if "iPad" in user_agent or ("Android" in user_agent and "Mobile" not in user_agent):
        return f"Tablet, {browser}"
    return f"Phone, {browser}" if "Mobile" in user_agent or "iPhone" in user_agent else f"Computer, {browser}"
