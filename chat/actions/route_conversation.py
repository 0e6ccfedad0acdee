"""Give a conversation to whoever's turn it is, and to the next one where nobody takes it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.access import ProjectRef
from accounts.actors import Actor, system_actor
from accounts.errors import Busy
from accounts.models import Member, Project
from accounts.tenancy import ProjectLike, tenant
from chat import live, people, routing
from chat.access import hold, read_again
from chat.actions.append_activity import append_activity
from chat.desk import desk_of, members_of, way_of
from chat.models import Conversation, Desk, Turn, Way

logger = logging.getLogger(__name__)

AT_ONCE = 50  # conversations that one round gives out


def route_soon(project: Project) -> None:
    """After the commit, look who waits: what a visitor has said is stored by then, whatever becomes of this."""
    transaction.on_commit(partial(route_waiting, ProjectRef(project.pk, project.account_id)), robust=True)


def route_waiting(ref: ProjectLike) -> int:
    """Give out what waits and is nobody's, or was given and not taken, the longest wait first. How many changed hands.

    Each in a transaction of its own: whoever holds one conversation and the desk waits for no other conversation. Safe to run twice
    and by two at once. Outside any transaction.
    """
    with tenant(ref):
        project: Project = Project.objects.get(pk=ref.id)
        desk = desk_of(project)
        waiting = list(_waiting(desk, timezone.now()).values_list("pk", flat=True)[:AT_ONCE])
        answering = people.who_answers(project, desk) if waiting else []  # asks Redis: before any row is held
    given = 0
    for pk in waiting:
        try:
            with tenant(ref):
                given += route_conversation(project, Conversation.objects.get(pk=pk), answering)
        except Busy:  # somebody writes there: the next round comes by
            logger.info("routing.busy", extra={"conversation": pk})
    return given


def _waiting(desk: Desk, now: datetime) -> QuerySet[Conversation]:
    """Those whose visitor waits, of departments that route: nobody's, or given by a round too long ago."""
    routed = Q(department__way__in=[Way.ROUND_ROBIN, Way.LEAST_BUSY])
    if desk.way != Way.MANUAL:
        routed |= Q(department=None) | Q(department__way="")
    nobodys = Q(assignee=None)
    if desk.accept_within_s:
        limit = now - timedelta(seconds=desk.accept_within_s)
        nobodys |= Q(routed_at__lt=limit, waiting_since__lt=limit)
    return Conversation.objects.filter(routed & nobodys, status="open", waiting_since__isnull=False).order_by("waiting_since", "id")


def route_conversation(project: Project, conversation: Conversation, answering: list[Member]) -> bool:
    """Give one conversation to one of those who answer now; whether it changed hands.

    The conversation's row is held, then the desk's: of two rounds at once the second sees what the first has given, so that
    nobody gets more than they have room for.
    """
    with transaction.atomic():
        held = hold(conversation)
        desk = _hold_desk(project)
        way, now = way_of(desk, held.department), timezone.now()
        if way == Way.MANUAL or held.status != "open" or held.waiting_since is None or not _may_move(held, desk, answering, now):
            return False
        there = _of_department(held, answering)
        candidates = routing.candidates_of(desk, [one for one in there if one.pk != held.assignee_id], now)
        chosen = routing.choose(way, candidates, desk.capacity)
        if chosen is not None:
            Turn.objects.update_or_create(member=chosen.member, defaults={"project_id": project.pk, "given_at": now})
            department = held.department.name if held.department else None
            told = routing.why(way, chosen, candidates, department, again=held.assignee_id is not None)
            _give(project, held, chosen.member, why=told)
        elif held.assignee_id is not None and held.assignee_id not in {one.pk for one in answering}:
            _give(project, held, None, why={"way": "left"})
        else:
            return False
        return True


def _hold_desk(project: Project) -> Desk:
    """The lock of the project's rounds."""
    Desk.objects.get_or_create(project_id=project.pk)
    return Desk.objects.select_for_update(no_key=True).get()


def _may_move(held: Conversation, desk: Desk, answering: list[Member], now: datetime) -> bool:
    """Whether it is nobody's, or whoever the round gave it to has not taken it, or has left. What a person gave stays."""
    if held.assignee_id is None:
        return True
    late = desk.accept_within_s and held.waiting_since is not None and held.waiting_since < now - timedelta(seconds=desk.accept_within_s)
    if held.routed_at is None or not late or held.routed_at > now - timedelta(seconds=desk.accept_within_s):
        return False
    never_taken = held.waiting_since is not None and held.waiting_since <= held.routed_at
    return never_taken or held.assignee_id not in {one.pk for one in answering}


def _of_department(held: Conversation, answering: list[Member]) -> list[Member]:
    """Those of the department who answer; everybody where it has no people, so that it is never nobody's for good."""
    if held.department is None:
        return answering
    ids = members_of([held.department])[held.department.pk]
    return [one for one in answering if one.pk in ids] if ids else answering


def _give(project: Project, held: Conversation, to: Member | None, *, why: object) -> None:
    actor: Actor = system_actor(project.account_id)
    now = timezone.now()
    held.assignee, held.routed_at, held.updated_at = to, now if to else None, now
    held.save(update_fields=["assignee", "routed_at", "updated_at"])
    append_activity(actor, project, held, "assigned", to=to.name if to else None, why=why)
    live.announce_conversation(project, read_again(held))
