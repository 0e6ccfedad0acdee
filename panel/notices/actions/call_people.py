"""Call people for a conversation, or write down why not. Only rows: what goes out goes out after the commit."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Member, Project
from chat.models import Conversation, ReadMark
from panel.notices import clock
from panel.notices.models import Call, Ring, Wait
from panel.notices.people import Callee, callees, why_not
from panel.notices.words import Channel, Event, Why


def call_people(
    project: Project, talk: Conversation, members: Iterable[Member], *, event: Event, number: int, wait: Wait | None = None
) -> list[Call]:
    """Ring the browsers of these members for the line with this number, inside the open tenant."""
    now, people = clock.now(), callees(project, members)
    read = _read_by(talk, people)
    calls = []
    for callee in people:
        if not callee.had_devices:
            continue  # nothing could ring, and nobody wonders why
        seen = event != Event.UNANSWERED and read.get(callee.member.pk, 0) >= number  # who has read it may still not have answered
        reason = why_not(callee, event, Channel.PUSH, now=now, seen=seen, own=talk.assignee_id == callee.member.pk)
        call = _call(project, talk, callee, event=event, number=number, wait=wait)
        call.why_not = reason
        call.save(force_insert=True)
        if not reason:
            _ring(call, [device.pk for device in callee.devices])
        calls.append(call)
    return calls


def pass_over(project: Project, talk: Conversation, members: Iterable[Member], *, event: Event, number: int, wait: Wait) -> None:
    """Write down who was not called because a department was: they may ask why nothing rang."""
    for callee in callees(project, members):
        if callee.had_devices:
            call = _call(project, talk, callee, event=event, number=number, wait=wait)
            call.why_not = Why.DEPARTMENT
            call.save(force_insert=True)


def mail_people(project: Project, talk: Conversation, members: Iterable[Member], *, event: Event, number: int, wait: Wait) -> list[Call]:
    """Write to these members, once for each wait: further steps leave out whoever was written to."""
    told = Call.objects.filter(wait=wait, rings__channel=Channel.EMAIL).values_list("member_id", flat=True)
    people = callees(project, [member for member in members if member.pk not in set(told)])
    calls = []
    for callee in people:
        if why_not(callee, event, Channel.EMAIL, now=clock.now(), seen=False):
            continue
        call = _call(project, talk, callee, event=event, number=number, wait=wait)
        call.save(force_insert=True)
        Ring(project=project, call=call, channel=Channel.EMAIL, next_at=clock.now()).save(force_insert=True)
        calls.append(call)
    return calls


def _call(project: Project, talk: Conversation, callee: Callee, *, event: Event, number: int, wait: Wait | None) -> Call:
    return Call(project=project, conversation=talk, member=callee.member, wait=wait, event=event, number=number, at=clock.now())


def _ring(call: Call, devices: list[int]) -> None:
    """Whatever waits for these browsers from the same conversation is overtaken: one notification, the newest."""
    waiting = Ring.objects.filter(state=Ring.State.QUEUED, device_id__in=devices, call__conversation=call.conversation)
    waiting.update(state=Ring.State.CANCELLED, next_at=None)
    for device in devices:
        Ring(project_id=call.project_id, call=call, channel=Channel.PUSH, device_id=device, next_at=clock.now()).save(force_insert=True)


def _read_by(talk: Conversation, people: list[Callee]) -> dict[int, int]:
    """How far each has read: whoever has the conversation open reads a line at once."""
    marks = ReadMark.objects.filter(conversation=talk, member__in=[callee.member for callee in people])
    return dict(marks.values_list("member_id", "number"))
