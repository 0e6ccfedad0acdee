"""Mailchimp: one PUT as documented, and nobody without their consent."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from integrations.connectors import Unsendable, connectors
from integrations.connectors.mailchimp.form import is_merge_tag
from tests.integrations.connectors.conftest import Stand
from tests.integrations.connectors.example import integration_of
from tests.integrations.connectors.mailchimp import AUDIENCE, KEY, MEMBER, vendor
from tests.integrations.connectors.stand_in import Reply
from tests.integrations.envelopes import AT, CONSENT, FORWARD, envelope


class TestRequest:
    def test_as_documented(self, stand: Stand) -> None:
        (connector, integration, secrets), mailchimp = integration_of("mailchimp"), stand(vendor())
        connector.send(connector.prepare(envelope(), integration), integration, secrets, delivery_id=FORWARD, at=AT)
        (asked,) = mailchimp.asked
        assert (asked.method, asked.host, asked.path) == ("PUT", "us21.api.mailchimp.com", MEMBER)
        assert base64.b64decode(asked.headers["authorization"].removeprefix("Basic ")).decode() == f"parley:{KEY}"
        assert asked.headers["content-type"] == "application/json"
        assert asked.json == {
            "email_address": "camille@roy.example",
            "status_if_new": "pending",
            "merge_fields": {"FNAME": "Camille Roy", "PHONE": "+33 1 23 45 67 89"},
            "timestamp_signup": "2026-03-04T13:39:00.000Z",
        }

    def test_the_same_person_however_they_write_their_address(self) -> None:
        connector, integration, _secrets = integration_of("mailchimp")
        visitor = {"email": " Camille@ROY.example "}
        assert connector.prepare(envelope(visitor=visitor), integration).url.endswith(MEMBER)

    def test_without_asking_once_more(self) -> None:
        connector, integration, _secrets = integration_of("mailchimp", double_opt_in="")
        assert json.loads(connector.prepare(envelope(), integration).body)["status_if_new"] == "subscribed"

    def test_who_has_left_stays_away(self, stand: Stand) -> None:
        (connector, integration, secrets), mailchimp = integration_of("mailchimp"), stand(vendor())
        refused = {"title": "Member In Compliance State", "status": 400, "detail": "camille is in a compliance state"}
        mailchimp.turns = [Reply(400, refused)]
        outcome = connector.send(connector.prepare(envelope(), integration), integration, secrets, delivery_id=FORWARD, at=AT)
        assert (outcome.delivered, outcome.retry, outcome.disable) == (False, False, False)
        assert outcome.detail == "400 camille is in a compliance state"

    def test_a_403_without_words_is_too_fast_and_no_wrong_key(self, stand: Stand) -> None:
        (connector, integration, secrets), mailchimp = integration_of("mailchimp"), stand(vendor())
        mailchimp.turns = [Reply(403, "<html>"), Reply(403, {"title": "User action not permitted", "detail": "No"})]
        fast, wrong = (connector.check(integration, secrets) for _twice in range(2))
        assert (fast.retry, fast.disable) == (True, False) and (wrong.retry, wrong.disable) == (False, True)
        assert mailchimp.asked[0].path == f"{AUDIENCE}?fields=id,name"


class TestConsent:
    @pytest.mark.parametrize(
        "answers", [{}, {"consent": {**CONSENT, "value": False}}, {"consent": {**CONSENT, "value": "yes"}}, {"phone": CONSENT}]
    )
    def test_nobody_without(self, answers: dict[str, Any]) -> None:
        connector, integration, _secrets = integration_of("mailchimp")
        with pytest.raises(Unsendable, match="has not agreed"):
            connector.prepare(envelope(answers=answers), integration)

    def test_messages_never_go(self) -> None:
        connector, integration, _secrets = integration_of("mailchimp")
        assert b"bowls" not in connector.prepare(envelope(), integration).body and "messages" not in connector.fields


class TestForm:
    @pytest.mark.parametrize("key", ["c" * 32, f"{'c' * 32}-us21.evil.example/", f"{'z' * 32}-us21", f"{'c' * 32}-us21@evil"])
    def test_only_a_key_whose_end_is_a_data_centre(self, key: str) -> None:
        assert "api_key" in connectors()["mailchimp"].form({"api_key": key, "audience": "abc123def4"}).errors

    def test_the_data_centre_stays_when_the_key_is_left_out(self) -> None:
        form = connectors()["mailchimp"].form({"audience": "other12345"}, former={"server": "us21"})
        form.fields["api_key"].required = False
        assert form.is_valid() and form.cleaned_data["server"] == "us21"

    def test_names_of_fields(self) -> None:
        assert is_merge_tag("FNAME") and not is_merge_tag("First name") and not is_merge_tag("*|FNAME|*")
