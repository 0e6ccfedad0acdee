"""Tells upper floors that somebody signs up, while their browser is still there: the registry that they fill in `apps.py: ready()`."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from accounts.models import User

Arrive = Callable[[HttpRequest, User], None]

ARRIVED: list[Arrive] = []


def tell(request: HttpRequest, user: User) -> None:
    """In the transaction that makes the person."""
    for callback in ARRIVED:
        callback(request, user)
