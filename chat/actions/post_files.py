"""Say something with files: always the ordinary action, under the conversation's lock."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.access import as_uuid
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import BadFrame, Conflict, NotFound
from accounts.models import Project
from chat.access import hold
from chat.actions.post_message import Posted, append_slowly, line_of, posted
from chat.append import Appended, Line, append
from chat.models import Attachment, Conversation, Message
from chat.plan import require_writing
from chat.text import MAX_CHARACTERS

FILES_AT_MOST = 10  # in one message
UNNAMED = "unsaid"  # in `data`: the text is the files' names, for lists, mails and searches; nobody wrote it


@dataclass(frozen=True)
class WithFiles:
    """What a frame asks to send: words, which may be none, and files by their ids. `kind` is text or note."""

    text: object
    ids: tuple[uuid.UUID, ...]
    kind: str = "text"
    files: tuple[Attachment, ...] = ()  # the rows, once they are held

    def held(self, actor: Actor) -> WithFiles:
        """The same with the rows, locked. The caller holds the conversation."""
        return replace(self, files=tuple(held_files(actor, self.ids)))


def ids_of(raw: object) -> tuple[uuid.UUID, ...]:
    """The ids of a frame's `attachments`, once each. Raises BadFrame, NotFound."""
    if not isinstance(raw, list) or len(raw) > FILES_AT_MOST:
        raise BadFrame(f"attachments is a list of at most {FILES_AT_MOST} ids.")
    return tuple(dict.fromkeys(as_uuid(one) for one in raw))


def post_files(actor: Actor, project: Project, conversation: Conversation, *, client_id: uuid.UUID, said: WithFiles) -> Posted:
    """Append an operator's text or note with files.

    The same `client_id` again gives the stored message. Raises Forbidden without REPLY, NotFound for a file that is not
    theirs, Conflict for one that is not there yet, was refused or stands in another message; what `post_message` raises.
    """
    require(actor, Capability.REPLY, project)
    require_writing(actor, client_id)
    if is_stored(actor, client_id):
        line = line_with_files(actor, project, conversation, client_id=client_id, said=said)
        return posted(project, line, append([line])[0])
    hold(conversation)
    said = said.held(actor)
    line = line_with_files(actor, project, conversation, client_id=client_id, said=said)
    answer = append_slowly(actor, project, conversation, line)
    put_into(said.files, answer)
    return posted(project, line, answer)


def is_stored(actor: Actor, client_id: uuid.UUID) -> bool:
    """Whether this is a repeat: then its files stand in the message already."""
    return Message.objects.filter(author_kind=actor.author_kind, author_id=actor.id, client_id=client_id).exists()


def held_files(actor: Actor, ids: Sequence[uuid.UUID]) -> list[Attachment]:
    """An actor's own files, locked, in the order asked for. The caller holds the conversation."""
    mine = Attachment.objects.filter(author_kind=actor.author_kind, author_id=actor.id, public_id__in=ids)
    rows = {row.public_id: row for row in mine.select_for_update(no_key=True).order_by("id")}
    for one in ids:
        row = rows.get(one)
        if row is None:
            raise NotFound()
        if row.conversation_id is not None:
            raise Conflict(_("%(name)s was sent already.") % {"name": row.name})
        if row.state == Attachment.State.UPLOADING:
            raise Conflict(_("%(name)s is not there yet.") % {"name": row.name})
        if row.state == Attachment.State.REFUSED:
            raise Conflict(_("%(name)s cannot be sent.") % {"name": row.name})
    return [rows[one] for one in ids]


def line_with_files(actor: Actor, project: Project, conversation: Conversation, *, client_id: uuid.UUID, said: WithFiles) -> Line:
    """The row to append. Without words its text is the files' names, so that whoever shows lines of text shows something."""
    silent = isinstance(said.text, str) and not said.text.strip()
    text = (", ".join(row.name for row in said.files)[:MAX_CHARACTERS] or "…") if silent else said.text
    line = line_of(actor, project, conversation, client_id=client_id, text=text, kind=said.kind)
    data = {**(line.data or {}), "files": len(said.files), **({UNNAMED: True} if silent else {})}
    return replace(line, data=data)


def put_into(files: Sequence[Attachment], answer: Appended) -> None:
    """They stand in the message that was stored just now, in this order."""
    for place, row in enumerate(files if answer.outcome == "stored" else ()):
        row.conversation_id, row.number, row.place = answer.conversation_id, answer.number, place
        row.save(update_fields=["conversation_id", "number", "place", "touched_at"])
