"""Change the keys of sealed secrets while everything runs: wrapping keys, and data keys."""

from __future__ import annotations

from contextlib import nullcontext

from accounts import key_ring, secrets
from accounts.due_work import all_accounts
from accounts.secrets import SCOPES, Scope
from accounts.tenancy import account


def every_scope() -> list[Scope]:
    return [*SCOPES, *all_accounts()]


def rewrap_data_keys() -> int:
    """Wrap every data key with the wrapping key of now; how many were under a former one.

    Secrets open all the while: a data key's row has the former wrapping or the new one, and the ring holds both keys.
    """
    return sum(secrets.rewrap(scope) for scope in every_scope())


def renew_data_keys() -> int:
    """Give every scope that has one a new data key and seal its secrets again; how many secrets that were.

    The former data keys stay: a transaction that began before may still commit a secret under one.
    """
    count = 0
    for scope in every_scope():
        if not secrets.ring_keys_of(scope):
            continue
        with nullcontext() if isinstance(scope, str) else account(scope):
            secrets.make_data_key(scope)
        for reseal in secrets.RESEALERS.values():
            with nullcontext() if isinstance(scope, str) else account(scope):
                count += reseal(scope)
    return count


def forget_unused_keys() -> list[str]:
    """Take out of the file the wrapping keys that no data key needs any more; their names."""
    needed = {name for scope in every_scope() for name in secrets.ring_keys_of(scope)}
    return key_ring.forget_keys_but(needed)
