"""The staff site as it would be served: its own settings and addresses, on connections as parley_staff."""

from __future__ import annotations

import importlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.db import connection
from django.test import Client, override_settings
from django.urls import get_resolver

from accounts.actions.revoke_grant import revoke_grant
from accounts.models import AuditRecord, Grant, Look, User
from accounts.staff.person import KEY
from accounts.tenancy import account
from tests.accounts.staff.conftest import Support
from tests.cast import CANARY
from tests.databases import sql
from tests.doors.test_http import routes

OF_THE_SITE = ("ROOT_URLCONF", "MIDDLEWARE", "SESSION_ENGINE", "SESSION_COOKIE_NAME", "SESSION_COOKIE_AGE", "SESSION_COOKIE_SAMESITE")
PAGES = ("", "settings/", "conversations/", "conversations/{talk}/")


@pytest.fixture(scope="module")
def site() -> Iterator[Any]:
    """What config/staff_settings.py says."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PARLEY_STAFF_URL", "http://staff.localhost:8100")
        yield importlib.import_module("config.staff_settings")


class Browser:
    """Somebody's browser at the staff site, each question asked as parley_staff."""

    def __init__(self, support: Support, site: Any, *, person: int, ago: str = "0", seen: str = "0") -> None:
        self.support, self.site = support, site
        self.session = {KEY: support.signed_in(person, ago=ago, seen=seen)}

    def get(self, address: str, *, method: str = "get") -> Any:
        with override_settings(**{name: getattr(self.site, name) for name in OF_THE_SITE}), as_staff(self.support.url):
            client, session = Client(SERVER_NAME="localhost"), SessionStore()
            session.update(self.session)
            session.save()
            client.cookies = SimpleCookie({self.site.SESSION_COOKIE_NAME: session.session_key or ""})
            return getattr(client, method)(address)

    def page(self, grant: Grant, rest: str, *, project: uuid.UUID | None = None) -> Any:
        """A page below a grant; `rest` after the project, '' for the grant's own."""
        cast = self.support.cast
        below = f"{project or cast.shop.public_id}/{rest.format(talk=cast.talk.public_id)}" if rest else ""
        return self.get(f"/grants/{grant.public_id}/{below}")


@contextmanager
def as_staff(url: str) -> Iterator[None]:
    """Have Django's own connection be parley_staff's."""
    parts, settings = urlsplit(url), connection.settings_dict
    before = {name: settings[name] for name in ("USER", "PASSWORD")}
    connection.close()
    settings |= {"USER": parts.username, "PASSWORD": unquote(parts.password or "")}
    try:
        yield
    finally:
        connection.close()
        settings |= before


@pytest.fixture
def aino(support: Support, site: Any) -> Browser:
    return Browser(support, site, person=support.aino.pk)


def looks(support: Support) -> int:
    with account(support.cast.shop.account_id):
        lines, rows = AuditRecord.objects.filter(action="staff.opened").count(), Look.objects.count()
    assert lines == rows
    return rows


class TestWithoutAGrant:
    def test_every_door_shows_no_row(self, support: Support, aino: Browser, site: Any) -> None:
        """The matrix of a superuser without a grant: an address of the staff site that is not tried here fails."""
        none = Grant(public_id=uuid.uuid4())
        tried = {"", "sign-in/", "healthz"}
        home = aino.get("/")
        assert home.status_code == 200 and "No customer lets us in" in home.content.decode()
        for address in ("/sign-in/", "/healthz"):
            assert CANARY not in aino.get(address).content.decode()
        for rest in PAGES:
            answer = aino.page(none, rest)
            assert answer.status_code == 404 and CANARY not in answer.content.decode()
        assert aino.get(f"/grants/{none.public_id}/open").status_code == 410
        project = "grants/<uuid:grant>/<uuid:project>/"
        tried |= {"grants/<uuid:grant>/", "grants/<uuid:grant>/open", project + "settings/", project + "conversations/"}
        tried |= {project + "conversations/<uuid:conversation>/", "sign-out/"}
        assert aino.get("/enrol/nothing/").status_code == 404
        shop = support.cast.shop
        with account(shop.account_id):
            acme = shop.account.public_id
        pays = aino.get(f"/accounts/{acme}/").content.decode()
        assert "Acme" in pays and "Acme Shop" not in pays and pays.count(CANARY) == 2, "its name in title and heading, and nothing else"
        assert aino.get(f"/accounts/{uuid.uuid4()}/").status_code == 404
        tried |= {"enrol/<str:token>/", "accounts/<uuid:account>/"}
        assert CANARY not in aino.get("/partners/").content.decode()
        assert aino.get(f"/partners/{uuid.uuid4()}/").status_code == 404
        assert aino.get(f"/partners/{uuid.uuid4()}/tax/", method="post").status_code == 404
        tried |= {"partners/", "partners/<uuid:partner>/", "partners/<uuid:partner>/tax/"}
        assert {route for route, _ in routes(get_resolver("config.staff_urls").url_patterns)} == tried
        assert looks(support) == 0

    def test_the_customers_site_has_none_of_these_pages(self, support: Support) -> None:
        """STF5: another address, another process."""
        assert not [route for route, _ in routes(get_resolver("config.urls").url_patterns) if "grants/<uuid:grant>" in route]


class TestUnderAGrant:
    def test_each_page_shows_what_it_says_and_is_a_line(self, support: Support, aino: Browser) -> None:
        """STF3."""
        grant, before = support.give(project=support.cast.shop), looks(support)
        said = [aino.page(grant, rest).content.decode() for rest in PAGES]
        assert all("Ticket 8812" in page and "Acme Shop" in page for page in said)
        assert "acme.example" in said[1]
        assert "Do you have blue bowls?" in said[3] and f"Vera {CANARY}" in said[3]
        assert looks(support) == before + len(PAGES)
        assert aino.get(f"/grants/{grant.public_id}/open").status_code == 204
        with account(support.cast.shop.account_id):
            newest = list(Look.objects.order_by("-id").values_list("page", "person_name")[: len(PAGES)])
        assert newest[::-1] == [(page, "Aino V.") for page in ("projects", "settings", "conversations", "conversation")]

    def test_settings_alone(self, support: Support, aino: Browser) -> None:
        grant = support.give(project=support.cast.shop, scope="settings")
        assert [aino.page(grant, rest).status_code for rest in PAGES] == [200, 200, 404, 404]

    def test_another_project(self, support: Support, aino: Browser) -> None:
        grant = support.give(project=support.cast.outlet)
        assert [aino.page(grant, rest).status_code for rest in PAGES] == [200, 404, 404, 404]
        foreign = aino.page(grant, "settings/", project=support.cast.globex.public_id)
        assert foreign.status_code == 404 and "Globex" not in foreign.content.decode()

    def test_revoked_is_gone(self, support: Support, aino: Browser) -> None:
        """STF4."""
        grant = support.give(project=support.cast.shop)
        assert aino.page(grant, "conversations/").status_code == 200
        with account(grant.account_id):
            revoke_grant(support.cast.olga, grant)
        assert {aino.page(grant, rest).status_code for rest in PAGES} == {404}
        assert aino.get(f"/grants/{grant.public_id}/open").status_code == 410


class TestSessions:
    """STF5: eight hours and not a minute more, for those who work here."""

    def test_after_eight_hours_it_is_over(self, support: Support, site: Any) -> None:
        for ago, status in (("7 hours 59 minutes", 200), ("8 hours 1 second", 302)):
            assert Browser(support, site, person=support.aino.pk, ago=ago).get("/").status_code == status
        assert site.SESSION_COOKIE_AGE == 8 * 3600 and site.SESSION_COOKIE_SAMESITE == "Strict"

    def test_after_half_an_hour_without_a_page_too(self, support: Support, site: Any) -> None:
        for seen, status in (("29 minutes", 200), ("31 minutes", 302)):
            assert Browser(support, site, person=support.aino.pk, ago="1 hour", seen=seen).get("/").status_code == status

    def test_what_an_open_page_asks_by_itself_keeps_nobody_signed_in(self, support: Support, site: Any) -> None:
        grant, seen = (
            support.give(project=support.cast.shop),
            "SELECT max(now() - seen_at) > interval '20 minutes' FROM accounts_staffsession",
        )
        for address, stays in ((f"/grants/{grant.public_id}/open", "t"), ("/", "f")):
            sql("DELETE FROM accounts_staffsession", support.database)
            browser = Browser(support, site, person=support.aino.pk, ago="1 hour", seen="25 minutes")
            assert browser.get(address).status_code in (200, 204)
            assert sql(seen, support.database).split()[-1] == stays

    def test_forms_of_others_are_refused_with_a_page(self, site: Any) -> None:
        """The pages of refusals name no address that this site has not."""
        with override_settings(**{name: getattr(site, name) for name in OF_THE_SITE}):
            client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
            for address in ("/sign-in/", "/sign-out/", "/enrol/x/"):
                assert client.post(address).status_code == 403

    def test_signed_out_is_out_for_every_copy_of_the_cookie(self, support: Support, site: Any) -> None:
        here, copy = (Browser(support, site, person=support.aino.pk) for _ in range(2))
        copy.session = here.session
        assert copy.get("/").status_code == 200
        assert here.get("/sign-out/", method="post").status_code == 302
        assert copy.get("/").status_code == 302

    def test_who_is_switched_off_is_out(self, support: Support, site: Any) -> None:
        leaving = User.objects.create_user("leaving@parley.example", None, name="Lea", is_staff=True)
        browser = Browser(support, site, person=leaving.pk)
        assert browser.get("/").status_code == 200
        User.objects.filter(pk=leaving.pk).update(is_active=False)
        assert browser.get("/").status_code == 302

    def test_a_customers_person_is_nobody_here(self, support: Support, site: Any) -> None:
        grant = support.give(project=support.cast.shop)
        olga = Browser(support, site, person=support.cast.users["olga"].pk)
        for rest in PAGES:
            assert olga.page(grant, rest)["Location"] == "/sign-in/"

    def test_the_site_serves_its_own_host_as_its_own_role(self, site: Any) -> None:
        assert site.ALLOWED_HOSTS == ["staff.localhost"]
        assert site.DATABASES["default"]["USER"] == "parley_staff"
        assert not [one for one in site.MIDDLEWARE if "AuthenticationMiddleware" in one]
