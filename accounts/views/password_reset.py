"""A new password by a mailed link: whoever comes at the same moment with the same link is too late (AUN6)."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import url_str_to_user_pk
from allauth.account.views import password_reset_from_key as page
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User

USED = "used"  # a key that opens nothing


def password_reset_from_key(request: HttpRequest, uidb36: str, key: str) -> HttpResponseBase:
    """allauth's page, with the person's row in hand: it first looks whether the link is good and then writes, with a gap between."""
    if request.method != "POST":
        return _page(request, uidb36, key)
    with transaction.atomic():
        return _page(request, uidb36, key if _hold(uidb36) else USED)


def _hold(uidb36: str) -> bool:
    """Whether there is such a person, whom nobody else has in hand. The second does not wait: the first is using the link up."""
    try:
        rows = User.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=url_str_to_user_pk(uidb36))
        return rows.first() is not None
    except (ValueError, ValidationError):
        return False


def _page(request: HttpRequest, uidb36: str, key: str) -> HttpResponseBase:
    answer: Any = page(request, uidb36=uidb36, key=key)
    # Drawn here and not by Django later: what it reads belongs to this transaction.
    return answer if getattr(answer, "is_rendered", True) else answer.render()  # type: ignore[no-any-return]
