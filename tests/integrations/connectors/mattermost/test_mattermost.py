"""Mattermost: the webhook as it is documented, and a fence that nothing leaves."""

from __future__ import annotations

import json
import re

import pytest

from integrations.connectors import connectors
from integrations.connectors.fenced import fenced
from tests.integrations.connectors.conftest import Stand
from tests.integrations.connectors.example import integration_of
from tests.integrations.connectors.mattermost import PATH, vendor
from tests.integrations.connectors.stand_in import Reply
from tests.integrations.envelopes import AT, FORWARD, envelope, message


def outside(markdown: str) -> str:
    """What stands outside fences, as CommonMark ends them: a line with at least as many backticks and nothing else."""
    kept, fence = [], ""
    for line in re.split(r"\r\n|\n|\r", markdown):
        if not fence and (begins := re.match(r" {0,3}(`{3,})[^`]*$", line)):
            fence = begins[1]
        elif fence and re.fullmatch(rf" {{0,3}}{fence}`*[ \t]*", line):
            fence = ""
        elif not fence:
            kept.append(line)
    return "\n".join(kept)


class TestRequest:
    def test_as_documented(self, stand: Stand) -> None:
        (connector, integration, secrets), mattermost = integration_of("mattermost"), stand(vendor())
        connector.send(connector.prepare(envelope(), integration), integration, secrets, delivery_id=FORWARD, at=AT)
        (asked,) = mattermost.asked
        assert (asked.method, asked.host, asked.path) == ("POST", "chat.fernhill.example", PATH)
        assert asked.headers["content-type"] == "application/json" and set(asked.json) == {"text"}

    def test_a_webhook_that_is_gone(self, stand: Stand) -> None:
        (connector, integration, secrets), mattermost = integration_of("mattermost"), stand(vendor())
        mattermost.turns = [Reply(404, {"id": "web.incoming_webhook.invalid.app_error", "message": "Invalid webhook."})]
        outcome = connector.check(integration, secrets)
        assert (outcome.delivered, outcome.disable, outcome.detail) == (False, True, "404 Invalid webhook.")


class TestText:
    @pytest.mark.parametrize("words", ["@all @channel @here", "```\n@all\n```", "`````` @all\n``````\n@here", "~~~\n@all", "\r```\r@all"])
    def test_nothing_leaves_the_fence(self, words: str) -> None:
        connector, integration, _secrets = integration_of("mattermost")
        told = envelope(messages=[message(words)], visitor={"name": words}, project={"name": words})
        text = json.loads(connector.prepare(told, integration).body)["text"]
        assert "@" in text and "@" not in outside(text)

    def test_the_fence_is_looked_at(self) -> None:
        assert "@all" in outside("@all") and "@all" in outside("```\nx\n```\n@all") and fenced("a````b").startswith("`````text\n")

    @pytest.mark.parametrize("words", ["a" * 10_000, "`" * 10_000])
    def test_one_post(self, words: str) -> None:
        connector, integration, _secrets = integration_of("mattermost")
        text = json.loads(connector.prepare(envelope(messages=[message(words)] * 3), integration).body)["text"]
        assert len(text) <= 16_383 and "more characters are in Parley" in text


class TestForm:
    @pytest.mark.parametrize(
        "url",
        ["http://chat.example/hooks/x", "https://user@chat.example/hooks/x", "https://chat.example/x", "https://chat.example/hooks/x?y=1"],
    )
    def test_only_a_webhook(self, url: str) -> None:
        assert "webhook_url" in connectors()["mattermost"].form({"webhook_url": url}).errors

    def test_the_server_stays_when_the_address_is_left_out(self) -> None:
        _connector, integration, _secrets = integration_of("mattermost")
        form = connectors()["mattermost"].form({"channel": "Orders"}, former=integration.settings)
        form.fields["webhook_url"].required = False
        assert form.is_valid() and form.cleaned_data["server"] == "https://chat.fernhill.example/team"
