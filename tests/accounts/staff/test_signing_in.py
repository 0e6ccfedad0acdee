"""STF5: staff come in by a passkey and by nothing else; a link enrols once, an answer counts once. With a passkey made of code."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from accounts.access import hash_of_key
from tests.accounts.staff.conftest import Support
from tests.accounts.staff.test_pages import OF_THE_SITE, as_staff
from tests.accounts.staff.test_pages import site as staff_site
from tests.boot import STORES
from tests.databases import sql, with_database

site = staff_site
HOME = "http://staff.localhost:8100"


class Device:
    """An authenticator with one key. What it says can be bent: another origin, another counter, no finger."""

    def __init__(self, name: bytes = b"a device of Aino's") -> None:
        self.id, self.count, self.origin = name, 0, HOME
        self.verified = True
        self.key = ec.generate_private_key(ec.SECP256R1())

    def _flags(self, *more: AuthenticatorData.FLAG) -> AuthenticatorData.FLAG:
        flags = AuthenticatorData.FLAG.UP
        for one in (*more, *([AuthenticatorData.FLAG.UV] if self.verified else [])):
            flags |= one
        return flags

    def _client(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(type=kind, challenge=websafe_decode(challenge), origin=self.origin)

    def create(self, options: dict[str, Any]) -> str:
        """What a browser sends after `navigator.credentials.create`."""
        public = options["creation_options"]["publicKey"]
        attested = AttestedCredentialData.create(Aaguid.NONE, self.id, ES256.from_cryptography_key(self.key.public_key()))
        data = AuthenticatorData.create(sha256(public["rp"]["id"].encode()), self._flags(AuthenticatorData.FLAG.AT), self.count, attested)
        client = self._client("webauthn.create", public["challenge"])
        response = {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._answer(response)

    def get(self, options: dict[str, Any]) -> str:
        """What a browser sends after `navigator.credentials.get`."""
        public = options["request_options"]["publicKey"]
        self.count += 1
        data = AuthenticatorData.create(sha256(public["rpId"].encode()), self._flags(), self.count)
        client = self._client("webauthn.get", public["challenge"])
        signature = self.key.sign(bytes(data) + client.hash, ec.ECDSA(SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer({name: websafe_encode(bytes(value)) for name, value in said.items()})

    def _answer(self, response: dict[str, str]) -> str:
        name = websafe_encode(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}})


class AtTheSite:
    """A browser at the staff site, each request as parley_staff."""

    def __init__(self, support: Support, site: Any) -> None:
        self.support, self.site, self.client = support, site, Client(SERVER_NAME="localhost")

    def ask(self, method: str, path: str, **data: str) -> Any:
        named = {name: getattr(self.site, name) for name in OF_THE_SITE}
        with override_settings(**named, PARLEY_URL=HOME), as_staff(self.support.url):
            return getattr(self.client, method)(path, data)

    def options(self, path: str) -> dict[str, Any]:
        """What the page asks the browser for."""
        asked: dict[str, Any] = self.ask("get", path).context["js_data"]
        return json.loads(json.dumps(asked, default=lambda one: websafe_encode(one) if isinstance(one, bytes) else str(one)))

    def enrol(self, link: str, device: Device) -> int:
        path = link.removeprefix(HOME)
        return int(self.ask("post", path, credential=device.create(self.options(path)), name="Laptop").status_code)

    def sign_in(self, device: Device) -> int:
        return int(self.ask("post", "/sign-in/", credential=device.get(self.options("/sign-in/"))).status_code)

    def is_in(self) -> bool:
        return bool(self.ask("get", "/").status_code == 200)


@pytest.fixture
def command(support: Support, settings: Any) -> Any:
    """`manage.py staff …` as the owner of the tables; gives what it printed."""
    settings.STAFF_URL = HOME
    owner = with_database(STORES.env["DATABASE_OWNER_URL"], support.database)

    def run(*words: str) -> str:
        out = io.StringIO()
        with as_staff(owner):
            call_command("staff", *words, stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def enrolled(support: Support, site: Any, command: Any) -> tuple[AtTheSite, Device]:
    """Somebody new with a passkey, not signed in."""
    email = f"new{sql('SELECT count(*) FROM accounts_user', support.database).split()[-1]}@parley.example"
    browser, device = AtTheSite(support, site), Device(email.encode())
    assert browser.enrol(command("enrol", email, "--name", "Nora").split()[0], device) == 302
    return browser, device


class TestEnrolling:
    def test_a_link_enrols_once(self, support: Support, site: Any, command: Any) -> None:
        link = command("enrol", "once@parley.example").split()[0]
        browser, other = AtTheSite(support, site), AtTheSite(support, site)
        path = link.removeprefix(HOME)
        answers = [(one, one.options(path), Device(name)) for one, name in ((browser, b"first"), (other, b"second"))]
        codes = [one.ask("post", path, credential=device.create(options), name="x").status_code for one, options, device in answers]
        assert codes == [302, 404]
        assert other.sign_in(answers[1][2]) == 403 and browser.sign_in(answers[0][2]) == 302

    def test_of_fifty_at_once_one_gets_in(self, support: Support, command: Any) -> None:
        """AUN6, where it is decided: the row's lock lets one through."""
        token = command("enrol", "race@parley.example").split()[0].rstrip("/").rpartition("/")[2]

        def use(number: int) -> bool:
            with support.connect() as staff:
                asked = "SELECT staff_enrol(%s, %s, 'x', 0, 'Race')"
                ((kept,),) = staff.execute(asked, [hash_of_key(token), f"racer {number}".encode()]).fetchall()
            return bool(kept)

        with ThreadPoolExecutor(10) as crowd:
            assert sum(crowd.map(use, range(50))) == 1

    def test_after_half_an_hour_the_link_is_nothing(self, support: Support, site: Any, command: Any) -> None:
        link = command("enrol", "late@parley.example").split()[0]
        sql("UPDATE accounts_staffenrolment SET ends_at = now() WHERE used_at IS NULL", support.database)
        assert AtTheSite(support, site).ask("get", link.removeprefix(HOME)).status_code == 404

    def test_a_customers_person_cannot_be_enrolled(self, support: Support, command: Any) -> None:
        with pytest.raises(CommandError, match="customer"):
            command("enrol", support.cast.users["olga"].email)
        with pytest.raises(CommandError, match="no e-mail"):
            command("enrol", "nobody")

    def test_a_second_link_is_a_second_passkey(self, support: Support, site: Any, command: Any) -> None:
        browser, phone, laptop = AtTheSite(support, site), Device(b"phone"), Device(b"laptop")
        for device in (phone, laptop):
            assert browser.enrol(command("enrol", "two@parley.example").split()[0], device) == 302
        assert "2 passkeys" in next(line for line in command("list").splitlines() if "two@" in line)
        assert [AtTheSite(support, site).sign_in(device) for device in (phone, laptop)] == [302, 302]


class TestSigningIn:
    def test_by_passkey(self, enrolled: tuple[AtTheSite, Device]) -> None:
        browser, device = enrolled
        assert not browser.is_in()
        before = browser.client.cookies["parley_staff"].value
        assert browser.sign_in(device) == 302 and browser.is_in()
        assert browser.client.cookies["parley_staff"].value != before, "the session is a new one (AUN10)"

    def test_an_answer_counts_once(self, enrolled: tuple[AtTheSite, Device]) -> None:
        """Also with the cookie that it was asked in: that cookie is a signed text, and can be copied."""
        browser, device = enrolled
        answer = device.get(browser.options("/sign-in/"))
        cookies = browser.client.cookies.output(header="", sep=";")
        assert browser.ask("post", "/sign-in/", credential=answer).status_code == 302
        for _ in range(2):
            browser.client.cookies = SimpleCookie(cookies)
            assert browser.ask("post", "/sign-in/", credential=answer).status_code == 403

    @pytest.mark.parametrize(
        "bend",
        [
            lambda device: setattr(device, "origin", "http://evil.localhost:8100"),
            lambda device: setattr(device, "origin", "https://sub.staff.localhost"),
            lambda device: setattr(device, "verified", False),
            lambda device: setattr(device, "key", ec.generate_private_key(ec.SECP256R1())),
            lambda device: setattr(device, "id", b"somebody else's"),
        ],
        ids=["another origin", "a name below", "no finger", "another key", "unknown"],
    )
    def test_what_does_not_fit_opens_nothing(self, enrolled: tuple[AtTheSite, Device], bend: Any) -> None:
        browser, device = enrolled
        bend(device)
        assert browser.sign_in(device) == 403 and not browser.is_in()

    def test_a_counter_that_goes_back_is_a_copy(self, enrolled: tuple[AtTheSite, Device]) -> None:
        browser, device = enrolled
        device.count = 40
        assert browser.sign_in(device) == 302
        device.count = 12
        browser.client.cookies.clear()
        assert browser.sign_in(device) == 403

    @pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 1}', "x" * 100_000, '{"rawId":"AA","response":{}}'])
    def test_nonsense_is_refused_politely(self, support: Support, site: Any, answer: str) -> None:
        browser = AtTheSite(support, site)
        browser.options("/sign-in/")
        assert browser.ask("post", "/sign-in/", credential=answer).status_code == 403

    def test_without_a_question_there_is_no_answer(self, enrolled: tuple[AtTheSite, Device]) -> None:
        browser, device = enrolled
        answer = device.get(browser.options("/sign-in/"))
        browser.client.cookies.clear()
        assert browser.ask("post", "/sign-in/", credential=answer).status_code == 403

    def test_whoever_is_switched_off_is_out_at_once(self, enrolled: tuple[AtTheSite, Device], command: Any) -> None:
        browser, device = enrolled
        assert browser.sign_in(device) == 302 and browser.is_in()
        assert "1 sessions ended" in command("off", device.id.decode())
        assert not browser.is_in() and browser.sign_in(device) == 403
        with pytest.raises(CommandError, match="works here"):
            command("off", device.id.decode())
