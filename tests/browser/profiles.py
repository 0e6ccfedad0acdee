"""The ways in which a browser treats a frame of another site, besides Chromium as it comes."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.browser.chromium import FLAGS, chromium

# Chromium asks before a public page may reach this machine, and headless nobody can answer.
PLAIN_HTTP = "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests"


def storage_allowed(browser: Browser, profile: Path) -> BrowserContext:
    """A profile of its own in this folder, where frames of other sites keep things, each host page's apart."""
    preferences = profile / "Default" / "Preferences"
    preferences.parent.mkdir()
    preferences.write_text(json.dumps({"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": False}}))
    return browser.browser_type.launch_persistent_context(profile, executable_path=chromium(), args=FLAGS)
