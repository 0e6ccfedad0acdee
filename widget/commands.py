"""The visitor's frames, one function each: parse, call, reply. The socket and the polling doors share them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.billing.access import may_start_here
from accounts.cards import mask_preview, may_have_card
from accounts.errors import BadFrame, NotFound, PlanEnded
from chat import hot_path, live, people, queries, shaping, visits
from chat.access import own_conversation, parse_client_id
from chat.actions import follow_visit
from chat.actions.answer_form import answer_form
from chat.actions.close_conversation import end_conversation
from chat.actions.mark_read import mark_read_by_visitor
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.rate_conversation import rate_conversation
from chat.actions.register_visitor import name_visitor, visitor_actor
from chat.models import Conversation
from chat.parsing import whole
from chat.text import MAX_CHARACTERS, clean_line, clean_text
from chat.times import rfc3339
from widget.configuration import closed_words
from widget.session import VisitorSession

HEARTBEAT_S = 20
PREVIEW = 80  # characters of a typing preview (guide, 3)

Frame = dict[str, Any]
Reply = dict[str, Any]


def hello(session: VisitorSession, frame: Frame) -> Reply:
    """Who the visitor is, what they missed, and who is there."""
    conversation = queries.present_conversation(session.visitor)
    known = (session.visitor, conversation)
    came = {**frame, "device": session.device, "address": session.address}  # not what the frame says of itself
    follow_visit.begin_visit(session.project, session.token, known, session.tab, came)
    after = whole(frame, "after")
    if conversation is None or frame.get("conversation") != str(conversation.public_id):
        after = None  # it counted in another conversation
    if conversation is not None and conversation.status == "open":
        session.settle(conversation)
    return {
        "token": session.token.token,
        "visitor": shaping.visitor_self_shape(session.visitor, session.visitor_id),
        **_replay(conversation, after=after),
        "operators": people.operators_for_visitors(session.project),
        "heartbeat_s": HEARTBEAT_S,
    }


def _replay(conversation: Conversation | None, *, after: int | None = None, before: int | None = None) -> Reply:
    if conversation is None:
        return {"messages": [], "more": False, "conversation": None}
    page = queries.timeline(conversation, for_visitor=True, after=after, before=before)
    shape = queries.visitor_conversation(conversation, page.authors)
    return {"messages": page.messages, "more": page.more, "conversation": shape}


def send(session: VisitorSession, frame: Frame) -> Reply:
    client_id = parse_client_id(frame.get("client_id"))
    if frame.get("attachments"):
        raise BadFrame("Files cannot be sent yet.")
    try:
        posted = post_visitor_message(session.project, session.row(), client_id=client_id, text=frame.get("text"))
    except PlanEnded:
        raise PlanEnded(closed_words(session.project)) from None
    if posted.fresh:
        session.settle(posted.conversation)
    return sent(str(posted.conversation.public_id), posted.message.public_number, rfc3339(posted.message.created_at))


async def send_at_once(session: VisitorSession, frame: Frame) -> Reply | None:
    """The same on the hot path; None where `send` has to do it."""
    if session.place is None or frame.get("attachments"):
        return None
    place, client_id = session.place, parse_client_id(frame.get("client_id"))
    text = clean_text(frame.get("text"))
    if session.project.mask_cards and may_have_card(text):
        return None
    stored = await hot_path.post(place, client_id, text, "text")
    return None if stored is None else sent(place.conversation, stored.public_number, stored.created_at)


def sent(conversation: str, number: int | None, created_at: str) -> Reply:
    """The reply to a stored text."""
    return {"conversation": conversation, "number": number, "created_at": created_at}


def resume(session: VisitorSession, frame: Frame) -> Reply:
    if frame.get("conversation") is None:
        return _replay(None)
    conversation = _named(session, frame)
    return _replay(conversation, after=whole(frame, "after"), before=whole(frame, "before"))


def _named(session: VisitorSession, frame: Frame) -> Conversation:
    """The visitor's own conversation that a frame names."""
    if session.visitor is None:
        raise NotFound()
    return own_conversation(session.visitor, frame.get("conversation"))


def typing(session: VisitorSession, frame: Frame) -> Reply:
    project, conversation = session.project, queries.present_conversation(session.visitor)
    raw = clean_line(frame.get("text"), MAX_CHARACTERS)
    text = (mask_preview(raw) if project.mask_cards else raw)[:PREVIEW]  # first masked, then cut: half a number is none
    author = {"kind": "visitor", "id": str(session.visitor_id), "name": session.visitor.name if session.visitor else ""}
    open_id = conversation.public_id if conversation is not None and conversation.status != "closed" else None
    preview = text if project.typing_preview or not text else None
    live.announce_visitor_typing(project, session.visitor_id, open_id, {**author, "avatar": None}, preview)  # type: ignore[typeddict-item]
    return {}


def read(session: VisitorSession, frame: Frame) -> Reply:
    number = whole(frame, "number")
    if number is None:
        raise BadFrame("number must be a whole number.")
    named = frame.get("conversation") is not None
    conversation = _named(session, frame) if named else queries.present_conversation(session.visitor)
    if conversation is not None:
        mark_read_by_visitor(session.project, conversation, number=number)
    return {}


def page(session: VisitorSession, frame: Frame) -> Reply:
    opened = follow_visit.page_of(session.project, frame)
    if opened is not None:
        follow_visit.walk_on(session.project, session.visitor_id, session.visitor, opened)
    return {}


def identify(session: VisitorSession, frame: Frame) -> Reply:
    """What the page says of its visitor. Not verified, and shown so."""
    if session.visitor is None and not may_start_here():
        raise PlanEnded(closed_words(session.project))
    visitor = name_visitor(
        session.project,
        session.row(),
        name=frame.get("name"),
        email=frame.get("email"),
        phone=frame.get("phone"),
        external_id=frame.get("id"),
        data=frame.get("data"),
    )
    conversation = queries.present_conversation(visitor)
    shape = follow_visit.live_shape(session.project, session.visitor_id, visitor, conversation)
    live.announce_visitor(session.project, shape)
    return {"visitor": shaping.visitor_self_shape(visitor, visitor.public_id)}


def form(session: VisitorSession, frame: Frame) -> Reply:
    """What an operator asked for, or nothing of it (“Not now”)."""
    client_id = parse_client_id(frame.get("client_id"))
    if session.visitor is None:
        raise NotFound()
    form_id, answers = frame.get("form_id"), frame.get("answers")
    try:
        posted = answer_form(session.project, session.visitor, form_id=form_id, client_id=client_id, answers=answers)
    except PlanEnded:
        raise PlanEnded(closed_words(session.project)) from None
    return {"conversation": str(posted.conversation.public_id), "number": posted.message.public_number}


def rate(session: VisitorSession, frame: Frame) -> Reply:
    client_id = parse_client_id(frame.get("client_id"))
    conversation = queries.present_conversation(session.visitor)
    if conversation is None:
        raise NotFound("There is no conversation to rate yet.")
    score, comment = frame.get("score"), frame.get("comment")
    posted = rate_conversation(session.project, conversation, client_id=client_id, score=score, comment=comment)
    return {"conversation": str(posted.conversation.public_id), "number": posted.message.public_number}


def end(session: VisitorSession, frame: Frame) -> Reply:
    """The visitor is done."""
    conversation = queries.present_conversation(session.visitor)
    if conversation is not None and session.visitor is not None:
        end_conversation(visitor_actor(session.project, session.visitor), session.project, conversation)
    return {}


def ping(session: VisitorSession, frame: Frame) -> Reply:
    if session.project.live_visitors:
        visits.stay(session.project.pk, session.visitor_id, session.tab)
    return {}


COMMANDS: dict[str, Callable[[VisitorSession, Frame], Reply]] = {
    "hello": hello,
    "send": send,
    "resume": resume,
    "typing": typing,
    "read": read,
    "page": page,
    "identify": identify,
    "form": form,
    "rate": rate,
    "end": end,
    "ping": ping,
}
