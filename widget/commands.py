"""The visitor's frames, one function each: parse, call, reply. The socket and the polling doors share them."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args
from uuid import UUID

from accounts.billing.access import may_start_here
from accounts.cards import mask_preview, may_have_card
from accounts.errors import BadFrame, NotFound, PlanEnded
from chat import entry, hot_path, live, people, queries, visits
from chat.access import own_conversation, parse_client_id
from chat.actions import follow_visit
from chat.actions.answer_form import answer_form
from chat.actions.begin_conversation import Entry, begin_conversation
from chat.actions.close_conversation import end_conversation
from chat.actions.give_consent import give_consent, require_consent
from chat.actions.mark_read import mark_read_by_visitor
from chat.actions.post_files import WithFiles, ids_of
from chat.actions.post_visitor_message import Start, Words, post_words
from chat.actions.rate_conversation import rate_conversation
from chat.actions.register_visitor import visitor_actor
from chat.desk import desk_of
from chat.models import Conversation
from chat.parsing import whole
from chat.text import MAX_CHARACTERS, clean_line, clean_text
from chat.times import rfc3339
from widget.configuration import closed_words
from widget.mail.actions.mail_transcript import mail_transcript
from widget.page_commands import PAGE_COMMANDS, page_consent
from widget.rules.access import rule_here
from widget.rules.actions.note_rule import note_rule
from widget.rules.actions.say_rule import say_rule
from widget.rules.answering import answered_rule
from widget.rules.live_facts import NOTHING_KNOWN, live_facts
from widget.rules.wire import Did
from widget.self_shape import self_shape
from widget.session import Frame, Reply, VisitorSession

HEARTBEAT_S = 20
PREVIEW = 80  # characters of a typing preview (guide, 3)


def hello(session: VisitorSession, frame: Frame) -> Reply:
    """Who the visitor is, what they missed, and who is there."""
    conversation = queries.present_conversation(session.visitor)
    desk = desk_of(session.project)
    agreed = entry.has_consented(desk, session.visitor)
    opened = follow_visit.page_of(session.project, frame.get("page"))
    session.page = opened["url"] if opened else ""
    if agreed:  # until then nothing of theirs is noted, also not for seconds
        came = {**frame, "device": session.device, "address": session.address}  # not what the frame says of itself
        follow_visit.begin_visit(session.project, session.token, (session.visitor, conversation), session.tab, came)
    after = whole(frame, "after")
    if conversation is None or frame.get("conversation") != str(conversation.public_id):
        after = None  # it counted in another conversation
    if conversation is not None and conversation.status == "open" and agreed:
        session.settle(conversation)
    return {
        "token": session.token.token,
        "visitor": self_shape(session, desk),
        **_replay(conversation, after=after),
        "operators": people.operators_for_visitors(session.project),
        "heartbeat_s": HEARTBEAT_S,
        "identified": session.identified,
    }


def _replay(conversation: Conversation | None, *, after: int | None = None, before: int | None = None) -> Reply:
    if conversation is None:
        return {"messages": [], "more": False, "conversation": None}
    page = queries.timeline(conversation, for_visitor=True, after=after, before=before)
    shape = queries.visitor_conversation(conversation, page.authors)
    return {"messages": page.messages, "more": page.more, "conversation": shape}


def send(session: VisitorSession, frame: Frame) -> Reply:
    client_id = parse_client_id(frame.get("client_id"))
    desk = desk_of(session.project)
    require_consent(desk, session.visitor)
    rule, opening = answered_rule(frame.get("rule")) or (None, None)
    text: object = frame.get("text")
    said = WithFiles(text, ids_of(frame["attachments"])) if frame.get("attachments") else text
    words = Words(client_id, said, opening, Start(session.page))
    try:
        posted = post_words(session.project, session.row(), words)
    except PlanEnded:
        raise PlanEnded(closed_words(session.project)) from None
    if posted.fresh:
        session.settle(posted.conversation)
        if rule is not None:
            # Before they agreed nothing was counted: what they answer they were shown, and have opened.
            for what in ("shown", "opened", "answered") if entry.wanted_consent(desk) else ("answered",):
                note_rule(session.project, rule, session.visitor_id, what)
    return sent(str(posted.conversation.public_id), posted.message.public_number, rfc3339(posted.message.created_at))


async def send_at_once(session: VisitorSession, frame: Frame) -> Reply | None:
    """The same on the hot path; None where `send` has to do it."""
    if session.place is None or frame.get("attachments") or frame.get("rule"):
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
    if not entry.has_consented(desk_of(session.project), session.visitor):
        return {}
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
    session.page = opened["url"] if opened else session.page
    if opened is not None and entry.has_consented(desk_of(session.project), session.visitor):
        follow_visit.walk_on(session.project, session.visitor_id, session.visitor, opened)
    return {}


def consent(session: VisitorSession, frame: Frame) -> Reply:
    """The visitor agrees to the project's words, or takes that back; by itself, where no form is sent with it. Or the page says `given`."""
    if "given" in frame:
        return page_consent(session, frame)
    agreed = frame.get("agreed")
    if not isinstance(agreed, bool):
        raise BadFrame("agreed is true or false.")
    if session.visitor is None and not may_start_here():
        raise PlanEnded(closed_words(session.project))
    give_consent(session.project, session.row(), version=frame.get("version"), agreed=agreed, origin=session.origin)
    if not agreed:
        session.place = None
    return {"agreed": agreed}


def form(session: VisitorSession, frame: Frame) -> Reply:
    """What an operator asked for, or nothing of it (“Not now”); or the form before a chat, or while nobody is here."""
    client_id = parse_client_id(frame.get("client_id"))
    form_id, answers = frame.get("form_id"), frame.get("answers")
    if form_id in entry.PLACES:
        return _begin(session, frame, client_id)
    if session.visitor is None:
        raise NotFound()
    try:
        posted = answer_form(session.project, session.visitor, form_id=form_id, client_id=client_id, answers=answers)
    except PlanEnded:
        raise PlanEnded(closed_words(session.project)) from None
    return {"conversation": str(posted.conversation.public_id), "number": posted.message.public_number}


def _begin(session: VisitorSession, frame: Frame, client_id: UUID) -> Reply:
    sent = Entry(frame["form_id"], frame.get("answers"), frame.get("text"), frame.get("department"), frame.get("consent"))
    desk = desk_of(session.project)
    if sent.consent is None:
        require_consent(desk, session.visitor)
    try:
        posted = begin_conversation(session.project, session.row(), sent, client_id=client_id, origin=session.origin)
    except PlanEnded:
        raise PlanEnded(closed_words(session.project)) from None
    if posted.fresh:
        session.settle(posted.conversation)
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


def tell_rule(session: VisitorSession, frame: Frame) -> Reply:
    """What became of an automatic message in this browser (`did`): counted. `due` says that nobody answers: then it is said. `ask`
    asks for what only the server knows, before one is shown."""
    did = str(frame.get("did"))
    if did not in get_args(Did):
        raise BadFrame("did is one of " + ", ".join(get_args(Did)))
    desk = desk_of(session.project)
    agreed = entry.has_consented(desk, session.visitor)
    if did == "ask":
        return dict(live_facts(session.country, queries.present_conversation(session.visitor)) if agreed else NOTHING_KNOWN)
    found = rule_here(frame.get("rule"))
    if did != "due":
        if agreed:  # a count remembers for a day whom it has counted
            note_rule(session.project, found, session.visitor_id, did)
        return {}
    require_consent(desk, session.visitor)
    conversation = queries.present_conversation(session.visitor)
    if conversation is None:
        raise NotFound()
    if say_rule(session.project, conversation, found, language=frame.get("language")):
        note_rule(session.project, found, session.visitor_id, "shown")
    return {}


def transcript(session: VisitorSession, frame: Frame) -> Reply:
    """Mail the talk to the visitor's own address."""
    conversation = queries.present_conversation(session.visitor)
    if conversation is None:
        raise NotFound("There is no conversation yet.")
    return {"to": mail_transcript(session.project, conversation)}


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
    **PAGE_COMMANDS,
    "consent": consent,
    "form": form,
    "rate": rate,
    "end": end,
    "rule": tell_rule,
    "transcript": transcript,
    "ping": ping,
}
