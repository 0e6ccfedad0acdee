"""What a connector is. Each lives in a folder of its own here; adding one is adding a folder.

A folder's package defines `connector`, a `Connector`: its form, what it sends (`prepare`), how (`send`), whether it would work
(`check`), and the words that help to set it up. Nothing else in Parley knows any of them by name.
"""

from __future__ import annotations

import hashlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, ClassVar, Protocol

from django import forms
from django.utils.functional import Promise

from accounts.errors import NotFound, Refused
from integrations.envelope import Envelope
from integrations.models import Integration

Secrets = Mapping[str, str]


@dataclass(frozen=True)
class Prepared:
    """One delivery as it is shown before the press, and sent after it: `body` is the same, byte for byte.

    No secret is here: what a vendor wants as proof is added at sending, also where it is a part of the address (`url` then ends
    with `…`). A connector that needs several requests has a line of `body` for each.
    """

    method: str
    url: str
    body: bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Stands for all of it: what was shown and what is pressed are the same, or they are not."""
        parts = (self.method, self.url, self.content_type, repr(sorted(self.headers.items())))
        return hashlib.sha256("\n".join(parts).encode() + b"\n" + self.body).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended.

    `retry` says whether the same again may help, `retry_after_s` when the other side said when. `disable`: it will not help, nor
    will any other delivery, until somebody has changed the settings. `detail` is for people: at most 1 kB, cleaned.
    """

    delivered: bool
    status: int | None = None
    retry: bool = False
    retry_after_s: int | None = None
    disable: bool = False
    detail: str = ""


class Unsendable(Refused):
    """This connector has nothing to say about such a conversation (no address, no consent): nothing is sent, nobody is asked."""

    code, status, default = "unsendable", 409, "This cannot be sent there."


class ConnectorForm(forms.Form):
    """What a connector must be told. Fields of `secret` are sealed and never shown again; the others are its settings.

    `former` are the settings so far: what a form takes out of a secret (a host) stays when the secret is left out.
    """

    secret: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Mapping[str, Any] | None = None, *, former: Mapping[str, Any] | None = None, **rest: Any) -> None:
        super().__init__(data, initial=dict(former or {}), **rest)
        self.former = former or {}


class Send(Protocol):
    """Send it. The same `delivery_id` may come twice: where the other side can tell, it is there once."""

    def __call__(self, prepared: Prepared, integration: Integration, secrets: Secrets, *, delivery_id: str, at: datetime) -> Outcome: ...


def _any_name(theirs: str) -> bool:
    return True


def _none_of_ours(former: Secrets, at: datetime) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Standing:
    """A secret of our making as it may be shown again: its last characters, and when it ends, if it does."""

    ending: str
    until: datetime | None = None


def _nothing_stands(secrets: Secrets, at: datetime) -> list[Standing]:
    return []


@dataclass(frozen=True, kw_only=True)
class Connector:
    """One kind of integration.

    For people: `glyph` is two letters or the name of an icon, `about` one sentence, `steps` how to set it up, `place` where an
    integration goes to (a channel, a host, an address).

    What goes: `fields` are the names (of `integrations.fields`) that an operator may select. `needs` are ticked at first whatever
    they are: without them nothing can be sent. `mapping` are those that can be given a name of the other side, with the name they
    have at first; `takes_field` says whether the other side could have such a name. `prepare` is pure: no clock, no chance, no
    query; it raises Unsendable. `check` says whether sending would work now, without anything of a visitor's.

    `make_secrets` makes the secrets that are ours to make, beside the former ones; but for those whose names begin with `former`,
    they are shown once. With `needs_confirmation`,
    who receives it agrees by a mailed link before anything is sent. `sample` says whether a sample can be sent without leaving a
    record there that somebody must delete.
    """

    slug: str
    name: str | Promise
    glyph: str
    about: Promise
    steps: tuple[Promise, ...]
    form: type[ConnectorForm]
    fields: tuple[str, ...]
    place: Callable[[Integration], str]
    prepare: Callable[[Envelope, Integration], Prepared]
    send: Send
    check: Callable[[Integration, Secrets], Outcome]
    needs: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    takes_field: Callable[[str], bool] = _any_name
    make_secrets: Callable[[Secrets, datetime], dict[str, str]] = _none_of_ours
    standing: Callable[[Secrets, datetime], list[Standing]] = _nothing_stands
    former: tuple[str, ...] = ()
    needs_confirmation: bool = False
    sample: bool = True


@cache
def connectors() -> dict[str, Connector]:
    """Every connector by its slug, as the folders beside this file have them."""
    found: dict[str, Connector] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg:
            connector: Connector = import_module(f"{__name__}.{module.name}").connector
            found[connector.slug] = connector
    return dict(sorted(found.items()))


def connector_named(slug: object) -> Connector:
    """The connector of this slug. Raises NotFound."""
    found = connectors().get(str(slug))
    if found is None:
        raise NotFound()
    return found
