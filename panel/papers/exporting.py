"""Papers in exports: a page for each conversation, which opens in any browser, and one that leads to them."""

from __future__ import annotations

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.access import ProjectRef
from accounts.export import folders_of
from accounts.models import Export, Project
from accounts.tenancy import tenant
from chat.models import Conversation
from panel.papers.sheet import lines_of, name_of, sheet_of

PAGE = 200  # conversations whose rows are held at once; lines are read one conversation after the other
Entry = tuple[str, Iterator[bytes]]


def contents(export: Export) -> Iterator[Entry]:
    """`read/index.html`, and `read/<month>/<number>.html` for each conversation."""
    for project, folder in folders_of(export):
        yield f"{folder}read/index.html", _index(export, project)
        yield from papers(export, project, folder)


def papers(export: Export, project: Project, folder: str, *, after: int = 0) -> Iterator[Entry]:
    """A page for each conversation whose internal id comes behind `after`."""
    for page in _pages(export, project, after):
        for conversation in page:
            yield f"{folder}read/{place_of(conversation)}", iter([_paper(export, project, conversation)])


def place_of(conversation: Conversation) -> str:
    """Ours alone: nothing that anybody wrote is a file's name."""
    return f"{conversation.created_at:%Y-%m}/{conversation.number}.html"


def _pages(export: Export, project: Project, after: int = 0) -> Iterator[list[Conversation]]:
    """Oldest first, a page in a short transaction."""
    while True:
        with tenant(ProjectRef(project.pk, export.account_id)):
            rows = Conversation.objects.select_related("visitor").filter(pk__gt=after).order_by("id")
            if export.visitor is not None:
                rows = rows.filter(visitor__public_id=export.visitor)
            page = list(rows[:PAGE])
        if not page:
            return
        yield page
        after = page[-1].pk


def _paper(export: Export, project: Project, conversation: Conversation) -> bytes:
    with tenant(ProjectRef(project.pk, export.account_id)), translation.override("en"):
        sheet = sheet_of(project, conversation, lines_of(conversation))
        return render_to_string("papers/conversation.html", {"sheet": sheet, "made_at": timezone.now(), "home": "../index.html"}).encode()


def _index(export: Export, project: Project) -> Iterator[bytes]:
    """A month after the other, as it is read: the page may be long, what is held of it never is."""
    with translation.override("en"):
        yield render_to_string("papers/index_head.html", {"project": project}).encode()
        for page in _pages(export, project):
            rows = [{"href": place_of(one), "number": one.number, "who": name_of(one), "at": one.created_at} for one in page]
            yield render_to_string("papers/index_rows.html", {"rows": rows}).encode()
        yield b"</table></main></body></html>\n"
