"""The eight ways in which a right ends: each ends the open socket, the waiting request and the next one, within a second (AUZ6)."""

from __future__ import annotations

import asyncio
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client

from accounts.access import actors_of
from accounts.actions.add_project import add_project
from accounts.actions.change_member import change_member
from accounts.actions.end_session import end_session
from accounts.actions.issue_api_key import issue_personal_key
from accounts.actions.open_account import open_account
from accounts.actions.remove_member import remove_member
from accounts.actions.revoke_api_key import revoke_api_key
from accounts.actions.suspend_account import suspend_account
from accounts.models import ApiKey, BrowserSession, Member, Role, User
from accounts.tenancy import account
from chat import threads
from tests.serving import House
from tests.sockets.talking import operating

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
WAIT_S = 20


@dataclass
class Person:
    """Somebody who operates in an account of their own, which Olive owns: signed in, and with a key."""

    olive: User
    user: User
    member: Member
    projects: list[str]
    client: Client
    cookie: str
    key: str

    def asks(self, house: House, path: str, *, by_key: bool) -> int:
        """The status of a real request."""
        headers = {"Authorization": f"Bearer {self.key}"} if by_key else {"Cookie": self.cookie}
        try:
            with urllib.request.urlopen(urllib.request.Request(house.web.url + path, headers=headers), timeout=WAIT_S + 10) as answer:
                status: int = answer.status
                return status
        except urllib.error.HTTPError as refused:
            return refused.code


def move_in(name: str) -> Person:
    olive = User.objects.create_user(f"olive.{name}@ways.example", name="Olive")
    opened = open_account(olive, name=f"Ways {name}")
    (owner,) = actors_of(olive)
    projects = [add_project(owner, opened, name=site, website=f"{site}.example") for site in ("one", "two")]
    user = User.objects.create_user(f"pat.{name}@ways.example", "a long password", name="Pat")
    with account(opened.pk):
        member = Member(account=opened, user=user, name="Pat", role=Role.OPERATOR)
        member.save(force_insert=True)
    client = Client()
    client.force_login(user, backend=SIGN_IN)
    client.get("/panel/")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    key = issue_personal_key(actors_of(user)[0], name="script")
    return Person(olive, user, member, [str(one.public_id) for one in projects], client, cookie, key)


def as_olive(person: Person, act: Callable[..., object], **changes: object) -> None:
    (olive,) = actors_of(person.olive)
    with account(person.member.account_id):
        act(olive, Member.objects.get(pk=person.member.pk), **changes)


def log_out(person: Person) -> None:
    assert person.client.post("/accounts/logout/").status_code == 302


def change_password(person: Person) -> None:
    """In another browser: the one where it happens stays signed in."""
    elsewhere = Client()
    elsewhere.force_login(person.user, backend=SIGN_IN)
    words = {"oldpassword": "a long password", "password1": "quiet-harbour-lamp"}
    assert elsewhere.post("/accounts/password/change/", words).status_code == 302


def end_the_session(person: Person) -> None:
    end_session(BrowserSession.objects.get(session_key=person.cookie.partition("=")[2]))


def revoke_the_key(person: Person) -> None:
    (pat,) = actors_of(person.user)
    with account(person.member.account_id):
        revoke_api_key(pat, ApiKey.objects.get())


def suspend(person: Person) -> None:
    suspend_account(person.member.account_id, reason="test")


# Each with whether it is tried with the key, and what the next request gets: who is still signed in is only shown less.
WAYS: dict[str, tuple[Callable[[Person], None], bool, int]] = {
    "log out": (log_out, False, 401),
    "password change": (change_password, False, 401),
    "session ended": (end_the_session, False, 401),
    "removed": (lambda person: as_olive(person, remove_member), False, 404),
    "role changed": (lambda person: as_olive(person, change_member, role="viewer"), False, 403),
    "project limit changed": (lambda person: as_olive(person, change_member, projects=[person.projects[1]]), False, 404),
    "key revoked": (revoke_the_key, True, 401),
    "account suspended": (suspend, True, 401),
}


class TestTheEightWays:
    @pytest.mark.parametrize("way", WAYS)
    async def test_each(self, house: House, way: str, capsys: pytest.CaptureFixture[str]) -> None:
        end, by_key, status = WAYS[way]
        person = await threads.run(move_in, way.replace(" ", "-"))
        online = f"/api/v1/projects/{person.projects[0]}/visitors/online"
        assert await threads.run(person.asks, house, online, by_key=by_key) == 200, "the premise: it is theirs"
        feed = f"/api/v1/live/feed?project=all&wait={WAIT_S}&cursor={person.projects[0]}:1:0"
        async with operating(house, **({"key": person.key} if by_key else {"cookie": person.cookie})) as socket:
            assert (await socket.ask("hello", v=1, projects="all"))["ok"]
            for _ in person.projects:  # that Pat has come rings at the feed too: it begins after that
                await socket.until(lambda push: push["type"] == "presence")
                socket.pushes.clear()
            waiting = asyncio.ensure_future(asyncio.to_thread(person.asks, house, feed, by_key=by_key))
            assert await threads.run(person.asks, house, online, by_key=by_key) == 200
            assert not waiting.done(), "the premise: a request waits"
            begun = time.monotonic()
            await threads.run(end, person)
            assert await socket.close_code() == 4401 and socket.pushes[-1] == {"type": "revoked"}
            closed = time.monotonic() - begun
        assert await waiting == 401
        with capsys.disabled():
            print(f"\n  {way}: the socket ended after {closed:.2f} s, the waiting request by {time.monotonic() - begun:.2f} s")
        assert await threads.run(person.asks, house, online, by_key=by_key) == status
