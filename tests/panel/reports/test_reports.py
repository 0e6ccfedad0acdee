"""Reports equal what was reckoned by hand from a week, whoever asks and by whichever door."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.access import ProjectRef
from accounts.audit.queries import Wanted as WantedLines
from accounts.audit.queries import records
from accounts.tenancy import account, tenant
from chat.actions.catch_up import catch_up
from chat.actions.rate_conversation import rate_conversation
from chat.erasing import erase_visitor
from chat.models import Conversation, Follower, Message
from panel.reports import talks
from panel.reports.actions.keep_facts import FOLLOWER, keep_facts
from panel.reports.models import Attendance, Fact
from panel.reports.period import wanted_by
from panel.reports.queries import commented
from tests.cast import Cast, build_cast
from tests.panel.api.test_rest import base, error_of, signed_in
from tests.panel.reports.week import FORMULA, MONDAY, SUNDAY, WEEK, live_through

SPAN = f"since={MONDAY}&until={SUNDAY}"

NUMBERS: dict[str, Any] = {
    "chats": 7,
    "answered": 4,
    "soon": 3,
    "missed": 1,
    "waiting": 2,
    "closed": 4,
    "reopened": 1,
    # 60 s, 120 s; five minutes of Thursday, for Wednesday was a day off; ten minutes of Monday and ten of Tuesday.
    "first_response": {"median": 210, "p90": 930},
    # None within the hours, half an hour, 40 minutes, an hour and ten.
    "resolution": {"median": 2100, "p90": 3660},
    "rated": {"ratings": 2, "good": 1, "fine": 0, "bad": 1},
}


@pytest.fixture(scope="class")
def shop(cloned_database_of_class: str) -> Cast:
    cast = build_cast()
    live_through(cast)
    return cast


def ask(cast: Cast, report: str, query: str = SPAN, who: str = "oscar") -> Any:
    answer = signed_in(cast, who).get(f"{base(cast)}/reports/{report}?{query}")
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def rows(cast: Cast, report: str, query: str = SPAN) -> list[dict[str, Any]]:
    found = ask(cast, report, query)
    assert found["next"] is None
    return list(found["results"])


class TestTheWeek:
    def test_the_numbers_on_top(self, shop: Cast) -> None:
        found = ask(shop, "summary")
        assert found["now"] == NUMBERS
        assert (found["zone"], found["span"]) == ("America/New_York", {"since": MONDAY, "until": SUNDAY})
        assert found["span_before"] == {"since": "2026-10-19", "until": "2026-10-25"}
        before = found["before"]  # asked on Sunday night, answered a minute after nine
        assert (before["chats"], before["first_response"]) == (1, {"median": 60, "p90": 60})

    def test_day_by_day(self, shop: Cast) -> None:
        found = rows(shop, "days")
        assert [(day["date"][5:], day["chats"], day["chats_before"], day["missed"]) for day in found] == [
            ("10-26", 2, 0, 0),
            ("10-27", 2, 0, 1),  # half past eleven at night is Wednesday in Greenwich
            ("10-28", 0, 0, 0),
            ("10-29", 0, 0, 0),
            ("10-30", 1, 0, 0),
            ("10-31", 0, 0, 0),
            ("11-01", 2, 1, 0),
        ]
        assert found[0]["first_response"] == {"median": 660, "p90": 1092}
        assert found[2]["first_response"] == {"median": None, "p90": None}

    def test_hour_by_hour(self, shop: Cast) -> None:
        found = rows(shop, "hours")
        assert len(found) == 7 * 24
        busy = {(one["weekday"], one["hour"]): (one["chats"], one["missed"]) for one in found if one["chats"]}
        # The hour of Sunday that comes twice is one place on the wall.
        assert busy == {(1, 9): (1, 0), (1, 16): (1, 0), (2, 20): (1, 1), (2, 23): (1, 0), (5, 12): (1, 0), (7, 1): (2, 0)}
        assert {(one["weekday"], one["hour"]): one["operator_minutes"] for one in found if one["operator_minutes"]} == {(1, 9): 10}

    def test_by_operator(self, shop: Cast) -> None:
        found = {one["operator"]["name"]: one for one in rows(shop, "operators")}
        assert {name: (one["figures"]["chats"], one["texts"], one["online_minutes"]) for name, one in found.items()} == {
            "Oscar": (3, 4, 10),
            "Ada": (1, 1, 0),
            "Olga": (0, 0, 0),
        }
        assert found["Oscar"]["figures"]["first_response"] == {"median": 120, "p90": 264}
        assert found["Ada"]["figures"]["rated"] == {"ratings": 1, "good": 0, "fine": 0, "bad": 1}

    def test_by_department_and_tag(self, shop: Cast) -> None:
        found = [((one["department"] or {}).get("name"), one["figures"]["chats"]) for one in rows(shop, "departments")]
        assert found == [("Orders", 1), (None, 6)]
        assert [(one["tag"], one["figures"]["chats"]) for one in rows(shop, "tags")] == [("pre-sale", 1)]

    def test_what_was_said_with_a_rating(self, shop: Cast) -> None:
        found = ask(shop, "ratings")
        assert found["scores"] == {"1": 0, "2": 1, "3": 0, "4": 0, "5": 1}
        assert [(one["comment"], one["score"], one["operator"]["name"]) for one in found["comments"]] == [("Slow", 2, "Ada")]

    @pytest.mark.parametrize(
        ("query", "chats"),
        [
            ("tag=PRE-SALE", 1),
            ("tag=nowhere", 0),
            ("department=none", 6),
            ("operator={ada}", 1),
            ("operator={oscar}&tag=pre-sale", 0),
            ("operator=none", 3),
            ("since=2026-10-28&until=2026-10-28", 0),
            ("since=2026-11-01&until=2026-11-01", 2),
        ],
    )
    def test_filters(self, shop: Cast, query: str, chats: int) -> None:
        asked = query.format(ada=shop.ada.ref, oscar=shop.oscar.ref)
        assert ask(shop, "summary", asked if "since" in asked else f"{SPAN}&{asked}")["now"]["chats"] == chats

    @pytest.mark.parametrize(("kind", "names"), [("missed", ["Missed"]), ("waiting", ["Winter", "Summer"]), ("bad", ["Night"])])
    def test_from_a_number_to_its_conversations(self, shop: Cast, kind: str, names: list[str]) -> None:
        assert [one["visitor"] for one in rows(shop, "conversations", f"{SPAN}&kind={kind}")] == names

    def test_one_conversation(self, shop: Cast) -> None:
        again = next(one for one in rows(shop, "conversations") if one["visitor"] == "Again")
        assert (again["first_response_s"], again["resolution_s"], again["reopened"]) == (60, 2400, 1)
        assert (again["asked_at"], again["closed_at"]) == ("2026-10-30T16:00:00.000Z", "2026-10-30T16:40:00.000Z")
        assert (again["from_visitor"], again["from_team"], again["department"]["name"]) == (2, 2, "Orders")

    def test_pages_of_conversations(self, shop: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(talks, "PAGE", 3)
        seen: list[int] = []
        cursor: str | None = ""
        while cursor is not None:
            found = ask(shop, "conversations", f"{SPAN}&cursor={cursor}")
            assert len(found["results"]) <= 3
            seen += [one["number"] for one in found["results"]]
            cursor = found["next"]
        assert len(seen) == len(set(seen)) == 7


class TestWhatItCosts:
    def test_a_span_is_found_by_its_days(self, shop: Cast) -> None:
        """What is older than the span is not even looked at."""
        with tenant(shop.shop):
            wanted = wanted_by(shop.oscar, shop.shop, {"since": MONDAY, "until": SUNDAY})
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")  # of ten rows all are read at once otherwise
            plan = wanted.facts().explain()
        assert "reports_fact_by_time" in plan
        assert "asked_at >=" in plan.partition("Index Cond")[2].partition("\n")[0]

    def test_what_was_said_is_found_without_looking_at_those_who_said_nothing(self, shop: Cast) -> None:
        with tenant(shop.shop):
            wanted = wanted_by(shop.oscar, shop.shop, {"since": MONDAY, "until": SUNDAY})
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
            assert "reports_fact_commented" in commented(wanted).explain()


class TestTheFile:
    def test_a_row_for_each_conversation(self, shop: Cast) -> None:
        answer = signed_in(shop, "vic").get(f"/panel/{shop.shop.public_id}/reports/conversations.csv?{SPAN}")
        assert answer.status_code == 200 and answer["Content-Type"] == "text/csv; charset=utf-8"
        header, *found = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode()))  # type: ignore[attr-defined]
        assert header[:4] == ["number", "visitor", "status", "asked"] and len(found) == 7
        assert {len(row) for row in found} == {len(header)}
        first = found[-1]  # the newest come first
        assert first[1] == "'" + FORMULA
        assert first[3:5] == ["2026-10-26 09:00:00", "2026-10-26 09:02:00"]
        assert [row[1] for row in found if row[10] == "1"] == ["Missed"]
        with account(shop.shop.account_id):
            assert records(WantedLines()).filter(action="report.exported").count() == 1

    def test_bad_input_is_refused_there_too(self, shop: Cast) -> None:
        error_of(signed_in(shop, "vic").get(f"/panel/{shop.shop.public_id}/reports/conversations.csv?since=never"), 400, "invalid")


class TestMakingThemAnew:
    def facts(self, cast: Cast) -> list[dict[str, Any]]:
        with tenant(cast.shop):
            found: Any = Fact.objects.order_by("conversation").values()
            return list(found)

    def test_twice_is_the_same_and_so_is_from_nothing(self, shop: Cast) -> None:
        before = self.facts(shop)
        assert len(before) >= len(WEEK)  # and Vera's, of the cast
        with tenant(shop.shop):
            keep_facts(shop.shop, list(Message.objects.values_list("pk", flat=True)))
        assert self.facts(shop) == before
        with tenant(shop.shop):
            Fact.objects.all().delete()
            Follower.objects.filter(name=FOLLOWER).delete()
        catch_up(ProjectRef(shop.shop.pk, shop.shop.account_id))
        assert self.facts(shop) == before

    def test_other_projects_have_none(self, shop: Cast) -> None:
        for project in (shop.outlet, shop.globex):
            with tenant(project):
                assert not Fact.objects.exists() and not Attendance.objects.exists()

    def test_whoever_is_erased_is_in_no_report(self, shop: Cast) -> None:
        with tenant(shop.shop):
            erase_visitor(shop.shop, shop.vera.public_id)
            assert not Fact.objects.filter(conversation=shop.talk.pk).exists()


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("summary?since=2026-02-30", 400, "invalid"),
        ("summary?since=0001-01-01", 400, "invalid"),
        ("summary?until=9999-12-31", 400, "invalid"),
        ("summary?since=2026-01-02&until=2026-01-01", 400, "invalid"),
        ("summary?since=2025-01-01&until=2026-12-31", 400, "invalid"),
        ("summary?since=20260101", 400, "invalid"),
        ("summary?tag=" + "x" * 101, 400, "invalid"),
        ("summary?tag=%00", 400, "invalid"),
        ("summary?department=nobody", 404, "not_found"),
        ("summary?operator=00000000-0000-4000-8000-000000000000", 404, "not_found"),
        ("conversations?kind=odd", 400, "invalid"),
        ("conversations?cursor=%C3%A9", 400, "invalid"),
        ("nothing", 404, "not_found"),
    ],
)
def test_bad_input(cast: Cast, query: str, status: int, code: str) -> None:
    error_of(signed_in(cast, "oscar").get(f"{base(cast)}/reports/{query}"), status, code)


@pytest.mark.parametrize("report", ["summary", "days", "hours", "operators", "departments", "tags", "ratings", "conversations", "board"])
def test_a_project_of_which_nothing_is_known(cast: Cast, report: str) -> None:
    answer = signed_in(cast, "gus").get(f"/api/v1/projects/{cast.globex.public_id}/reports/{report}")
    assert answer.status_code == 200


@pytest.mark.parametrize("words", [("", "Kind"), ("Kind", ""), ("Kind", "Slow")])
def test_only_the_last_words_of_a_rating_count(cast: Cast, words: tuple[str, ...]) -> None:
    for score, comment in enumerate(words, 3):
        with tenant(cast.shop):
            rate_conversation(cast.shop, Conversation.objects.get(pk=cast.talk.pk), client_id=uuid4(), score=score, comment=comment)
            keep_facts(cast.shop, list(Message.objects.values_list("pk", flat=True)))
    found = ask(cast, "ratings", "")
    assert found["scores"]["4"] == 1
    assert [one["comment"] for one in found["comments"]] == [word for word in words[-1:] if word]


def test_the_board(cast: Cast) -> None:
    found = json.loads(signed_in(cast, "vic").get(f"{base(cast)}/reports/board").content)
    assert (found["waiting"], found["active"], found["unassigned"], found["open"]) == (1, 1, 1, True)
    assert found["longest_wait_since"] is not None
    assert {one["name"]: one["available"] for one in found["operators"]}["Oscar"] is False


def test_the_projects_that_one_may_enter(cast: Cast) -> None:
    def names(client: Client) -> list[str]:
        return [one["project"]["name"].split()[1] for one in json.loads(client.get("/api/v1/reports/projects").content)["results"]]

    assert names(signed_in(cast, "lena")) == ["Outlet"]
    assert names(signed_in(cast, "olga")) == ["Outlet", "Shop"]
