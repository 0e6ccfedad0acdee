"""Secrets that we must be able to read again, sealed: a data key for each account, and one for what belongs to no
account: users' own secrets, and whatever an upper floor registers in SCOPES.

A sealed text says which data key it needs; the data key is a row, wrapped by a key outside the database (`key_ring`). What is
sealed is bound to its scope and its place, so a copy in another row, field or account does not open.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db import models

from accounts import key_ring
from accounts.key_ring import Wrapped
from accounts.models import DataKey, UsersDataKey
from accounts.tenancy import account

Scope = int | str  # an account's internal id, or a name of SCOPES
USERS = "users"
VERSION = "s1"

AnyDataKey = Any  # a row of DataKey, or of a model in SCOPES

# What belongs to no account, by name: the model of its data keys. An upper floor adds its own in `apps.py: ready()`.
SCOPES: dict[str, type[models.Model]] = {USERS: UsersDataKey}

# Each seals what it holds again, with the scope's newest data key, and says how many that were.
Reseal = Callable[[Scope], int]
RESEALERS: dict[str, Reseal] = {}


class Unreadable(Exception):
    """A sealed text that does not open: changed, cut, moved from another place, or another tenant's."""


def place(table: str, row: object, field: str) -> str:
    """Where a sealed text stands: what binds it to one row and field."""
    return f"{table}/{row}/{field}"


def seal(scope: Scope, value: str, aad: str) -> str:
    """Seal `value` for the place `aad`. Raises KeyTrouble where no wrapping key is set up."""
    with _opened(scope):
        key = _rows(scope).order_by("-id").first() or make_data_key(scope)
        blob = key_ring.encrypt(_open(scope, key), value.encode(), _bind(scope, key.pk, aad))
    return f"{VERSION}.{key.pk}.{base64.urlsafe_b64encode(blob).decode()}"


def unseal(scope: Scope, sealed: str, aad: str) -> str:
    """What was sealed for this scope and place. Raises Unreadable; KeyTrouble where the wrapping key is missing."""
    version, _, rest = sealed.partition(".")
    number, _, text = rest.partition(".")
    if version != VERSION or not (number.isascii() and number.isdigit()):
        raise Unreadable("This is no sealed text.")
    with _opened(scope):
        key = _rows(scope).filter(pk=min(int(number), 2**63 - 1)).first()
    if key is None:
        raise Unreadable("Its data key is not of this scope.")
    try:
        blob = base64.b64decode(text, altchars=b"-_", validate=True)
        return key_ring.decrypt(_open(scope, key), blob, _bind(scope, key.pk, aad)).decode()
    except (InvalidTag, binascii.Error, ValueError):
        raise Unreadable("It was changed, cut, or moved from another place.") from None


def on_reseal(name: str, callback: Reseal) -> None:
    """Register who holds sealed texts, so that a rotation of data keys reaches them."""
    RESEALERS[name] = callback


def reseal_rows(scope: Scope, rows: models.QuerySet[Any], field: str) -> int:
    """Seal a column again, row by row under its lock; the place is (table, primary key, field). Empty ones stay empty."""
    count = 0
    for pk in list(rows.exclude(**{field: ""}).values_list("pk", flat=True)):
        row = rows.select_for_update(no_key=True).get(pk=pk)
        aad = place(rows.model._meta.db_table, pk, field)
        setattr(row, field, seal(scope, unseal(scope, getattr(row, field), aad), aad))
        row.save(update_fields=[field])
        count += 1
    return count


def make_data_key(scope: Scope) -> AnyDataKey:
    """A new data key, the one that seals from now on. Inside the scope."""
    wrapped = key_ring.wrap(os.urandom(key_ring.KEY_BYTES), str(scope))
    fields: dict[str, Any] = {"ring_key": wrapped.ring_key, "wrapped": wrapped.blob}
    key = SCOPES[scope](**fields) if isinstance(scope, str) else DataKey(account_id=scope, **fields)
    key.save(force_insert=True)
    return key


def rewrap(scope: Scope) -> int:
    """Wrap every data key of the scope with the current wrapping key; how many were under another."""
    now = key_ring.current_key()
    with _opened(scope):
        keys = list(_rows(scope).exclude(ring_key=now))
        for key in keys:
            wrapped = key_ring.wrap(_open(scope, key), str(scope))
            # One statement: whoever reads gets the former pair or the new one, and both open.
            _rows(scope).filter(pk=key.pk).update(ring_key=wrapped.ring_key, wrapped=wrapped.blob)
    return len(keys)


def ring_keys_of(scope: Scope) -> set[str]:
    """Names of the wrapping keys that the scope's data keys need."""
    with _opened(scope):
        return set(_rows(scope).values_list("ring_key", flat=True))


def _opened(scope: Scope) -> AbstractContextManager[Any]:
    return nullcontext() if isinstance(scope, str) else account(scope)


def _rows(scope: Scope) -> models.QuerySet[Any]:
    return SCOPES[scope]._default_manager.all() if isinstance(scope, str) else DataKey.objects.all()


def _open(scope: Scope, key: AnyDataKey) -> bytes:
    return key_ring.unwrap(Wrapped(key.ring_key, bytes(key.wrapped)), str(scope))


def _bind(scope: Scope, key_id: int, aad: str) -> bytes:
    return f"{VERSION}\n{scope}\n{key_id}\n{aad}".encode()
