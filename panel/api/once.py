"""`Idempotency-Key`: a request that is sent again, because its answer was lost, is done once and answered alike."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actors import Actor
from accounts.errors import Invalid
from accounts.models import Repeatable

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
LONGEST = 200
KEPT = timedelta(hours=24)


def key_of(request: Request) -> str:
    """The key that a request came with, or "". Raises Invalid for one that nobody could send twice alike."""
    key = request.headers.get(HEADER, "")
    if len(key) > LONGEST or not key.isprintable():
        raise Invalid(fields={HEADER: f"A text of at most {LONGEST} characters."})
    return str(key)


def once(actor: Actor, key: str, request: Request, act: Callable[[], Response]) -> Response:
    """Do it, or answer what was answered when it was done. What is refused is not kept: it may be tried again.

    Whoever comes meanwhile with the same key waits for the first. Raises Invalid where the key belongs to another request, or to the same
    asker with other rights: what they may no longer ask is not told again.
    """
    digest = _digest(actor, request)
    Repeatable.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    held = Repeatable(account_id=actor.account_id, by_id=actor.ref, key=key, request=digest, status=0)
    try:
        with transaction.atomic():
            held.save(force_insert=True)
    except IntegrityError:
        return _again(Repeatable.objects.get(by_id=actor.ref, key=key), digest)
    response = act()
    if response.status_code >= 400:
        held.delete()
        return response
    held.status, held.answer = response.status_code, response.data
    held.save(update_fields=["status", "answer"])
    return response


def _digest(actor: Actor, request: Request) -> str:
    rights = f"{actor.kind} {actor.role} {sorted(actor.scopes or ())}"
    return hashlib.sha256(f"{rights}\n{request.method} {request.get_full_path()}\n".encode() + request._request.body).hexdigest()


def _again(former: Repeatable, digest: str) -> Response:
    if former.request != digest:
        raise Invalid(fields={HEADER: "Another request came with this key."})
    return Response(former.answer, status=former.status, headers={REPLAYED: "true"})
