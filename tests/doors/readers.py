"""Everybody who knocks at the doors, and what they come with: a session, a key, a visitor's token, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.access import actor_by_key, actors_of
from accounts.actions.add_project import add_project
from accounts.actions.issue_api_key import issue_api_key, issue_personal_key
from accounts.actions.open_account import open_account
from accounts.actions.suspend_account import suspend_account
from accounts.actors import Actor, actor_of_member
from accounts.capabilities import PERSONAL_SCOPES, SCOPES
from accounts.errors import SignInAgain
from accounts.models import Account, ApiKey, Member, Project, Role, User
from accounts.tenancy import account
from integrations.partners.actions.apply import apply
from tests.cast import Cast

# With a session. Sue's account is suspended, Tom's asks for a second factor that he has not: they knock at their own. Pia
# is a partner: a member of nothing.
PEOPLE = ("gus", "emil", "lena", "vic", "oscar", "ada", "olga", "sue", "tom", "pia")
# With a key that opens nothing: out of date, revoked, of somebody who left, of a suspended account, without the second factor asked for.
DEAD_KEYS = ("key_expired", "key_revoked", "key_emil", "key_sue", "key_tom")
# With a key: Oscar's with all of his rights, Oscar's that only reads, Oscar's that may do everything but read, Vic's from when he was
# an admin, Acme's with all scopes, Acme's for the Outlet, and one of Globex.
KEYS = ("key", "key_read", "key_blind", "key_vic", "service", "service_outlet", "key_gus", *DEAD_KEYS)
READERS = ("nobody", "wanda", *PEOPLE, *KEYS)

# Who may hear of Vera in at least one place; nobody else may anywhere.
INSIDERS = ("vic", "oscar", "ada", "olga", "key", "key_read", "key_vic", "service")
OUTSIDE_ACME = ("nobody", "gus", "key_gus", "emil", "sue", "tom", "pia", *DEAD_KEYS)

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Street(Cast):
    """The cast, with what the readers come with. `homes` are the projects of those who knock at their own door."""

    keys: dict[str, str]
    cookies: dict[str, str]
    homes: dict[str, Project]


def gather(cast: Cast) -> Street:
    """Give the cast keys and sessions, and add Sue and Tom."""
    homes = {name: _own_company(cast, name) for name in ("sue", "tom")}
    keys = _keys_of(cast)
    cast.users["pia"] = User.objects.create_user("pia@lind.example", "a long password", name="Pia")
    apply(cast.users["pia"], name="Studio Lind")
    suspend_account(homes["sue"].account_id, reason="Spam.")
    with account(homes["tom"].account_id):
        Account.objects.filter(pk=homes["tom"].account_id).update(require_2fa=True)
    cookies = {name: _session_of(cast.users[name]) for name in PEOPLE}
    return Street(**vars(cast), keys=keys, cookies=cookies, homes=homes)


def _own_company(cast: Cast, name: str) -> Project:
    user = cast.users[name] = User.objects.create_user(f"{name}@{name}.example", "a long password", name=name.title())
    own = open_account(user, name=f"{name.title()}'s")
    return add_project(actors_of(user)[0], own, name="Home", website=f"{name}.example")


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend=SIGN_IN)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _keys_of(cast: Cast) -> dict[str, str]:
    scopes = [scope for scope in SCOPES if scope not in PERSONAL_SCOPES]
    return {
        "key": issue_personal_key(cast.oscar, name="All of Oscar's"),
        "key_read": issue_api_key(cast.oscar, name="Reads", scopes=["read"])[1],
        "key_blind": issue_api_key(cast.oscar, name="Reads nothing", scopes=["visitors", "reply", "assign"])[1],
        "key_vic": _of_old(cast.members["vic"], name="From when he was an admin", role=Role.ADMIN),
        "service": issue_api_key(cast.olga, name="All of Acme's", scopes=scopes, service=True)[1],
        "service_outlet": issue_api_key(cast.olga, name="The Outlet's", scopes=scopes, service=True, project=cast.outlet)[1],
        "key_gus": issue_api_key(cast.gus, name="Globex reads", scopes=["read"])[1],
        "key_expired": _ended(cast.oscar, expires_at=timezone.now() - timedelta(minutes=1)),
        "key_revoked": _ended(cast.oscar, revoked_at=timezone.now()),
        "key_emil": _of_old(cast.members["emil"], name="From when he was here", active=True),
        **{f"key_{name}": issue_personal_key(actors_of(cast.users[name])[0], name="All rights") for name in ("sue", "tom")},
    }


def _of_old(member: Member, *, name: str, **then: Any) -> str:
    """A key from when somebody was what they no longer are: whoever makes one must hold what it gives."""
    now = {field: getattr(member, field) for field in then}
    with account(member.account_id):
        Member.objects.filter(pk=member.pk).update(**then)
        former = Member.objects.get(pk=member.pk)
    key = issue_personal_key(actor_of_member(former, None), name=name)
    with account(member.account_id):
        Member.objects.filter(pk=member.pk).update(**now)
    return key


def _ended(actor: Actor, **end: datetime) -> str:
    key, secret = issue_api_key(actor, name="Of old", scopes=["read"])
    with account(actor.account_id):
        ApiKey.objects.filter(pk=key.pk).update(**end)
    return secret


def browser_of(street: Street, reader: str) -> Client:
    """What a reader asks with."""
    if reader in street.keys:
        return Client(headers={"authorization": f"Bearer {street.keys[reader]}"})
    if reader == "wanda":
        return Client(headers={"authorization": f"Bearer {street.tokens['wanda'].token}"})
    client = Client()
    if reader in street.cookies:
        client.cookies[settings.SESSION_COOKIE_NAME] = street.cookies[reader]
    return client


def actors_behind(street: Street, reader: str) -> list[Actor]:
    """The actors of a reader, as the sockets find them. Raises SignInAgain."""
    if reader in street.users:
        return actors_of(street.users[reader])
    if reader == "nobody":
        raise SignInAgain()
    return [actor_by_key(street.keys.get(reader) or street.tokens[reader].token)]


def ids_for(street: Street, reader: str, ids: dict[str, str]) -> dict[str, str]:
    """The victim's ids; whoever is kept out of their own account knocks there."""
    home = street.homes.get(reader)
    return ids if home is None else {**ids, "project": str(home.public_id), "key": home.key}
