"""Begin a conversation: its human number, its row, nothing else yet."""

from __future__ import annotations

from django.utils import timezone

from accounts.billing.actions.count_conversation import count_conversation
from accounts.models import Member, Project
from chat.models import Conversation, Counter, Department, Visitor


def start_conversation(
    project: Project, visitor: Visitor, *, assignee: Member | None = None, department: Department | None = None
) -> Conversation:
    """A new open conversation, counted against the month.

    Raises IntegrityError when the visitor has one that is not closed, PlanEnded when the plan has ended or is used up.
    """
    now = timezone.now()
    count_conversation()
    Counter.objects.get_or_create(project_id=project.pk)
    counter = Counter.objects.select_for_update(no_key=True).get(project_id=project.pk)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    conversation = Conversation(
        project=project,
        visitor=visitor,
        number=counter.last_number,
        assignee=assignee,
        department=department,
        created_at=now,
        updated_at=now,
    )
    conversation.save(force_insert=True)
    return conversation
