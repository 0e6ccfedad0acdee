"""The operator's frames, one function each: parse, call, reply. The socket and the polling doors share them."""

from __future__ import annotations

from typing import Any

from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.cards import may_have_card
from accounts.errors import BadFrame
from accounts.models import Project
from accounts.tenancy import tenant
from chat import groups, hot_path, live, people, presence, queries
from chat.access import parse_client_id
from chat.actions.follow_visit import sweep_visits
from chat.actions.mark_read import mark_read_by_operator
from chat.actions.post_files import WithFiles, ids_of, post_files
from chat.actions.post_message import Posted, post_message
from chat.actions.post_quoting import Quoting, post_quoting
from chat.actions.route_conversation import route_soon
from chat.actions.set_availability import announce_operators, announce_who_turned, set_availability
from chat.models import Conversation
from chat.parsing import whole
from chat.shapes import AuthorShape, ProjectShape
from chat.text import clean_text
from chat.times import rfc3339
from panel.reports.actions.note_attendance import note_attendance
from panel.session import Command, OperatorSession

HEARTBEAT_S = 20
Frame = dict[str, Any]
Reply = dict[str, Any]


def hello(session: OperatorSession, frame: Frame) -> Reply:
    """Who the operator is, their projects, and who else is here."""
    operators: dict[str, Any] = {}
    for actor, project in session.entered.values():
        with tenant(project):
            if actor.id and presence.arrive(project.pk, actor.id, session.tab):
                announce_operators(project)
                route_soon(project)
            operators |= {one["id"]: one for one in people.operator_shapes(project)}
    actor = session.actor
    member = {"id": actor.ref, "name": actor.name, "avatar": None} if actor.id else None
    return {
        "member": member,
        "projects": [project_shape(actor, project) for actor, project in session.entered.values()],
        "presence": list(operators.values()),
        "heartbeat_s": HEARTBEAT_S,
    }


def project_shape(actor: Actor, project: Project) -> ProjectShape:
    """A project as one of its members sees it."""
    return {
        "id": str(project.public_id),
        "name": project.name,
        "slug": project.slug,
        "key": project.key,
        "color": project.color,
        "website": project.website,
        "role": actor.role or "service",
    }


def send(session: OperatorSession, frame: Frame) -> Reply:
    client_id, kind = parse_client_id(frame.get("client_id")), kind_of(frame)
    text, ids = frame.get("text"), ids_of(frame.get("attachments") or [])

    def act(actor: Actor, project: Project, conversation: Conversation) -> Reply:
        to = whole(frame, "reply_to")
        if to is not None:
            if ids:
                raise BadFrame("An answer that quotes a line has no files.")
            posted = post_quoting(actor, project, conversation, client_id=client_id, said=Quoting(text, kind, to))
        elif ids:
            posted = post_files(actor, project, conversation, client_id=client_id, said=WithFiles(text, ids, kind))
        else:
            posted = post_message(actor, project, conversation, client_id=client_id, text=text, kind=kind)
        session.settle(actor, project, posted.conversation)
        return sent(posted)

    return session.within(frame, act)


async def send_at_once(session: OperatorSession, frame: Frame) -> Reply | None:
    """The same on the hot path; None where `send` has to do it."""
    place = session.places.get(str(frame.get("conversation")))
    if place is None or frame.get("attachments") or frame.get("reply_to") is not None:
        return None
    client_id, kind = parse_client_id(frame.get("client_id")), kind_of(frame)
    text = clean_text(frame.get("text"))
    if may_have_card(text):
        return None
    stored = await hot_path.post(place, client_id, text, kind)
    if stored is None:
        return None
    return {"conversation": place.conversation, "number": stored.number, "created_at": stored.created_at}


def kind_of(frame: Frame) -> str:
    """A text or a note. Raises BadFrame."""
    kind = frame.get("kind", "text")
    if kind not in ("text", "note"):
        raise BadFrame("kind is “text” or “note”.")
    return str(kind)


def sent(posted: Posted) -> Reply:
    """The reply of every frame that takes a number."""
    return {
        "conversation": str(posted.conversation.public_id),
        "number": posted.message.number,
        "created_at": rfc3339(posted.message.created_at),
    }


def resume(session: OperatorSession, frame: Frame) -> Reply:
    after, before = whole(frame, "after"), whole(frame, "before")

    def act(actor: Actor, project: Project, conversation: Conversation) -> Reply:
        page = queries.timeline(conversation, for_visitor=False, after=after, before=before)
        shape = queries.conversation_shapes(project, actor, [conversation], page.authors.members)[0]
        return {"messages": page.messages, "more": page.more, "conversation": shape}

    return session.within(frame, act)


def watch(session: OperatorSession, frame: Frame) -> Reply:
    """Look at a conversation: the others who look hear of it."""

    def act(actor: Actor, project: Project, conversation: Conversation) -> Reply:
        session.groups = session.groups | {groups.viewers(project.pk, conversation.public_id)}
        viewers = presence.look(project.pk, conversation.public_id, actor.ref)
        live.announce_viewers(project, conversation.public_id, viewers)
        return {"viewers": viewers}

    return session.within(frame, act)


def unwatch(session: OperatorSession, frame: Frame) -> Reply:
    def act(actor: Actor, project: Project, conversation: Conversation) -> Reply:
        session.groups = session.groups - {groups.viewers(project.pk, conversation.public_id)}
        viewers = presence.look_away(project.pk, conversation.public_id, actor.ref)
        live.announce_viewers(project, conversation.public_id, viewers)
        return {"viewers": viewers}

    return session.within(frame, act)


def typing(session: OperatorSession, frame: Frame) -> Reply:
    """That somebody writes, never what. A note's typing stays among operators."""
    kind = "note" if frame.get("kind") == "note" else "text"

    def act(actor: Actor, project: Project, conversation: Conversation) -> Reply:
        require(actor, Capability.REPLY, project)  # who may not write is not announced as writing
        author: AuthorShape = {"kind": "operator", "id": actor.ref, "name": actor.name, "avatar": None}
        live.announce_operator_typing(project, conversation, author, kind)
        return {}

    return session.within(frame, act)


def read(session: OperatorSession, frame: Frame) -> Reply:
    number = whole(frame, "number")
    if number is None:
        raise BadFrame("number must be a whole number.")

    def act(actor: Actor, project: Project, conversation: Conversation) -> Reply:
        mark_read_by_operator(actor, project, conversation, number=number)
        return {}

    return session.within(frame, act)


def ping(session: OperatorSession, frame: Frame) -> Reply:
    """Still here, and who says so touched something `idle_s` ago; and a mark of what the newest line of each project is."""
    pulses, idle_s = {}, whole(frame, "idle_s") or 0
    for project_id, (actor, project) in session.entered.items():
        with tenant(project):
            if actor.id and presence.arrive(project.pk, actor.id, session.tab, idle_s=idle_s):
                announce_operators(project)
            announce_who_turned(project)
            note_attendance(actor, project)
            sweep_visits(project)
            pulses[str(project_id)] = queries.pulse(project)
    return {"pulse": pulses}


def status(session: OperatorSession, frame: Frame) -> Reply:
    available = frame.get("available")
    if not isinstance(available, bool):
        raise BadFrame("available is true or false.")
    for actor, project in session.entered.values():
        with tenant(project):
            set_availability(actor, project, available=available)
    return {}


COMMANDS: dict[str, Command] = {
    "hello": hello,
    "send": send,
    "resume": resume,
    "watch": watch,
    "unwatch": unwatch,
    "typing": typing,
    "read": read,
    "ping": ping,
    "status": status,
}
