"""What anybody may know of a project: the loader's configuration, and the frame's."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.billing.access import may_start_here
from accounts.models import Project
from accounts.tenancy import tenant
from widget.colors import ground


class LoaderWords(TypedDict):
    open: str
    close: str
    dismiss: str


class LoaderConfiguration(TypedDict):
    """The argument of the loader: every byte of it is on every page of the customer."""

    key: str
    origin: str
    name: str
    color: str
    on: str
    live: bool
    words: LoaderWords


class FrameConfiguration(TypedDict):
    """What the frame's document carries. `color` is the customer's own: the frame makes its shades from it.

    `ended` is what a visitor is told where no chat can begin; empty where one can.
    """

    key: str
    name: str
    color: str
    greeting: str
    preview: bool
    home: str
    ended: str


def loader_configuration(project: Project) -> LoaderConfiguration:
    color, on = ground(project.color)
    return {
        "key": project.key,
        "origin": settings.WIDGET_URL,
        "name": project.name,
        "color": color,
        "on": on,
        "live": project.live_visitors,
        "words": {"open": _("Open chat"), "close": _("Close chat"), "dismiss": _("Dismiss")},
    }


def closed_words(project: Project) -> str:
    """Where else to write, for visitors: nothing of plans, which are none of their business."""
    if project.email:
        return _("No chat can begin here just now. Write to %(email)s.") % {"email": project.email}
    return _("No chat can begin here just now.")


def frame_configuration(project: Project) -> FrameConfiguration:
    with tenant(project):
        open_to_all = may_start_here()
    return {
        "key": project.key,
        "name": project.name,
        "color": project.color,
        "greeting": project.greeting,
        "preview": project.typing_preview,
        "home": settings.PARLEY_URL,
        "ended": "" if open_to_all else closed_words(project),
    }
