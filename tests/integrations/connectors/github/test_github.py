"""GitHub: create and look as documented, rate limits, and text that mentions nobody."""

from __future__ import annotations

import json

import pytest

from integrations.connectors import Outcome, connectors
from tests.integrations.connectors.conftest import Stand
from tests.integrations.connectors.example import CANARY, integration_of
from tests.integrations.connectors.github import ISSUES, vendor
from tests.integrations.connectors.mattermost.test_mattermost import outside
from tests.integrations.connectors.stand_in import Reply, StandIn
from tests.integrations.envelopes import AT, FORWARD, envelope, message


def deliver(**changes: object) -> Outcome:
    connector, integration, secrets = integration_of("github")
    return connector.send(connector.prepare(envelope(**changes), integration), integration, secrets, delivery_id=FORWARD, at=AT)


@pytest.fixture
def github(stand: Stand) -> StandIn:
    return stand(vendor())


class TestRequests:
    def test_as_documented(self, github: StandIn) -> None:
        deliver()
        looked, made = github.asked
        for asked in github.asked:
            assert asked.host == "api.github.com" and asked.headers["authorization"] == f"Bearer github_pat_{CANARY}"
            assert asked.headers["accept"] == "application/vnd.github+json" and asked.headers["x-github-api-version"] == "2022-11-28"
        assert (looked.method, looked.path) == ("POST", "/graphql")
        assert looked.json["variables"] == {"owner": "fernhill", "name": "shop", "since": "2026-02-28T13:40:00.000Z", "count": 100}
        assert (made.method, made.path) == ("POST", ISSUES)
        assert set(made.json) == {"title", "body", "labels"} and made.json["labels"] == ["chat"]
        assert made.json["title"] == "Fernhill Pottery: conversation #1042, Camille Roy (7f3ac1de)"

    def test_another_press_is_another_issue(self, github: StandIn) -> None:
        deliver()
        deliver(forward="0000aaaa-0000-4000-8000-000000000002")
        assert sum(asked.path == ISSUES for asked in github.asked) == 2

    def test_where_nobody_can_tell_nothing_is_made(self, github: StandIn) -> None:
        github.turns = [Reply(200, {"errors": [{"type": "NOT_FOUND"}], "data": {"repository": None}})]
        outcome = deliver()
        assert outcome.retry and not outcome.delivered and not any(asked.path == ISSUES for asked in github.asked)

    @pytest.mark.parametrize(
        ("reply", "wait"),
        [
            (Reply(403, {"message": "You have exceeded a secondary rate limit"}, {"retry-after": "60"}), 60),
            (Reply(403, {"message": "API rate limit exceeded"}, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1"}), 1),
            (Reply(403, {"message": "API rate limit exceeded"}, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" * 12}), 86_400),
            (Reply(429, {"message": "API rate limit exceeded"}, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "nonsense"}), None),
        ],
    )
    def test_too_fast_is_no_wrong_key(self, github: StandIn, reply: Reply, wait: int | None) -> None:
        github.turns = [reply]
        outcome = deliver()
        assert (outcome.delivered, outcome.retry, outcome.disable, outcome.retry_after_s) == (False, True, False, wait)

    @pytest.mark.parametrize(("status", "disable"), [(403, True), (404, True), (410, True), (422, False)])
    def test_what_is_wrong_until_somebody_changes_it(self, github: StandIn, status: int, disable: bool) -> None:
        github.turns = [Reply(200, {"data": {"repository": {"issues": {"nodes": []}}}}), Reply(status, {"message": "No"})]
        outcome = deliver()
        assert (outcome.retry, outcome.disable, outcome.detail) == (False, disable, f"{status} No")

    @pytest.mark.parametrize("about", [{"archived": True}, {"has_issues": False}])
    def test_a_repository_without_issues(self, github: StandIn, about: dict[str, bool]) -> None:
        github.turns = [Reply(200, about)]
        outcome = connectors()["github"].check(*integration_of("github")[1:])
        assert not outcome.delivered and outcome.disable and github.asked[0].path == "/repos/fernhill/shop"


class TestText:
    @pytest.mark.parametrize("words", ["@octocat #1 fernhill/shop#1", "```\n@octocat\n```", "<!-- --> @octocat", "````` \n@octocat\n`````"])
    def test_nobody_is_mentioned(self, words: str) -> None:
        connector, integration, _secrets = integration_of("github")
        told = envelope(messages=[message(words, by=words)], visitor={"name": words})
        issue = json.loads(connector.prepare(told, integration).body)
        assert "@octocat" in issue["body"] and "@" not in outside(issue["body"]) and "#" not in outside(issue["body"])
        assert "\n" not in issue["title"] and len(issue["title"]) <= 256

    def test_limits(self) -> None:
        connector, integration, _secrets = integration_of("github")
        told = envelope(messages=[message("`" * 10_000)] * 9, visitor={"name": "n" * 120}, project={"name": "p" * 120})
        issue = json.loads(connector.prepare(told, integration).body)
        assert len(issue["body"]) <= 65_536 and len(issue["title"]) <= 256 and issue["title"].endswith(" (7f3ac1de)")


class TestForm:
    @pytest.mark.parametrize("repository", ["shop", "a/b/c", "../x", "a/..%2f", "a b/c", "https://github.com/a/b", "/a", "a/"])
    def test_only_a_repository(self, repository: str) -> None:
        assert "repository" in connectors()["github"].form({"repository": repository, "token": "github_pat_x"}).errors

    def test_only_a_token_that_can_be_limited(self) -> None:
        assert "token" in connectors()["github"].form({"repository": "a/b", "token": "ghp_0123456789"}).errors
