"""Who of Parley's people is signed in at the staff address, and for how long."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect

from accounts.access import hash_of_key
from accounts.models import User
from accounts.staff import passkeys

KEY = "staff_key"  # in the cookie, which is signed; Postgres keeps its hash

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request behind `staff_page`."""

    person: User


def begin(request: HttpRequest, answer: str) -> None:
    """Sign in whoever gave this passkey's answer. Raises NotThem. How long it lasts, `staff_here` decides (STF5)."""
    key = secrets.token_urlsafe(32)
    passkeys.signed_in(request.session, answer, hash_of_key(key))
    end(request)  # nothing of before is carried in, and a former sign-in of this browser is over
    request.session[KEY] = key
    rotate_token(request)


def end(request: HttpRequest) -> None:
    """Sign out, here and wherever the cookie was copied to."""
    passkeys.leave(request.session.get(KEY, ""))
    request.session.flush()


def person_here(request: HttpRequest, *, opened: bool = False) -> User | None:
    """Who is signed in; None after eight hours or half an hour without a page, and for whoever works here no longer."""
    return passkeys.person_of(request.session.get(KEY, ""), opened=opened)


def staff_page(view: View, *, opened: bool = True) -> View:
    """A page for Parley's people; everybody else is sent to the sign-in. `opened`: by somebody, not by a page that asks by itself."""

    @wraps(view)
    def door(request: Any, **rest: Any) -> HttpResponseBase:
        person = person_here(request, opened=opened)
        if person is None:
            return redirect("staff_sign_in")
        request.person = person
        return view(request, **rest)

    return door
