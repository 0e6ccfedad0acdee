"""Browser sessions: how long they live, where they are listed, and how they end (AUN11, AUN12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import BrowserSession, Revocation, User
from accounts.signing_in import user_of_session
from accounts.signing_in.lifetimes import ABSOLUTE, IDLE
from tests.accounts.signing_in.people import PASSWORD, browser, is_in, person, sign_in

pytestmark = pytest.mark.django_db
SECURITY = "/panel/settings/security/"
MINUTE = timedelta(minutes=1)


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def session_of(client: Client) -> BrowserSession:
    return BrowserSession.objects.get(session_key=key_of(client))


def move(client: Client, **back: timedelta) -> None:
    """Turn the clock of a session back."""
    now = timezone.now()
    BrowserSession.objects.filter(session_key=key_of(client)).update(**{name: now - ago for name, ago in back.items()})


@pytest.mark.parametrize(
    ("back", "alive"),
    [
        ({"last_seen_at": IDLE - MINUTE}, True),
        ({"last_seen_at": IDLE + MINUTE}, False),
        ({"signed_in_at": ABSOLUTE - MINUTE}, True),
        ({"signed_in_at": ABSOLUTE + MINUTE}, False),
    ],
)
def test_aun11_a_session_ends_after_12_idle_hours_and_after_30_days(back: dict[str, timedelta], alive: bool) -> None:
    client = browser(person())
    key = key_of(client)
    move(client, **back)
    assert (user_of_session(key) is not None) is alive, "the socket's door"
    assert is_in(client) is alive
    assert Session.objects.filter(session_key=key).exists() is alive


def test_aun11_being_here_is_noted() -> None:
    client = browser(person())
    move(client, last_seen_at=timedelta(hours=1))
    is_in(client)
    assert timezone.now() - session_of(client).last_seen_at < MINUTE


def test_aun12_the_list_shows_each_browser_and_ends_one() -> None:
    user = person()
    here, there = browser(user), browser(user)
    page = here.get(SECURITY).content.decode()
    assert "2 sessions" in page and page.count("Firefox on Linux") == 2 and page.count("This one") == 1
    here.post(f"{SECURITY}sessions/{session_of(there).pk}/end/")
    assert is_in(here) and not is_in(there)
    assert "1 session" in here.get(SECURITY).content.decode()


def test_aun12_all_others_at_once() -> None:
    user = person()
    here, others = browser(user), [browser(user) for _ in range(3)]
    here.post(f"{SECURITY}sessions/end-others/")
    assert is_in(here) and not any(map(is_in, others))
    assert Revocation.objects.filter(subject__startswith="session:").count() == 3


def test_aun12_somebody_elses_session_is_not_there() -> None:
    olga, gus = browser(person()), browser(person("gus"))
    assert gus.post(f"{SECURITY}sessions/{session_of(olga).pk}/end/").status_code == 404
    assert is_in(olga)


def test_aun12_a_new_password_ends_the_others_and_keeps_this_one() -> None:
    user = person()
    here, there = browser(user), browser(user)
    before = key_of(there)
    done = here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "another-harbour-lamp"})
    assert done.headers["Location"] == SECURITY
    assert is_in(here) and not is_in(there)
    assert user_of_session(before) is None
    assert User.objects.get(pk=user.pk).password_changed_at is not None
    assert "1 session" in here.get(SECURITY).content.decode()
    assert not Session.objects.filter(session_key=before).exists()


def test_aun12_signing_out_leaves_the_list() -> None:
    user = person()
    here, there = browser(user), browser(user)
    there.post("/accounts/logout/")
    assert "1 session" in here.get(SECURITY).content.decode()


def test_aun12_a_wrong_password_now_changes_nothing(client: Client) -> None:
    user = person()
    here, there = browser(user), browser(user)
    here.post("/accounts/password/change/", {"oldpassword": "wrong-wrong-wrong", "password1": "another-harbour-lamp"})
    assert is_in(there) and sign_in(Client(), user.email) == "/panel/"


def test_visitors_doors_know_no_session(settings: Any) -> None:
    client = browser(person())
    move(client, last_seen_at=IDLE + MINUTE)
    client.get("/w/v/NOTTHERE.js")
    assert session_of(client).ended_at is None
