"""`python -m bench.growth.follower settle|compare FILE`: lets the product's own followers file talks.

FILE is JSON: `projects` as pairs of internal ids, of the project and its account, and `talks`. `settle` files all there is in them;
`compare` files the talks anew and exits with 1 where a row is another one than before.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import transaction  # noqa: E402  (models need the apps to be loaded)

from accounts.access import ProjectRef  # noqa: E402
from accounts.models import Project  # noqa: E402
from accounts.tenancy import tenant  # noqa: E402
from chat.models import Message, SearchEntry, SearchWord  # noqa: E402
from chat.search.filing import file_lines, forget_entries  # noqa: E402
from launcher.say import say  # noqa: E402
from panel.reports.actions.keep_facts import keep_facts  # noqa: E402
from panel.reports.models import Fact  # noqa: E402


def settle(ref: ProjectRef) -> None:
    """In one transaction."""
    with tenant(ref):
        project = Project.objects.get(pk=ref.id)
        ids = list(Message.objects.order_by("pk").values_list("pk", flat=True))
        file_lines(project, ids)
        keep_facts(project, ids)


def compare(ref: ProjectRef, talks: list[int]) -> bool:
    """Whether the followers make of these talks what stands there. What they make is undone: it would lie elsewhere on the disk."""
    with tenant(ref):
        project = Project.objects.get(pk=ref.id)
        before = _rows(talks)
        ids = list(Message.objects.filter(conversation__in=talks).values_list("pk", flat=True))
        forget_entries(ref.id, talks)
        Fact.objects.filter(pk__in=talks).delete()
        file_lines(project, ids)
        keep_facts(project, ids)
        after = _rows(talks)
        transaction.set_rollback(True)
    different = [(one, other) for one, other in zip(before, after, strict=False) if one != other]
    say(f"{len(before)} rows before, {len(after)} after, {len(different)} of them different: {different[:2]}")
    return before == after and len(before) > len(talks)


def _rows(talks: list[int]) -> list[Any]:
    """Entries, words and facts, as dictionaries."""
    entries = SearchEntry.objects.filter(conversation__in=talks).order_by("pk").values()
    words = {token.split(":", 1)[1] for entry in entries for token in entry["tokens"]}
    known = SearchWord.objects.filter(word__in=words).order_by("word").values("word", "buckets")
    return [*entries, *known, *Fact.objects.filter(pk__in=talks).order_by("pk").values()]


def main(what: str, file: str) -> int:
    told = json.loads(Path(file).read_text())
    refs = [ProjectRef(*one) for one in told["projects"]]
    if what == "settle":
        for ref in refs:
            settle(ref)
        return 0
    return 0 if all(compare(ref, told["talks"]) for ref in refs) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
