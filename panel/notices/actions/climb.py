"""Climb the ladder of whoever still waits: mail, then a colleague. The first reaction has ended the wait before."""

from __future__ import annotations

from accounts.access import ProjectRef
from accounts.models import Project
from accounts.tenancy import tenant
from chat.models import Conversation
from panel.notices import clock
from panel.notices.actions.call_people import call_people, mail_people
from panel.notices.actions.end_wait import end_wait
from panel.notices.climbing import Step, next_step
from panel.notices.models import Wait
from panel.notices.people import colleagues, holders, passed_over
from panel.notices.queries import ladder_of
from panel.notices.words import Event


def climb(ref: ProjectRef) -> int:
    """Take every step that is due in a project, each in a transaction of its own. Returns how many."""
    steps = 0
    while _one_step(ref):
        steps += 1
    return steps


def _one_step(ref: ProjectRef) -> bool:
    with tenant(ref):
        due = Wait.objects.filter(ended_at=None, next_at__lte=clock.now()).order_by("next_at", "id")
        # Another worker that climbs here has the others.
        wait: Wait | None = due.select_for_update(no_key=True, skip_locked=True).first()
        if wait is None:
            return False
        talk = Conversation.objects.select_related("visitor", "department").get(pk=wait.conversation_id)
        if talk.waiting_since is None or talk.status != Conversation.Status.OPEN:
            end_wait(wait, Wait.Ended.ANSWERED)  # the follower will hear of it too
            return True
        _take(Project.objects.get(pk=ref.id), talk, wait)
        return True


def _take(project: Project, talk: Conversation, wait: Wait) -> None:
    """The next step; the moment of the one after it. A step that calls nobody was still taken."""
    ladder = ladder_of(project)
    step = next_step(ladder, wait.steps, wait.began_at)
    if step is None or step[1] > clock.now():  # the ladder was changed since
        wait.next_at = step[1] if step else None
        wait.save(update_fields=["next_at"])
        return
    wait.steps = step[0]
    after = next_step(ladder, wait.steps, wait.began_at)
    wait.next_at = after[1] if after else None
    wait.save(update_fields=["steps", "next_at"])
    event = Event(wait.event)
    if step[0] == Step.MAIL:
        others = passed_over(project, talk)  # its department had its time: now everybody may hear
        call_people(project, talk, others, event=event, number=wait.number, wait=wait)
        mail_people(project, talk, [*holders(project, talk), *others], event=event, number=wait.number, wait=wait)
        return
    people = colleagues(project, ladder)
    call_people(project, talk, people, event=Event.UNANSWERED, number=wait.number, wait=wait)
    mail_people(project, talk, people, event=Event.UNANSWERED, number=wait.number, wait=wait)
