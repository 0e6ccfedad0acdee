"""What the page says of its visitor, one function each: who they are, attributes, events, consent, that they signed out."""

from __future__ import annotations

from accounts.billing.access import may_start_here
from accounts.errors import Forbidden, PlanEnded
from chat import entry, identity, live, queries
from chat.actions import follow_page, follow_visit
from chat.actions.forget_token import forget_token
from chat.actions.give_consent import give_consent, require_consent
from chat.actions.register_visitor import name_visitor
from chat.desk import desk_of
from chat.models import Visitor
from widget.configuration import closed_words
from widget.self_shape import self_shape
from widget.session import Command, Frame, Reply, VisitorSession, vouch


def identify(session: VisitorSession, frame: Frame) -> Reply:
    """Who the visitor is: by a signature of the customer's server, else as the page says, which is not verified and shown so.

    With a signature the reply may carry a `token`: then hello is said again with it, for that visitor's history is another one.
    """
    if session.visitor is None and not may_start_here():
        raise PlanEnded(closed_words(session.project))
    if not identity.is_signed(frame):
        require_consent(desk_of(session.project), session.visitor)
        return _named(session, _name_unsigned(session, frame))
    session.visitor, token = vouch(session.project, session.token, frame)
    if token.token == session.token.token:
        return _named(session, session.visitor)
    return {"visitor": self_shape(session, desk_of(session.project)), "token": token.token}


def _name_unsigned(session: VisitorSession, frame: Frame) -> Visitor:
    """`typed`: by the visitor in the chat itself, about how to reach them. Raises Forbidden where only signatures name people."""
    typed = frame.get("typed") is True
    session.unsigned = not typed
    if session.visitor is not None and session.visitor.verified:
        raise Forbidden("Your site has signed who this is: only another signature changes it.")
    if session.project.signed_identity and not typed:
        raise Forbidden("This project takes no name without a signature of its server.")
    site = {} if typed else {"external_id": frame.get("id"), "data": frame.get("data")}
    person = {name: frame.get(name) for name in ("name", "email", "phone")}
    return name_visitor(session.project, session.row(), **person, **site)


def _named(session: VisitorSession, visitor: Visitor) -> Reply:
    conversation = queries.present_conversation(visitor)
    live.announce_visitor(session.project, follow_visit.live_shape(session.project, session.visitor_id, visitor, conversation))
    return {"visitor": self_shape(session, desk_of(session.project))}


def set_(session: VisitorSession, frame: Frame) -> Reply:
    """Attributes that the page gives its visitor."""
    require_consent(desk_of(session.project), session.visitor)
    follow_page.set_attributes(session.project, session.visitor_id, session.visitor, frame.get("data"))
    return _followed(session)


def track(session: VisitorSession, frame: Frame) -> Reply:
    """Something happened on the page."""
    require_consent(desk_of(session.project), session.visitor)
    follow_page.track_event(session.project, session.visitor_id, session.visitor, frame.get("name"), frame.get("data"))
    return _followed(session)


def page_consent(session: VisitorSession, frame: Frame) -> Reply:
    """What the page says of its visitor's consent. Its no takes back what they said in the chat; its yes agrees to no words for them."""
    desk, given = desk_of(session.project), frame.get("given")
    if entry.has_consented(desk, session.visitor):
        follow_page.keep_consent(session.project, session.visitor_id, session.visitor, given)
        words = entry.wanted_consent(desk)
        if given is False and session.visitor is not None and words is not None:
            give_consent(session.project, session.visitor, version=words["version"], agreed=False, origin=session.origin)
            session.place = None
    return _followed(session)


def _followed(session: VisitorSession) -> Reply:
    if session.visitor is not None:
        _named(session, session.visitor)
    return {}


def reset(session: VisitorSession, frame: Frame) -> Reply:
    """The page's visitor signed out: this token opens nothing any more."""
    if session.visitor is not None:
        forget_token(session.visitor, session.token)
    return {}


PAGE_COMMANDS: dict[str, Command] = {
    "identify": identify,
    "set": set_,
    "track": track,
    "reset": reset,
}
