"""Support access for the customer: give, see, revoke, and the panel's banner meanwhile."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.actions.give_grant import give_grant
from accounts.grants import grants_in_force
from accounts.models import AuditRecord, Grant
from accounts.tenancy import account
from panel.views.support_access import time_left
from tests.cast import Cast

PAGE = "/panel/settings/support-access/"
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def olga(cast: Cast) -> Client:
    return signed_in(cast, "olga")


def signed_in(cast: Cast, name: str, *, ago_s: int = 0) -> Client:
    """A browser where somebody has signed in, as allauth notes it."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(cast.users[name], backend=SIGN_IN)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - ago_s, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(cast.users[name].pk)
    session.save()
    return client


def give(client: Client, cast: Cast, **changed: Any) -> Any:
    wanted = {"hours": "24", "project": str(cast.shop.public_id), "reason": "Ticket 8812", **changed}
    return client.post(PAGE, wanted)


def in_force(cast: Cast) -> list[Grant]:
    with account(cast.shop.account_id):
        return list(grants_in_force())


class TestGiving:
    def test_a_project_for_a_day(self, cast: Cast, olga: Client) -> None:
        assert give(olga, cast).status_code == 302
        (grant,) = in_force(cast)
        assert (grant.project, grant.scope, grant.reason) == (cast.shop, "settings", "Ticket 8812")
        page = olga.get(PAGE).content.decode()
        assert "Open now, read only" in page and "Ticket 8812" in page and "24 hours left" in page

    def test_all_projects_and_conversations(self, cast: Cast, olga: Client) -> None:
        give(olga, cast, project="", conversations="on", hours="168")
        (grant,) = in_force(cast)
        assert grant.project is None and grant.scope == "conversations"
        assert "all your projects" in olga.get(PAGE).content.decode()

    @pytest.mark.parametrize("wrong", [{"hours": "169"}, {"hours": "x"}, {"reason": " "}, {"project": "not-there"}, {"reason": "x" * 201}])
    def test_what_cannot_be_is_said(self, cast: Cast, olga: Client, wrong: dict[str, str]) -> None:
        answer = give(olga, cast, **wrong)
        assert answer.status_code == 200 and "error" in answer.content.decode() and in_force(cast) == []

    def test_somebody_elses_project_is_none_of_the_choices(self, cast: Cast, olga: Client) -> None:
        assert give(olga, cast, project=str(cast.globex.public_id)).status_code == 200
        assert in_force(cast) == []

    def test_who_signed_in_long_ago_is_asked_again(self, cast: Cast) -> None:
        """AUN13."""
        answer = give(signed_in(cast, "olga", ago_s=3600), cast)
        assert answer.status_code == 302 and "reauthenticate" in answer["Location"] and in_force(cast) == []

    @pytest.mark.parametrize("name", ["ada", "oscar", "vic", "lena"])
    def test_it_is_for_owners(self, cast: Cast, name: str) -> None:
        client = signed_in(cast, name)
        assert client.get(PAGE).status_code == give(client, cast).status_code == 403
        assert in_force(cast) == []


class TestRevoking:
    def test_at_once_and_without_being_asked(self, cast: Cast, olga: Client) -> None:
        give(olga, cast)
        (grant,) = in_force(cast)
        late = signed_in(cast, "olga", ago_s=3600)
        assert late.post(f"{PAGE}{grant.public_id}/revoke/").status_code == 302
        assert in_force(cast) == []
        with account(cast.shop.account_id):
            assert AuditRecord.objects.filter(action="grant.revoked").count() == 1

    def test_a_link_does_nothing(self, cast: Cast, olga: Client) -> None:
        give(olga, cast)
        (grant,) = in_force(cast)
        assert olga.get(f"{PAGE}{grant.public_id}/revoke/").status_code == 405 and in_force(cast) == [grant]


class TestTheBanner:
    def test_the_panel_says_so_to_everybody_and_owners_where_to_end_it(self, cast: Cast) -> None:
        assert support(cast, "oscar") is None
        with account(cast.shop.account_id):
            grant = give_grant(cast.olga, project=cast.shop, scope="conversations", reason="Ticket 8812")
        told = support(cast, "oscar")
        assert told == {
            "until": grant.ends_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "conversations": True,
            "href": None,
        }
        assert support(cast, "olga")["href"] == PAGE
        assert support(cast, "lena", "outlet") is None


def support(cast: Cast, name: str, project: str = "shop") -> Any:
    """What the shell tells the panel's banner."""
    page = signed_in(cast, name).get(f"/panel/{getattr(cast, project).public_id}/inbox/").content.decode()
    data = page.partition('<script id="panel-data" type="application/json">')[2].partition("</script>")[0]
    return json.loads(data).get("support")


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(hours=20, minutes=40), "21 hours left"),
        (timedelta(hours=1, minutes=5), "1 hour left"),
        (timedelta(minutes=59), "59 minutes left"),
        (timedelta(seconds=5), "1 minute left"),
    ],
)
def test_time_left(left: timedelta, said: str) -> None:
    assert time_left(left) == said
