"""The kinds of doors: what each reader gets at a door of a kind, unless the door's own entry says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.doors.readers import DEAD_KEYS, KEYS, PEOPLE, READERS

Statuses = Mapping[str, int]


@dataclass(frozen=True)
class Door:
    """One address and method. `{project}`, `{conversation}` and `{visitor}` are filled in with the victim's ids.

    `shows` says that the operator must see the secret there: otherwise nothing would be proved by its absence elsewhere.
    """

    url: str
    statuses: Statuses
    method: str = "get"
    body: dict[str, Any] | None = None
    shows: bool = False
    extra: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.url}"


# Who comes with something that opens nothing, and who with nothing.
_REFUSED = dict.fromkeys(("nobody", "wanda", *DEAD_KEYS), 401)
STRANGERS = ("gus", "key_gus", "emil", "pia", "lena", "sue", "tom", "service_outlet", "key_blind")
_STRANGERS = {**_REFUSED, **dict.fromkeys(STRANGERS, 404)}
# Who may do what operators may, and who only read.
_VIEWERS = ("vic", "key_read", "key_vic")
_OPERATORS = ("oscar", "key", "ada", "olga", "service")
# A page knows sessions only: whoever comes with a key is asked to sign in.
_NO_SESSION = dict.fromkeys(("nobody", "wanda", *KEYS), 302)


def operators(**others: int) -> Statuses:
    """A REST door that all of Acme's people may open: strangers, ex-members and the limited find nothing."""
    return {**_STRANGERS, **dict.fromkeys((*_VIEWERS, *_OPERATORS), 200), **others}


def repliers(status: int = 200) -> Statuses:
    """The same for a right that operators have and viewers, and keys that only read, have not."""
    return {**operators(), **dict.fromkeys(_VIEWERS, 403), **dict.fromkeys(_OPERATORS, status)}


def admins(status: int = 200, **others: int) -> Statuses:
    """The same for a right of admins and owners."""
    return {**repliers(403), **dict.fromkeys(("ada", "olga", "service"), status), **others}


def pressers(status: int = 200) -> Statuses:
    """What leaves Parley: a person's press alone. No key opens it, whatever its scopes."""
    return {**repliers(status), "key": 403, "service": 403}


def everybody(status: int = 200, **others: int) -> Statuses:
    return {**dict.fromkeys(READERS, status), **others}


# Whoever comes with a session has not just shown that it is them; whoever made a key had.
NOT_LATELY = {"ada": 403, "olga": 403, "service": 202}
ASKED_WHO = admins(**NOT_LATELY)

# Tom is led to where he sets up a second factor (302).
PAGE = {
    **_NO_SESSION,
    "gus": 404,
    "emil": 404,
    "pia": 404,
    "lena": 404,
    "sue": 404,
    "tom": 302,
    "vic": 200,
    "oscar": 200,
    "ada": 200,
    "olga": 200,
}
ADMINS_PAGE = {**PAGE, "vic": 403, "oscar": 403}

# About the asker's own sign-in alone.
MINE = {**_NO_SESSION, **dict.fromkeys(PEOPLE, 200)}
ASKED_AGAIN = dict.fromkeys(READERS, 302)

# REST doors of the account that the asker looked at last: gus is at home in his own; emil, sue and tom are in none.
_NO_ACCOUNT = {**_REFUSED, "emil": 404, "pia": 404, "sue": 404, "tom": 404}
_NO_RIGHT = dict.fromkeys(("lena", "vic", "oscar", *(key for key in KEYS if key not in DEAD_KEYS)), 403)
OWN = {**_NO_ACCOUNT, **_NO_RIGHT, "gus": 200, "ada": 200, "olga": 200}
FOREIGN = {**OWN, "gus": 404}
LAST_OWNER = {**FOREIGN, "ada": 403, "olga": 409}  # no admin changes an owner, nobody the last one
OWN_KEYS = {**OWN, "lena": 200, "vic": 200, "oscar": 200}  # everybody has keys; no key shows keys
NOT_THEIRS = {**FOREIGN, "lena": 404, "vic": 404, "oscar": 404}

# The same as pages: own, for whoever administers, of somebody else's row, for owners.
OWN_PAGE = {**MINE, "emil": 404, "pia": 404, "sue": 404, "tom": 302}
# Partners' pages: Pia's own. For members of accounts they are not there.
PARTNERS = {**_NO_SESSION, **dict.fromkeys(PEOPLE, 404), "pia": 200}
READERS_PAGE = {**OWN_PAGE, "lena": 403, "vic": 403, "oscar": 403}
FOREIGN_PAGE = {**READERS_PAGE, "gus": 404}
OWNERS = {**READERS_PAGE, "ada": 403}
DONE = {**FOREIGN_PAGE, "ada": 302, "olga": 302}  # and back to the page
