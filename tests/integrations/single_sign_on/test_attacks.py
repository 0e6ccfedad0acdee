"""AUN: what a provider, a neighbour or somebody on the way may try. Nobody gets in, and nothing is made."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from accounts.models import SignInProvider, User
from accounts.tenancy import account
from integrations import outbound
from integrations.outbound import tally
from integrations.single_sign_on.checking import check_connection
from tests.cast import Cast
from tests.integrations.single_sign_on.conftest import Provider, come_in, connect, set_out
from tests.integrations.single_sign_on.test_signing_in import who

HOUR = 3600


def here(url: str) -> str:
    return url.removeprefix("http://localhost:8000")


@pytest.fixture
def nobody_new(db: None) -> Iterator[None]:
    before = User.objects.count()
    yield
    assert User.objects.count() == before


def lies(now: int) -> dict[str, dict[str, Any]]:
    return {
        "another nonce": {"claims": {"nonce": "x" * 43}},
        "no nonce": {"claims": {"nonce": None}},
        "a nonce that is no text": {"claims": {"nonce": ["x"]}},
        "another audience": {"claims": {"aud": "somebody-else"}},
        "no audience": {"claims": {"aud": None}},
        "us among several, and no party": {"claims": {"aud": ["parley", "somebody-else"]}},
        "us among several, another party": {"claims": {"aud": ["parley", "somebody-else"], "azp": "somebody-else"}},
        "us alone, another party": {"claims": {"azp": "somebody-else"}},
        "another issuer": {"claims": {"iss": "https://accounts.example.com"}},
        "no issuer": {"claims": {"iss": None}},
        "expired": {"claims": {"exp": now - HOUR}},
        "without an end": {"claims": {"exp": None}},
        "an end that is no number": {"claims": {"exp": "soon"}},
        "from the future": {"claims": {"iat": now + HOUR}},
        "of yesterday": {"claims": {"iat": now - 24 * HOUR}},
        "without a beginning": {"claims": {"iat": None}},
        "nobody": {"claims": {"sub": None}},
        "an empty name": {"claims": {"sub": ""}},
        "a name that is no text": {"claims": {"sub": 7}},
        "a name too long": {"claims": {"sub": "7" * 256}},
        "unsigned": {"alg": "none"},
        "signed with the public key": {"alg": "HS256"},
        "signed by a stranger": {"foreign": True},
        "a response of another issuer": {"iss": "https://accounts.example.com"},
        "a token endpoint that is down": {"broken": True},
    }


class TestTokens:
    @pytest.mark.usefixtures("nobody_new")
    @pytest.mark.parametrize("lie", lies(0))
    def test_a_lie_lets_nobody_in(self, connection: SignInProvider, provider: Provider, lie: str) -> None:
        client = Client()
        where = set_out(client, connection)
        how = lies(int(time.time()))[lie]
        late = how.pop("broken", False)
        provider.lies(**how)
        back = provider.approves(where)
        if late:
            provider.lies(broken=True)
        response = client.get(here(back))
        assert response.status_code in (403, 502) and who(client) is None
        provider.lies()
        assert client.get(here(back)).status_code == 403, "a flow ends, however it ends"

    def test_the_honest_ways(self, connection: SignInProvider, provider: Provider) -> None:
        for how in ({}, {"alg": "ES256"}, {"claims": {"aud": ["parley"]}}, {"claims": {"aud": ["parley", "other"], "azp": "parley"}}):
            provider.lies(**how)
            client = Client()
            assert come_in(client, connection, provider).status_code == 302 and who(client) is not None, how


@pytest.mark.usefixtures("nobody_new")
class TestOnTheWay:
    def test_another_state(self, connection: SignInProvider, provider: Provider) -> None:
        for changed in (
            {"state": "x" * 43},
            {"state": ""},
            {"code": ""},
            {"error": "access_denied"},
            {"iss": "https://accounts.example.com"},
        ):
            client = Client()
            back = urlsplit(provider.approves(set_out(client, connection)))
            query = {name: words[0] for name, words in parse_qs(back.query).items()} | changed
            assert client.get(f"{back.path}?{urlencode(query)}").status_code == 403 and who(client) is None

    def test_in_another_browser(self, connection: SignInProvider, provider: Provider) -> None:
        mine, victim = Client(), Client()
        back = provider.approves(set_out(mine, connection))
        assert victim.get(here(back)).status_code == 403 and who(victim) is None
        set_out(victim, connection)
        assert victim.get(here(back)).status_code == 403 and who(victim) is None

    def test_a_code_of_another_flow(self, connection: SignInProvider, provider: Provider) -> None:
        mine, victim = Client(), Client()
        stolen = parse_qs(urlsplit(provider.approves(set_out(victim, connection))).query)["code"][0]
        back = urlsplit(provider.approves(set_out(mine, connection)))
        query = {name: words[0] for name, words in parse_qs(back.query).items()} | {"code": stolen}
        assert mine.get(f"{back.path}?{urlencode(query)}").status_code == 403 and who(mine) is None

    def test_too_late(self, connection: SignInProvider, provider: Provider) -> None:
        client = Client()
        back = provider.approves(set_out(client, connection))
        session = client.session
        session["single_sign_on"] = session["single_sign_on"] | {"at": time.time() - HOUR}
        session.save()
        assert client.get(here(back)).status_code == 403 and who(client) is None

    def test_two_connections_are_not_mixed_up(
        self, cast: Cast, connection: SignInProvider, provider: Provider, other_provider: Provider
    ) -> None:
        theirs = connect(cast.gus, other_provider)
        client = Client()
        back = here(provider.approves(set_out(client, connection)))
        assert client.get(back.replace(str(connection.public_id), str(theirs.public_id))).status_code == 403
        set_out(client, theirs)
        assert client.get(back).status_code == 403 and who(client) is None
        # The other provider answers Acme's flow with a token of its own: it never sees a code, and its issuer is not Acme's.
        where = set_out(client, connection).replace("/acme/", "/globex/")
        assert client.get(here(other_provider.approves(where))).status_code == 403 and who(client) is None

    def test_a_press_of_another_site(self, connection: SignInProvider) -> None:
        client = Client(enforce_csrf_checks=True)
        assert client.post(f"/accounts/sso/{connection.public_id}/").status_code == 403

    def test_an_address_that_nobody_has(self) -> None:
        client = Client()
        for path in ("", "callback/?code=x&state=y"):
            assert client.get(f"/accounts/sso/00000000-0000-4000-8000-000000000000/{path}").status_code == 404
        for said in ("acme", "olga@acme.example", "https://x.example/"):
            assert "This is no sign-in address" in client.post("/accounts/sso/", {"address": said}).content.decode()

    def test_a_suspended_account_looks_like_none(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        from django.utils import timezone

        from accounts.models import Account

        client = Client()
        back = provider.approves(set_out(client, connection))
        with account(connection.account_id):
            Account.objects.filter(pk=connection.account_id).update(suspended_at=timezone.now())
        assert client.get(f"/accounts/sso/{connection.public_id}/").status_code == 404
        assert client.get(here(back)).status_code == 404 and who(client) is None


class TestProviders:
    def test_one_that_is_down_or_slow_is_said(
        self, connection: SignInProvider, provider: Provider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The door as it is, with less patience than the provider has time.
        monkeypatch.setattr(outbound, "fetch", partial(outbound.fetch, whole_s=0.3))
        for how in ({"broken": True}, {"slow": 5}):
            provider.lies(**how)
            client = Client()
            response = client.post(f"/accounts/sso/{connection.public_id}/")
            assert response.status_code == 502 and 'role="alert"' in response.content.decode()

    def test_new_keys_are_found(self, connection: SignInProvider, provider: Provider) -> None:
        come_in(Client(), connection, provider)
        before = provider.asked().count("jwks")
        provider.lies(rotate=True)
        client = Client()
        assert come_in(client, connection, provider).status_code == 302 and who(client) is not None
        come_in(Client(), connection, provider)
        assert provider.asked().count("jwks") == before + 1

    def test_unknown_keys_do_not_make_us_ask_all_the_time(self, connection: SignInProvider, provider: Provider) -> None:
        come_in(Client(), connection, provider)
        before = provider.asked().count("jwks")
        for _ in range(3):
            provider.lies(rotate=True)
            come_in(Client(), connection, provider)
        assert provider.asked().count("jwks") == before + 1

    @pytest.mark.parametrize(
        "metadata",
        [
            {"issuer": "https://accounts.example.com"},
            {"authorization_endpoint": "javascript:alert(1)"},
            {"authorization_endpoint": "http://169.254.169.254/"},
            {"token_endpoint": "https://127.0.0.1/token"},
            {"token_endpoint": "http://[::ffff:127.0.0.1]:6379/"},
            {"jwks_uri": "file:///etc/passwd"},
            {"jwks_uri": None},
            {"response_types_supported": ["token"]},
            {"code_challenge_methods_supported": ["plain"]},
        ],
    )
    def test_what_it_says_of_itself_is_looked_at(self, connection: SignInProvider, provider: Provider, metadata: dict[str, Any]) -> None:
        provider.lies(metadata=metadata)
        tally.RECENT.clear()
        response = Client().post(f"/accounts/sso/{connection.public_id}/")
        assert response.status_code == 502
        assert not check_connection(connection)[-1].ok
        assert {each.host for each in tally.RECENT} == {"127.0.0.1"} and {each.port for each in tally.RECENT} == {int(provider.place[10:])}

    def test_the_check_says_what_works(self, connection: SignInProvider) -> None:
        assert [step.ok for step in check_connection(connection)] == [True, True]

    def test_a_wrong_secret_lets_nobody_in(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        from accounts.actions.connect_sign_in_provider import connect_sign_in_provider
        from accounts.sign_in_terms import Terms

        with account(connection.account_id):
            connect_sign_in_provider(cast.olga, connection.account, terms=Terms(provider.issuer, "parley"), secret="another")
        client = Client()
        assert come_in(client, connection, provider).status_code == 403 and who(client) is None

    def test_the_secret_is_sealed(self, connection: SignInProvider) -> None:
        assert connection.sealed.startswith("s1.") and "secret" not in connection.sealed
