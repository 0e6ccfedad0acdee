"""From which domains visitors are still named without a signature: what somebody looks at before they ask for one."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from django.utils import timezone

from accounts.domains import allows_origin
from accounts.models import Project
from accounts.tenancy import tenant
from chat.models import UnsignedCall

EVERY_S = 60.0  # for each domain and process: not a write for each page
HOSTS_AT_MOST = 50  # a project may allow `*.example.com`
_noted: dict[tuple[int, str], float] = {}


def host_of(project: Project, url: object) -> str:
    """The domain of a page that may carry the widget; '' for any other."""
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
        origin, host = f"{parts.scheme}://{parts.netloc}", parts.netloc
    except ValueError:
        return ""
    return host[:253] if allows_origin(project.allowed_domains, origin) else ""


def note_unsigned(project: Project, host: str) -> None:
    """Remember that a page of this domain just named a visitor without a signature."""
    key, now = (project.pk, host), time.monotonic()
    if not host or now - _noted.get(key, -EVERY_S) < EVERY_S:
        return
    if len(_noted) > 10_000:
        _noted.clear()
    with tenant(project):
        found = UnsignedCall.objects.filter(host=host).update(last_at=timezone.now())
        if not found and UnsignedCall.objects.count() < HOSTS_AT_MOST:
            UnsignedCall.objects.get_or_create(host=host, defaults={"project_id": project.pk, "last_at": timezone.now()})
    _noted[key] = now
