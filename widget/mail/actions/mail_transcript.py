"""A visitor has the talk mailed to themselves."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict
from accounts.models import Project
from chat.limits import require_room
from chat.models import Conversation
from widget.mail import queued
from widget.mail.deciding import mailbox_of, why_not
from widget.mail.models import Letter


def mail_transcript(project: Project, conversation: Conversation) -> str:
    """Send it to the visitor's own address, which is returned: nobody can name another one. Once, however often it is pressed.

    Raises Conflict without an address that can be written to, SlowDown for somebody who wants it again and again.
    """
    visitor = conversation.visitor
    address = mailbox_of(visitor)
    if not address:
        raise Conflict(_("Give your email first."))
    now = timezone.now()
    if why_not(project, visitor, conversation, now):
        raise Conflict(_("No mail is sent to this address."))
    waiting = Letter.objects.filter(conversation=conversation, kind=Letter.Kind.TRANSCRIPT, state=Letter.State.WAITING)
    if not waiting.exists():
        require_room("transcripts", f"{project.pk}:{visitor.public_id.hex}")
    letter, _fresh = Letter.objects.get_or_create(
        conversation=conversation,
        kind=Letter.Kind.TRANSCRIPT,
        state=Letter.State.WAITING,
        defaults={"project_id": project.pk, "since": now, "due_at": now},
    )
    queued.queue_letter(project, letter.pk)
    return address
