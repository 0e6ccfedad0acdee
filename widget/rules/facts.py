"""What an automatic message can depend on: the one table, with its words. The browser's half is `widget/client/rules/facts.ts`.

A condition is `{fact, how, value}`. A new fact is a line here, a name in `widget/rules/wire.py` and a line there, which does not compile
without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from widget.rules.wire import FactName

# What stands beside a fact in the editor, and how it is read from there.
Kind = Literal["none", "pattern", "name", "whole", "choice", "codes", "dates", "hours", "attribute"]


@dataclass(frozen=True)
class Fact:
    """`hows` are the comparisons; `said` says each as a part of a sentence; `why_not` says why a message is not shown.

    `least` and `most` bound whole numbers. `private` ones are decided by the server: browsers are told the answer, not the value.
    """

    words: Promise
    kind: Kind
    hows: Mapping[str, Promise]
    said: Mapping[str, Promise]
    why_not: Promise
    least: int = 1
    most: int = 1
    unit: Promise | str = ""
    choices: Mapping[str, Promise] = field(default_factory=dict)
    private: bool = False


IS = {"is": _("is")}
EITHER = {"is": _("is"), "not": _("is not")}
MATCHES = {"is": _("matches"), "not": _("does not match")}
LEAST = {"least": _("at least")}

FACTS: dict[FactName, Fact] = {
    "page": Fact(
        _("Page"), "pattern", MATCHES, {"is": _("on {value}"), "not": _("not on {value}")}, _("Fits on other pages, not on this one.")
    ),
    "referrer": Fact(
        _("Came from"),
        "pattern",
        MATCHES,
        {"is": _("came from {value}"), "not": _("did not come from {value}")},
        _("For visitors who came from elsewhere."),
    ),
    "seconds": Fact(
        _("Time on page"), "whole", LEAST, {"least": _("reads for {value} s")}, _("Needs {value} s on the page."), most=3600, unit=_("s")
    ),
    "scroll": Fact(
        _("Scrolled"),
        "whole",
        LEAST,
        {"least": _("has scrolled {value} %")},
        _("Needs {value} % of the page scrolled."),
        most=100,
        unit="%",
    ),
    "exit": Fact(_("Is about to leave"), "none", {"is": _("yes")}, {"is": _("is about to leave")}, _("The visitor is not about to leave.")),
    "opened": Fact(
        _("Opened the chat"), "none", {"is": _("yes")}, {"is": _("has opened the chat")}, _("The visitor has not opened the chat.")
    ),
    "unanswered": Fact(
        _("Nobody answered for"),
        "whole",
        LEAST,
        {"least": _("waits {value} min for an answer")},
        _("No chat waits that long."),
        most=120,
        unit=_("min"),
    ),
    "event": Fact(_("Own event"), "name", IS, {"is": _("after “{value}”")}, _("The page has not sent “{value}”.")),
    "visits": Fact(
        _("Visits"),
        "whole",
        {"least": _("at least"), "most": _("at most")},
        {"least": _("visit {value} or later"), "most": _("visit {value} or earlier")},
        _("For another number of visits."),
        most=1000,
    ),
    "dates": Fact(_("Date"), "dates", {"is": _("is between")}, {"is": _("{value}")}, _("Not on this day.")),
    "hours": Fact(
        _("Time"),
        "hours",
        {"daily": _("every day"), "weekdays": _("Monday to Friday"), "weekend": _("at the weekend")},
        {"daily": _("{value}"), "weekdays": _("{value}, Monday to Friday"), "weekend": _("{value}, at the weekend")},
        _("Not at this time."),
    ),
    "country": Fact(
        _("Country"),
        "codes",
        EITHER,
        {"is": _("in {value}"), "not": _("not in {value}")},
        _("For another country, or the country is not known."),
    ),
    "language": Fact(
        _("Language"), "codes", EITHER, {"is": _("reads {value}"), "not": _("does not read {value}")}, _("For another language.")
    ),
    "device": Fact(
        _("Device"),
        "choice",
        EITHER,
        {"is": _("on a {value}"), "not": _("not on a {value}")},
        _("For another device."),
        choices={"computer": _("computer"), "tablet": _("tablet"), "phone": _("phone")},
    ),
    "tag": Fact(
        _("Tag of their chat"),
        "name",
        {"is": _("is there"), "not": _("is not there")},
        {"is": _("tagged “{value}”"), "not": _("not tagged “{value}”")},
        _("The tags of their last chat do not fit."),
        private=True,
    ),
    "team": Fact(
        _("Our team"),
        "choice",
        IS,
        {"is": _("{value}")},
        _("Who is here does not fit."),
        choices={"here": _("somebody is here"), "away": _("nobody is here")},
    ),
    "attribute": Fact(
        _("Attribute"),
        "attribute",
        {"is": _("is"), "not": _("is not"), "least": _("is at least"), "most": _("is at most")},
        {
            "is": _("{name} is {value}"),
            "not": _("{name} is not {value}"),
            "least": _("{name} is {value} or more"),
            "most": _("{name} is {value} or less"),
        },
        _("“{name}” does not fit."),
    ),
}
assert tuple(FACTS) == get_args(FactName)
