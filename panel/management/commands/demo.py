"""`manage.py demo`: the embedded run's demo accounts, and `var/demo.json` that scripts read."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.errors import PlanEnded
from panel.demo.accounts import FERNHILL, NORTHWIND, set_up
from panel.demo.help_pages import set_up_own


class Command(BaseCommand):
    help = "Make the demo accounts of the embedded run and write var/demo.json."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo accounts have public passwords: they exist in the embedded run only.")
        target = Path(settings.DEMO_FILE)
        former = _read(target)
        first = set_up(FERNHILL, known_key=former.get("api_key"))
        _publish_own_help()
        second = set_up(NORTHWIND, known_key=former.get("second", {}).get("api_key"))
        port = urlsplit(settings.PARLEY_URL).port
        places = {
            "url": settings.PARLEY_URL,
            "panel_url": f"{settings.PARLEY_URL}/panel/",
            "demo_site_url": f"http://127.0.0.1{f':{port}' if port else ''}/demo/",
        }
        _write(target, {**places, **first, "second": second})
        self.stdout.write(f"{FERNHILL.email} and {NORTHWIND.email} are ready.")


def _publish_own_help() -> None:
    # The embedded run may be older than its trial: what was published stays.
    with contextlib.suppress(PlanEnded):
        set_up_own(slug=settings.HELP_PROJECT or "parley")


def _read(target: Path) -> dict[str, Any]:
    try:
        found = json.loads(target.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(target: Path, content: dict[str, Any]) -> None:
    """Whole or not at all, and for its owner only: it holds API keys."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".tmp")
    draft.touch(mode=0o600)
    draft.chmod(0o600)
    draft.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    draft.replace(target)
