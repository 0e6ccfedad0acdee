"""Every door of Parley over HTTP, and what each reader gets there. A door that is missing here fails the suite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

READERS = ("nobody", "gus", "emil", "lena", "wanda", "vic", "oscar")
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


def _operators(**others: int) -> Statuses:
    """A REST door for Acme's people: strangers, ex-members and the limited find nothing; a visitor's token is no key."""
    return {"nobody": 401, "gus": 404, "emil": 404, "lena": 404, "wanda": 401, "vic": 200, "oscar": 200, **others}


def _everybody(status: int = 200, **others: int) -> Statuses:
    return {**dict.fromkeys(READERS, status), **others}


PAGE = {"nobody": 302, "gus": 404, "emil": 404, "lena": 404, "wanda": 302, "vic": 200, "oscar": 200}
WITHIN = "/api/v1/projects/{project}/"
ONE = WITHIN + "conversations/{conversation}"
NEW = {"client_id": "11111111-2222-4333-8444-555555555555", "text": "Hello"}
FRAMES = [{"type": "hello", "ref": 1}, {"type": "resume", "ref": 2, "conversation": "{conversation}", "after": 0}]

REST = [
    Door("/api/v1/projects", {"nobody": 401, "gus": 200, "emil": 200, "lena": 200, "wanda": 401, "vic": 200, "oscar": 200}),
    Door("/api/v1/projects/{project}", _operators()),
    Door("/api/v1/projects/{project}", _operators(vic=403, oscar=403), "patch", {"name": "Mine"}),
    Door(WITHIN, _operators()),
    Door(WITHIN, _operators(vic=403, oscar=403), "patch", {"name": "Mine"}),
    Door(WITHIN + "conversations", _operators(), shows=True),
    Door(WITHIN + "conversations", _operators(vic=403, oscar=201), "post", {**NEW, "visitor": "{visitor}"}, shows=True),
    Door(WITHIN + "conversations/counts", _operators()),
    Door(ONE, _operators(), shows=True),
    Door(ONE, _operators(vic=403), "patch", {"status": "closed"}, shows=True),
    Door(ONE + "/messages", _operators(), shows=True),
    Door(ONE + "/messages", _operators(vic=403, oscar=201), "post", NEW),
    Door(WITHIN + "operators", _operators()),
    Door(WITHIN + "visitors/online", _operators(vic=403), shows=True),
    Door(WITHIN + "visitors/{visitor}", _operators(), shows=True),
    Door("/api/v1/live/frames", _operators(), "post", {"v": 1, "projects": ["{project}"], "frames": FRAMES}, shows=True),
    Door("/api/v1/live/feed?project={project}&cursor={project}:1:0", _operators(), shows=True),
]

PANEL = [
    Door("/panel/{project}/inbox/", PAGE),
    Door("/panel/{project}/inbox/{conversation}/", PAGE),
    Door("/panel/{project}/visitors/", PAGE),
    Door("/panel/{project}/install/", PAGE),
    Door("/panel/{project}/settings/", {**PAGE, "vic": 403, "oscar": 403}),
    Door("/panel/{project}/settings/", {**PAGE, "vic": 403, "oscar": 403}, "post", {"name": "Mine"}),
    Door("/panel/", dict.fromkeys(READERS, 302)),
    Door("/panel/projects/new/", {**_everybody(), "nobody": 302, "wanda": 302}),
]

# What everybody may open, or what is about the asker alone: nothing of any customer stands there.
OPEN = [
    Door("/", _everybody()),
    Door("/accounts/login/", _everybody(gus=302, emil=302, lena=302, vic=302, oscar=302)),
    Door("/accounts/signup/", _everybody(gus=302, emil=302, lena=302, vic=302, oscar=302)),
    Door("/accounts/logout/", _everybody(nobody=302, wanda=302)),
    Door("/accounts/inactive/", _everybody()),
    Door("/accounts/confirm-email/", _everybody()),
    Door("/accounts/confirm-email/no-such-key/", _everybody()),
    Door("/accounts/password/reset/", _everybody()),
    Door("/accounts/password/reset/done/", _everybody()),
    Door("/accounts/password/reset/key/abc-def/", _everybody()),
    Door("/accounts/password/reset/key/done/", _everybody()),
    Door("/favicon.ico", _everybody(301)),
    Door("/healthz", _everybody()),
    Door("/readyz", _everybody()),
    Door("/metrics", _everybody()),
    Door("/demo/", _everybody(302)),  # to 127.0.0.1: the shop stands across sites
    Door("/demo/ash-dinner-set/", _everybody(302)),
    Door("/demo/ash-dinner-set/care/", _everybody(302)),
    Door("/demo/delivery/", _everybody(302)),
    Door("/demo/mail/", _everybody()),
    Door("/demo/mail/no-such-mail/", _everybody(404)),
    Door("/w/errors", _everybody(204), "post", {"message": "x"}),
    Door("/w/v/NOTTHERE.js", _everybody(404)),
]

# Public by their purpose: a project's key stands in its customers' pages. Nothing of a visitor or a conversation is there.
PUBLIC = [
    Door("/w/{key}.js", _everybody()),
    Door("/w/{key}.json", _everybody()),
    Door("/w/{key}/", _everybody()),
]

# The visitor's doors know visitors' tokens only: for everybody else the asker is a new visitor, or nobody.
VISITORS = [
    Door("/w/api/frames", _everybody(), "post", {"v": 1, "project": "{key}", "token": None, "frames": FRAMES}),
    Door("/w/api/feed?project={key}&conversation={conversation}&after=0", {**_everybody(401), "wanda": 404}),
]

DOORS = [*REST, *PANEL, *OPEN, *PUBLIC, *VISITORS]
