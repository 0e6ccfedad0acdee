"""Take an archive that is to become a project."""

from __future__ import annotations

from functools import partial
from typing import IO

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict, Invalid, TooLarge
from accounts.unstorable import UNSTORABLE
from chat.files.names import clean_name
from chat.files.store import Vanished
from panel.imports.archive import LARGEST_ARCHIVE, MIB
from panel.imports.keeping import forget_archive, keep_archive
from panel.imports.models import Import
from panel.imports.queued import queue_import

AT_ONCE = 2  # of one account: each keeps a worker and a disk busy


def start_import(actor: Actor, *, file: IO[bytes], size: int, name: str, key: str = "") -> Import:
    """Keep the archive and have it checked, inside the account's scope. The same `key` again gives the import that there is.

    Raises Forbidden without ADD_PROJECT, Invalid for an empty file, TooLarge, Conflict while AT_ONCE others run.
    """
    require(actor, Capability.ADD_PROJECT)
    if len(key) > 200 or UNSTORABLE.search(key):
        raise Invalid(fields={"Idempotency-Key": "A text of at most 200 characters."})
    if known := _known(actor, key):
        return known
    if size < 1:
        raise Invalid(_("This file is empty."), fields={"file": "A ZIP that was exported here."})
    if size > LARGEST_ARCHIVE:
        raise TooLarge(_("Too big: %(size)s MB is the most.") % {"size": LARGEST_ARCHIVE // MIB})
    if Import.objects.filter(state=Import.State.RUNNING).count() >= AT_ONCE:
        raise Conflict(_("Other imports are under way: wait until one is done."))
    row = Import(account_id=actor.account_id, name=clean_name(name), size=size, key=key, by_id=actor.ref, by_name=actor.name[:120])
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            keep_archive(row, file)
    except IntegrityError:  # two of the same at once
        if known := _known(actor, key):
            return known
        raise
    except Vanished:
        raise Conflict(_("Files cannot be kept here.")) from None
    except BaseException:
        forget_archive(row)
        raise
    audit.record(actor, "import.started", row, name=row.name)
    transaction.on_commit(partial(queue_import, row.account_id, row.pk))
    return row


def _known(actor: Actor, key: str) -> Import | None:
    if not key:
        return None
    found: Import | None = Import.objects.select_related("project").filter(by_id=actor.ref, key=key).first()
    return found
