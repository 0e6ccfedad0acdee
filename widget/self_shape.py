"""What a visitor is told about themselves."""

from __future__ import annotations

from chat import entry, shaping
from chat.desk import department_for_page
from chat.models import Desk
from chat.shapes import WidgetVisitorShape
from widget.session import VisitorSession


def self_shape(session: VisitorSession, desk: Desk) -> WidgetVisitorShape:
    """Known is also the department, where the page decides it."""
    visitor = session.visitor
    decided = ["department"] if department_for_page(session.page) is not None else []
    return {
        **shaping.visitor_self_shape(visitor, session.visitor_id),
        "known": entry.known_of(desk, visitor) + decided,
        "agreed": entry.has_consented(desk, visitor),
    }
