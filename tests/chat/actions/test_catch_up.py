"""Followers of the timeline: each line once, in order, nothing behind the cursor, together with what they wrote."""

from __future__ import annotations

import uuid

import pytest
import redis
from django.conf import settings
from django.db import connections
from kombu.exceptions import OperationalError

from accounts.access import ProjectRef
from accounts.models import Project
from accounts.tenancy import current_scope, tenant
from chat import later
from chat.actions.catch_up import catch_up, projects_to_catch_up
from chat.actions.post_message import post_message
from chat.models import Follower, Message
from chat.tasks import catch_up_followers, follow_timeline
from tests.cast import Cast, build_cast

heard: list[int] = []


def listen(project: Project, rows: list[int]) -> None:
    assert current_scope().project_id == project.pk
    heard.extend(rows)


@pytest.fixture
def people(cloned_database: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(later, "FOLLOWERS", {"listener": listen})
    heard.clear()
    return build_cast()


def ref(project: Project) -> ProjectRef:
    return ProjectRef(project.pk, project.account_id)


def answer(cast: Cast, text: str = "Yes") -> None:
    with tenant(cast.shop):
        post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text=text)


def waiting_tasks() -> int:
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        return int(server.llen("celery"))


def everything(cast: Cast) -> list[int]:
    with tenant(cast.shop):
        return list(Message.objects.order_by("txid", "id").values_list("id", flat=True))


class TestCatchUp:
    def test_each_line_once_and_in_order(self, people: Cast) -> None:
        for n in range(130):
            answer(people, f"{n}")
        for _ in range(2):
            follow_timeline(people.shop.pk, people.shop.account_id)
        answer(people)
        catch_up(ref(people.shop))
        assert heard == everything(people) and len(heard) == 132

    def test_a_line_that_commits_late_is_not_passed_by(self, people: Cast) -> None:
        """Its transaction began before another that is committed already: the cursor must not get ahead of it."""
        slow = connections.create_connection("default")
        try:
            with slow.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("SELECT pg_current_xact_id()")
                answer(people, "fast")
                catch_up(ref(people.shop))
                assert len(heard) == 1, "what is newer than a running transaction has to wait"
                cursor.execute("COMMIT")
        finally:
            slow.close()
        catch_up(ref(people.shop))
        assert heard == everything(people)

    def test_what_a_follower_breaks_is_repeated(self, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(project: Project, rows: list[int]) -> None:
            raise KeyError

        monkeypatch.setattr(later, "FOLLOWERS", {"listener": broken})
        with pytest.raises(KeyError):
            catch_up(ref(people.shop))
        monkeypatch.setattr(later, "FOLLOWERS", {"listener": listen})
        catch_up(ref(people.shop))
        assert heard == everything(people)

    def test_projects_have_cursors_of_their_own(self, people: Cast) -> None:
        catch_up(ref(people.shop))
        catch_up(ref(people.outlet))
        with tenant(people.shop):
            assert Follower.objects.get().message_id == heard[-1]
        with tenant(people.outlet):
            assert Follower.objects.get().message_id == 0

    def test_beat_finds_what_moved(self, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[tuple[int, int]] = []
        monkeypatch.setattr(follow_timeline, "delay", lambda *ids: asked.append(ids))
        catch_up_followers()
        assert asked == [(people.shop.pk, people.shop.account_id)] and projects_to_catch_up() == [ref(people.shop)]

    def test_a_second_has_one_wake_up_however_many_lines(self, people: Cast) -> None:
        before = waiting_tasks()
        for _ in range(3):
            answer(people)
        assert waiting_tasks() <= before + 1, "the first line of the cast woke them already"
        assert waiting_tasks() >= 1

    def test_without_a_broker_the_sender_hears_nothing_of_it(self, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(*args: object, **options: object) -> None:
            raise OperationalError("connection refused")

        monkeypatch.setattr(follow_timeline, "apply_async", away)
        with redis.Redis.from_url(settings.REDIS_URL) as server:
            server.flushall()
        answer(people)
        assert len(everything(people)) == 2

    def test_with_no_follower_nobody_is_asked(self, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(later, "FOLLOWERS", {})
        assert projects_to_catch_up() == []
        catch_up(ref(people.shop))
        with tenant(people.shop):
            assert not Follower.objects.exists()
