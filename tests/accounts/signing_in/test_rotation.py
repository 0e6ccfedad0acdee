"""SEC4: the server's secret key is changed while people are signed in, and nobody notices."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.actions.end_session import end_session
from accounts.models import BrowserSession
from accounts.signing_in import user_of_session
from tests.accounts.signing_in.people import LAPTOP, browser, is_in, person
from tests.accounts.signing_in.test_sessions import key_of, session_of

pytestmark = pytest.mark.django_db
NEXT_KEY = "only-for-tests-after-a-rotation-" + "0123456789abcdef" * 2


@pytest.fixture
def rotated(settings: Any) -> Any:
    """What changes the key; called again it forgets the former one."""

    def rotate() -> None:
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if settings.SECRET_KEY != NEXT_KEY else []
        settings.SECRET_KEY = NEXT_KEY

    return rotate


def tab_of(client: Client) -> Client:
    """Another tab of the same browser, whose request is on its way at the same moment: it knows of no new cookie."""
    other = Client(headers={"User-Agent": LAPTOP})
    for name, morsel in client.cookies.items():
        other.cookies[name] = morsel.value
    return other


def test_every_tab_stays_signed_in_and_the_key_of_the_session_stays(rotated: Any) -> None:
    client = browser(person())
    tabs, key = [tab_of(client) for _ in range(3)], key_of(client)
    rotated()
    assert all(is_in(tab) for tab in tabs) and is_in(client) and key_of(client) == key
    assert Session.objects.filter(session_key=key).exists()
    rotated()
    assert is_in(client) and all(is_in(tab) for tab in tabs), "the former key is forgotten, and nobody is"


def test_a_socket_signs_nobody_out(rotated: Any) -> None:
    user = person()
    client = browser(user)
    rotated()
    assert user_of_session(key_of(client)) == user
    rotated()
    assert user_of_session(key_of(client)) == user, "the former key is forgotten, and nobody asked but sockets"
    assert is_in(client)


def test_a_new_password_ends_what_a_former_key_proved(rotated: Any) -> None:
    user = person()
    client = browser(user)
    rotated()
    user.set_password("another-harbour-lamp")
    user.save()
    assert user_of_session(key_of(client)) is None and not is_in(client)


def test_an_unknown_key_s_sessions_are_over(settings: Any) -> None:
    client = browser(person())
    settings.SECRET_KEY = NEXT_KEY
    assert user_of_session(key_of(client)) is None and not is_in(client)


def test_an_ended_session_is_over_under_its_next_key_too() -> None:
    """One that took a new key at the moment when it was ended: the row knows nothing of that key."""
    client = browser(person())
    session, row = client.session, session_of(client)
    session.cycle_key()
    end_session(row)
    assert BrowserSession.objects.get(pk=row.pk).session_key is None
    assert user_of_session(session.session_key) is None
