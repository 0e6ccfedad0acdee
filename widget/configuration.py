"""What anybody may know of a project: the loader's configuration, and the frame's."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import NotRequired, TypedDict

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.billing.access import may_start_here
from accounts.models import Project
from accounts.templatetags.assets import asset
from accounts.tenancy import tenant
from chat.actions.start_upload import largest_for
from widget.colors import ground
from widget.help.shapes import root_here
from widget.looks.choices import Looks, initials, looks_of
from widget.looks.labels import GREETING, labels
from widget.looks.sheet import sheet_of
from widget.reception import DeskConfiguration, desk_configuration, hides_now
from widget.rules.carrying import carried_rules
from widget.rules.wire import CarriedRules

LARGEST_BYTES = 6 * 1024  # gzipped, of a project's data in the loader


class LoaderWords(TypedDict):
    open: str
    close: str
    dismiss: str


class PageLooks(TypedDict):
    """What the second file of the looks goes by: patterns of pages, and selectors of the page's own elements."""

    src: str
    only: list[str]
    never: list[str]
    opener: str
    inline: str


class LoaderConfiguration(TypedDict):
    """The argument of the loader: every byte of it is on every page of the customer. `ask`: nothing before they agree.

    `away`: nobody is here, and the project then shows its launcher only to whoever has written before.
    """

    key: str
    origin: str
    name: str
    color: str
    on: str
    live: bool
    ask: NotRequired[bool]
    away: NotRequired[bool]
    words: LoaderWords
    css: str
    looks: NotRequired[PageLooks]
    rules: NotRequired[CarriedRules]


class FrameConfiguration(TypedDict):
    """What the frame's document carries. `color` is the customer's own: the frame makes its shades from it.

    `texts` are the project's own words by language; `language` and `theme` are "" where nothing is fixed.
    `ended` is what a visitor is told where no chat can begin; empty where one can. `files` is how many
    bytes one may have that a visitor sends; 0 where they send none. `help` is where the help centre begins, "" without one.
    """

    desk: DeskConfiguration

    key: str
    name: str
    color: str
    texts: Mapping[str, Mapping[str, str]]
    language: str
    theme: str
    labels: NotRequired[Mapping[str, str]]
    mark: str
    preview: bool
    home: str
    ended: str
    files: int
    help: str


def loader_configuration(project: Project) -> LoaderConfiguration:
    color, on = ground(project.color)
    looks = looks_of(project)
    said = _labels(looks)
    told: LoaderConfiguration = {
        "key": project.key,
        "origin": settings.WIDGET_URL,
        "name": project.name,
        "color": color,
        "on": on,
        "live": project.live_visitors,
        # What is read aloud begins with what is seen.
        "words": {"open": said[""] if looks.launcher == "label" else _("Open chat"), "close": _("Close chat"), "dismiss": _("Dismiss")},
        "css": sheet_of(looks, said),
    }
    if looks.code:
        told["looks"] = {
            "src": asset("looks.js"),
            "only": list(looks.only_on),
            "never": list(looks.never_on),
            "opener": looks.opener,
            "inline": looks.inline,
        }
    with tenant(project):
        if rules := carried_rules(project):
            told["rules"] = rules
        if hides_now(project):
            told["away"] = True
    if project.ask_first:
        told["ask"] = True
    return told


def loader_bytes(project: Project) -> int:
    """How much of the loader is this project's, gzipped: at most LARGEST_BYTES, which whoever adds to it looks after."""
    return len(gzip.compress(json.dumps(loader_configuration(project), separators=(",", ":")).encode(), 6))


def _labels(looks: Looks) -> dict[str, str]:
    """The launcher's words by language, and under "" for pages in any other."""
    if looks.launcher != "label":
        return {"": ""}
    found = labels(looks.texts)
    fixed = looks.language or settings.LANGUAGE_CODE
    return {"": found[fixed]} if looks.language else {"": found[fixed], **found}


def closed_words(project: Project) -> str:
    """Where else to write, for visitors: nothing of plans, which are none of their business."""
    if project.email:
        return _("No chat can begin here just now. Write to %(email)s.") % {"email": project.email}
    return _("No chat can begin here just now.")


def texts_of(project: Project, looks: Looks) -> dict[str, dict[str, str]]:
    """The project's own words; its greeting is said in every language that has no line of its own for it."""
    greeting = {GREETING: project.greeting} if project.greeting else {}
    found = {language: {**greeting, **looks.texts.get(language, {})} for language in settings.VISITORS_LANGUAGES}
    return {language: texts for language, texts in found.items() if texts}


def frame_configuration(project: Project, *, asked: str = "") -> FrameConfiguration:
    """`asked` is the language that the address of a chat of its own names."""
    looks = looks_of(project)
    told: FrameConfiguration = {
        "desk": desk_configuration(project),
        "key": project.key,
        "name": project.name,
        "color": project.color,
        "texts": texts_of(project, looks),
        "language": asked if asked in settings.VISITORS_LANGUAGES else looks.language,
        "theme": "" if looks.theme == "auto" else looks.theme,
        "mark": looks.mark or initials(project.name),
        "preview": project.typing_preview,
        "home": settings.PARLEY_URL,
        "ended": "" if _may_begin(project) else closed_words(project),
        "files": _files_may_have(project),
        "help": _help_of(project),
    }
    if looks.launcher == "label":
        told["labels"] = _labels(looks)
    return told


def _files_may_have(project: Project) -> int:
    """How many bytes, from visitors; 0 where they send none."""
    with tenant(project):
        return largest_for(visitor=True)


def _help_of(project: Project) -> str:
    with tenant(project):
        return root_here(project)


def _may_begin(project: Project) -> bool:
    with tenant(project):
        return may_start_here()
