"""What every folder of connectors must keep: a new one is looked at here without a line of ours."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.core import mail

from integrations.connectors import Connector, Prepared, Unsendable, connectors
from integrations.fields import FIELDS
from integrations.models import Integration
from tests.hostile import PAYLOADS
from tests.integrations.connectors.conftest import Stand
from tests.integrations.connectors.example import CANARY, Example, example_of, integration_of
from tests.integrations.connectors.stand_in import Asked, Reply, StandIn
from tests.integrations.envelopes import AT, FORWARD, empty, envelope, message

SLUGS = sorted(connectors())
KNOW_PEOPLE_BY_EMAIL = {"hubspot", "mailchimp"}
HOSTILE = [
    "<!channel> <@U123> <https://evil.example|your bank>",
    "@here @channel @all @octocat fernhill/shop#1 ```\n# not a heading\n``` ~~~ [x](javascript:alert(1))",
    "<script>alert(1)</script> <img src=x onerror=alert(1)> {{7*7}} ${7*7}",
    "a\r\nBcc: everybody@example.com\r\n\r\nb\x0b\x0c\u2028\u2029",
    "مرحبا 你好 👩‍👧‍👦 \u202eevil\u202c e\u0301",
]
# Answers that mean the same at every vendor: worth another try, or not.
STATUSES = [(429, True), (500, True), (502, True), (503, True), (400, False), (401, False), (422, False)]


@pytest.fixture(params=SLUGS)
def slug(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def sent(slug: str, prepared: Prepared, stand_in: StandIn | None) -> list[bytes]:
    """The bytes that left, in order."""
    if stand_in is None:
        return [mail.outbox[-1].message().as_bytes()] if mail.outbox else []
    return [asked.body for asked in stand_in.asked if example_of(slug).carries(asked)]


def made(slug: str, stand_in: StandIn | None) -> int:
    """How many records the vendor has been told to make; a PUT makes none anew."""
    return sum(asked.method == "POST" and example_of(slug).carries(asked) for asked in stand_in.asked) if stand_in else 0


def stands(slug: str, stand: Stand) -> StandIn | None:
    example = example_of(slug)
    return stand(example.vendor()) if example.vendor else None


def deliver(parts: tuple[Connector, Integration, dict[str, str]], prepared: Prepared) -> Any:
    connector, integration, secrets = parts
    return connector.send(prepared, integration, secrets, delivery_id=FORWARD, at=AT)


class TestTheFolder:
    def test_says_what_people_need_to_know(self, slug: str) -> None:
        connector = connectors()[slug]
        assert connector.slug == slug and str(connector.name) and str(connector.about).endswith(".") and connector.steps
        assert set(connector.fields) <= set(FIELDS) and set(connector.mapping) <= set(connector.fields)
        assert set(connector.needs) <= set(connector.fields)
        assert set(connector.form.secret) <= set(connector.form.base_fields)
        assert all(connector.takes_field(theirs) for theirs in connector.mapping.values())
        assert all(str(field.label) for field in connector.form.base_fields.values())

    def test_has_a_place_that_is_no_secret(self, slug: str) -> None:
        connector, integration, _secrets = integration_of(slug)
        assert connector.place(integration) and CANARY not in connector.place(integration)

    def test_settings_are_json_without_secrets(self, slug: str) -> None:
        assert CANARY not in json.dumps(integration_of(slug)[1].settings)


class TestPreparing:
    def test_is_pure(self, slug: str) -> None:
        """The same twice; and no test of this file may ask the database."""
        connector, integration, _secrets = integration_of(slug)
        assert connector.prepare(envelope(), integration) == connector.prepare(envelope(), integration)

    def test_holds_no_secret(self, slug: str) -> None:
        connector, integration, _secrets = integration_of(slug)
        prepared = connector.prepare(envelope(), integration)
        assert CANARY not in str(prepared) and "authorization" not in {name.lower() for name in prepared.headers}

    @pytest.mark.parametrize("words", [*HOSTILE, *PAYLOADS[:40]])
    def test_hostile_words_stay_words(self, slug: str, words: str) -> None:
        """Where what they would do is the vendor's own matter (a mention, a tag), the folder's own tests look; here nothing breaks."""
        connector, integration, _secrets = integration_of(slug)
        visitor = {"name": words, "email": "camille@roy.example", "phone": words, "data": {words: words}}
        told = envelope(messages=[message(words, by=words)], visitor=visitor, project={"id": None, "name": words})
        prepared = connector.prepare(told, integration)
        assert prepared.url == connector.prepare(envelope(), integration).url
        prepared.body.decode()

    def test_an_unknown_visitor_is_sent_or_refused_with_a_sentence(self, slug: str) -> None:
        connector, integration, _secrets = integration_of(slug)
        if "email" in connector.fields and slug in KNOW_PEOPLE_BY_EMAIL:
            with pytest.raises(Unsendable, match=r"unknown or was not selected\.$"):
                connector.prepare(empty(), integration)
        else:
            assert connector.prepare(empty(), integration).body

    def test_a_long_talk_fits_or_says_what_is_missing(self, slug: str) -> None:
        connector, integration, _secrets = integration_of(slug)
        talk = [message("<&>" * 3333 + "\N{SNOWMAN}") for _ in range(100)]
        body = connector.prepare(envelope(messages=talk), integration).body
        assert len(body) <= example_of(slug).body_at_most
        if "messages" in connector.fields:
            assert b"more characters are in Parley" in body or body.count("\N{SNOWMAN}".encode()) == len(talk)


class TestSending:
    def test_what_was_shown_is_what_leaves_byte_for_byte(self, slug: str, stand: Stand) -> None:
        parts, stand_in = integration_of(slug), stands(slug, stand)
        prepared = parts[0].prepare(envelope(), parts[1])
        outcome = deliver(parts, prepared)
        assert outcome.delivered and not outcome.retry and not outcome.detail
        assert b"\n".join(sent(slug, prepared, stand_in)) == prepared.body

    def test_twice_is_once_where_the_vendor_can_tell(self, slug: str, stand: Stand) -> None:
        parts, stand_in = integration_of(slug), stands(slug, stand)
        prepared = parts[0].prepare(envelope(), parts[1])
        assert deliver(parts, prepared).delivered
        once = made(slug, stand_in)
        assert deliver(parts, prepared).delivered
        assert (made(slug, stand_in) == once) is (example_of(slug).once or stand_in is None)

    @pytest.mark.parametrize(("status", "again"), STATUSES)
    def test_an_answer_says_whether_to_come_again(self, slug: str, stand: Stand, status: int, again: bool) -> None:
        if (stand_in := stands(slug, stand)) is None:
            return
        again = again or example_of(slug).patient
        stand_in.vendor = lambda asked: Reply(status, "no", {"retry-after": "7"} if again else {})
        outcome = deliver(integration_of(slug), integration_of(slug)[0].prepare(envelope(), integration_of(slug)[1]))
        assert (outcome.delivered, outcome.status, outcome.retry) == (False, status, again)
        assert outcome.retry_after_s == (7 if again else None)

    @pytest.mark.parametrize("status", [301, 308])
    def test_nobody_is_followed(self, slug: str, stand: Stand, status: int) -> None:
        if (stand_in := stands(slug, stand)) is None:
            return
        stand_in.vendor = lambda asked: Reply(status, "", {"location": f"https://{example_of(slug).host}/elsewhere"})
        parts = integration_of(slug)
        outcome = deliver(parts, parts[0].prepare(envelope(), parts[1]))
        assert not outcome.delivered and not outcome.retry and len(stand_in.asked) == 1

    def test_a_secret_that_the_vendor_repeats_is_read_by_nobody(self, slug: str, stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
        if (stand_in := stands(slug, stand)) is None:
            return
        caplog.set_level(logging.DEBUG)
        parts = integration_of(slug)
        repeated = "; ".join(parts[2].values()) + "<b>\x1b[31m\r\nERROR forged" + "x" * 5000
        stand_in.vendor = lambda asked: Reply(400, {"message": repeated})
        outcome = deliver(parts, parts[0].prepare(envelope(), parts[1]))
        assert not outcome.delivered and CANARY not in outcome.detail and CANARY not in caplog.text
        assert len(outcome.detail.encode()) <= 1024 and outcome.detail.isprintable()

    def test_a_check_sends_nothing_of_a_visitor(self, slug: str, stand: Stand) -> None:
        (connector, integration, secrets), stand_in = integration_of(slug), stands(slug, stand)
        assert connector.check(integration, secrets).delivered
        assert stand_in is None or bool(stand_in.asked) is not example_of(slug).patient
        assert stand_in is None or not any(b"amille" in asked.body for asked in stand_in.asked)
        assert not mail.outbox

    def test_a_check_says_that_the_key_is_wrong(self, slug: str, stand: Stand) -> None:
        if (stand_in := stands(slug, stand)) is None or example_of(slug).patient:
            return
        stand_in.vendor = lambda asked: Reply(401, {"message": "Bad credentials"})
        outcome = integration_of(slug)[0].check(*integration_of(slug)[1:])
        assert (outcome.delivered, outcome.retry, outcome.disable) == (False, False, True)
        assert "Bad credentials" in outcome.detail


class TestThePremise:
    def test_the_folders_are_there(self) -> None:
        assert {"email", "github", "hubspot", "mailchimp", "mattermost", "slack", "webhook"} <= set(SLUGS)
        assert all(isinstance(example_of(slug), Example) for slug in SLUGS)

    def test_a_request_that_carries_is_told_from_one_that_asks(self) -> None:
        asked = Asked("POST", "api.hubapi.com", "/crm/v3/objects/contacts/search", {}, b"")
        assert not example_of("hubspot").carries(asked)
