"""Somebody wants no more mails of a project, or wants them again."""

from __future__ import annotations

from django.utils import timezone

from widget.mail.access import stopping
from widget.mail.models import Stop


def stop_letters(token: str) -> None:
    """Whoever holds the link gets no more. Twice is once. Raises NotFound."""
    with stopping(token) as (project, address_hash):
        Stop.objects.get_or_create(address_hash=address_hash, defaults={"project_id": project.pk, "created_at": timezone.now()})


def start_letters(token: str) -> None:
    """They come again: the press was a mistake. Raises NotFound."""
    with stopping(token) as (_, address_hash):
        Stop.objects.filter(address_hash=address_hash).delete()
