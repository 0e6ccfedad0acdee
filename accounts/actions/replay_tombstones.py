"""Erase again what a restore has brought back."""

from __future__ import annotations

from accounts import audit
from accounts.access import ProjectRef
from accounts.actions.carry_out_erasure import erase_visitor
from accounts.actors import system_actor
from accounts.erasure import FINDERS, OF_ACCOUNT, Tombstone, tombstone_hash
from accounts.models import Account, Project
from accounts.tenancy import account, tenant


def replay_tombstones(tombstones: list[Tombstone]) -> int:
    """Erase whoever has a tombstone and is here; how many that were. Run it before a restored database serves anybody."""
    count = 0
    by_project: dict[ProjectRef, set[str]] = {}
    for one in tombstones:
        if one.project is None:
            count += _erase_account(one)
        else:
            by_project.setdefault(one.project, set()).add(one.hash)
    return count + sum(_erase_visitors(ref, frozenset(hashes)) for ref, hashes in by_project.items())


def _erase_visitors(ref: ProjectRef, hashes: frozenset[str]) -> int:
    with tenant(ref):
        found = [public_id for find in FINDERS for public_id in find(hashes)]
    for public_id in found:
        with tenant(ref):
            project = Project.objects.get(pk=ref.id)
            rows = erase_visitor(project, public_id)
            said = {"tombstone": tombstone_hash("visitor", public_id), "rows": rows}
            audit.record(system_actor(ref.account_id), "visitor.erased_again", project, **said)
    return len(found)


def _erase_account(tombstone: Tombstone) -> int:
    with account(tombstone.account_id):
        found = Account.objects.filter(pk=tombstone.account_id).exclude(name="").first()
    if found is None or tombstone_hash("account", found.public_id) != tombstone.hash:
        return 0
    for erase in OF_ACCOUNT.values():
        erase(tombstone.account_id)
    return 1
