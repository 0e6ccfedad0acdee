"""Take the files of exports away whose link has ended: a copy that nobody can fetch is only there to be stolen."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.actions.make_export import LINK_FOR
from accounts.export_files import place

SLACK = timedelta(hours=1)  # between the ZIP and the moment that says it is ready


def sweep_exports() -> int:
    """By the files' own times: so also what a worker that died has left. Returns of how many exports."""
    return place().sweep(timezone.now() - LINK_FOR - SLACK)
