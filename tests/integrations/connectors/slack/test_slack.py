"""Slack: the webhook as it is documented, and text that stays text."""

from __future__ import annotations

import pytest

from integrations.connectors import Prepared, connectors
from integrations.connectors.slack.mapping import LIMIT
from tests.integrations.connectors.conftest import Stand
from tests.integrations.connectors.example import integration_of
from tests.integrations.connectors.slack import PATH, vendor
from tests.integrations.connectors.stand_in import Reply
from tests.integrations.envelopes import AT, FORWARD, envelope, message


def prepared(**changes: object) -> Prepared:
    connector, integration, _secrets = integration_of("slack")
    return connector.prepare(envelope(**changes), integration)


class TestRequest:
    def test_as_documented(self, stand: Stand) -> None:
        (connector, integration, secrets), slack = integration_of("slack"), stand(vendor())
        connector.send(prepared(), integration, secrets, delivery_id=FORWARD, at=AT)
        (asked,) = slack.asked
        assert (asked.method, asked.host, asked.path) == ("POST", "hooks.slack.com", PATH)
        assert asked.headers["content-type"] == "application/json; charset=utf-8" and "authorization" not in asked.headers
        assert set(asked.json) == {"text", "mrkdwn", "link_names", "unfurl_links", "unfurl_media"}
        assert asked.json["text"].startswith("Fernhill Pottery: conversation #1042, Camille Roy\n")

    @pytest.mark.parametrize(
        ("status", "word", "disable"),
        [(403, "action_prohibited", True), (404, "no_service", True), (410, "channel_is_archived", True), (400, "invalid_payload", False)],
    )
    def test_its_words_for_what_is_wrong(self, stand: Stand, status: int, word: str, disable: bool) -> None:
        (connector, integration, secrets), slack = integration_of("slack"), stand(vendor())
        slack.turns = [Reply(status, word)]
        outcome = connector.send(prepared(), integration, secrets, delivery_id=FORWARD, at=AT)
        assert (outcome.delivered, outcome.retry, outcome.disable, outcome.detail) == (False, False, disable, f"{status} {word}")


class TestText:
    def test_nobody_is_mentioned_and_no_address_is_dressed_up(self) -> None:
        words = "<!channel> <@U1> <#C1> <https://evil.example|your bank> & so on"
        text = prepared(messages=[message(words)], visitor={"name": "<!here>"}).body.decode()
        assert "<" not in text and "&lt;!channel&gt;" in text and "&amp; so on" in text and "&lt;!here&gt;" in text

    def test_markup_is_off(self) -> None:
        assert b'"mrkdwn": false' in prepared().body

    @pytest.mark.parametrize("words", ["<" * 10_000, "ü" * 10_000, "&" * 10_000])
    def test_cut_as_slack_counts(self, words: str) -> None:
        text = prepared(messages=[message(words)] * 9).body.decode()
        assert LIMIT - 200 < len(text) < 40_000 and "more characters are in Parley" in text


class TestForm:
    @pytest.mark.parametrize(
        "url",
        [
            "http://hooks.slack.com/services/T1/B1/x",
            "https://hooks.slack.com.evil.example/services/T1/B1/x",
            "https://hooks.slack.com@evil.example/services/T1/B1/x",
            "https://hooks.slack.com/services/T1/B1/x?y",
            "https://hooks.slack.com/services/T1/B1",
            "https://hooks.slack.com/services/T1/B1/x\nHost: evil",
        ],
    )
    def test_only_a_webhook_of_slack(self, url: str) -> None:
        assert "webhook_url" in connectors()["slack"].form({"webhook_url": url}).errors
