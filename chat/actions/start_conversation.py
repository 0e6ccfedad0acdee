"""Begin a conversation: its human number, its row, nothing else yet."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import Member, Project
from chat.models import Conversation, Counter, Visitor


def start_conversation(project: Project, visitor: Visitor, *, assignee: Member | None = None) -> Conversation:
    """A new open conversation. Raises IntegrityError when the visitor has one that is not closed."""
    now = timezone.now()
    Counter.objects.get_or_create(project_id=project.pk)
    counter = Counter.objects.select_for_update(no_key=True).get(project_id=project.pk)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    conversation = Conversation(
        project=project,
        visitor=visitor,
        number=counter.last_number,
        assignee=assignee,
        created_at=now,
        updated_at=now,
    )
    conversation.save(force_insert=True)
    return conversation
