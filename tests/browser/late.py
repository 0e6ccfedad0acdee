"""A slow network on purpose: `PARLEY_LATE=answers` or `pushes` hands one of the two to a page later than the other.

What a page asks for and what it hears by itself come in either order, and on an idle machine always in the same one. A run of
the stories with each of them late finds what only works in that order:

    PARLEY_LATE=answers make test ARGS=tests/browser
"""

from __future__ import annotations

import os
from typing import Any

from playwright.sync_api import Browser

LATE_MS = 400
_ANSWERS = """
  const fetched = window.fetch;
  window.fetch = (...asked) => fetched(...asked).then((answer) => new Promise((resolve) => later(() => resolve(answer), ms)));
"""
_PUSHES = """
  window.WebSocket = class extends WebSocket {
    set onmessage(hear) { super.onmessage = hear && ((event) => later(() => hear.call(this, event), ms)); }
    set onclose(hear) { super.onclose = hear && ((event) => later(() => hear.call(this, event), ms)); }
  };
"""
_SCRIPTS = {"answers": _ANSWERS, "pushes": _PUSHES}


def make_late(browser: Browser) -> None:
    """Every context of this browser from here on, when the environment asks for it; otherwise nothing is touched."""
    mode = os.environ.get("PARLEY_LATE")
    if not mode:
        return
    script = f"(() => {{\n  const ms = {LATE_MS}, later = setTimeout.bind(window);{_SCRIPTS[mode]}}})();"
    opens = browser.new_context

    def late(**options: Any) -> Any:
        context = opens(**options)
        context.add_init_script(script)
        return context

    setattr(browser, "new_context", late)  # noqa: B010
