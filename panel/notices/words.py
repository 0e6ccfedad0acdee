"""What calls an operator, by which way, and what it is when nothing is said."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    NEW_CHAT = "new_chat", _("A new chat")
    REPLY = "reply", _("A visitor writes again")
    ASSIGNED = "assigned", _("A conversation is given to you")
    MENTIONED = "mentioned", _("A colleague mentions you")
    UNANSWERED = "unanswered", _("Nobody reacts to a visitor")


class Channel(models.TextChoices):
    SOUND = "sound", _("Sound")
    PUSH = "push", _("Push")
    EMAIL = "email", _("Email")


HINTS = {
    Event.NEW_CHAT: _("in the projects where you answer"),
    Event.REPLY: _("in a conversation that is yours, or nobody’s"),
    Event.ASSIGNED: _("by a colleague, or by the routing"),
    Event.MENTIONED: _("as @name in a private note"),
    Event.UNANSWERED: _("and the ladder has come to you"),
}

# The table of a member's choices. A mail comes when nobody reacted in time; of what the ladder says, a page makes no sound.
OFFERED: dict[Event, tuple[Channel, ...]] = {
    Event.NEW_CHAT: (Channel.SOUND, Channel.PUSH, Channel.EMAIL),
    Event.REPLY: (Channel.SOUND, Channel.PUSH, Channel.EMAIL),
    Event.ASSIGNED: (Channel.SOUND, Channel.PUSH),
    Event.MENTIONED: (Channel.SOUND, Channel.PUSH),
    Event.UNANSWERED: (Channel.PUSH, Channel.EMAIL),
}
# What a member who has chosen nothing hears: everything that is offered.
DEFAULT = True


class Why(models.TextChoices):
    """Why somebody was not called."""

    SEEN = "seen", _("You were in that conversation")
    QUIET = "quiet", _("Your quiet hours")
    OFF = "off", _("You switched this off")
    AWAY = "away", _("You had set yourself to away")
    ANSWERED = "answered", _("Somebody had reacted already")
    NOWHERE = "nowhere", _("No browser was subscribed")
    DEPARTMENT = "department", _("Its department was called first")
