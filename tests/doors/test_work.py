"""The outsider test over what runs without anybody asking: tasks and commands."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import get_commands

from accounts.access import ProjectRef
from accounts.models import Project
from chat import later, tasks
from chat.actions.catch_up import catch_up
from config.celery import app
from tests.cast import Cast
from tests.doors import tally

OURS = {"accounts", "chat", "widget", "widget.mail", "integrations", "panel", "config"}
# Each takes ids from our own code; none takes an actor: `mail_export` and `deliver_sample` look again at who asked (AUZ9).
TASKS = {"accounts.tasks.mail_invitation", "chat.tasks.follow_timeline", "chat.tasks.catch_up_followers"}
TASKS |= {"chat.tasks.check_file", "chat.tasks.sweep_files"}
TASKS |= {"chat.tasks.wake_snoozed", "chat.tasks.wake_all_snoozed"}
TASKS |= {"chat.tasks.look_around", "chat.tasks.look_around_everywhere"}
TASKS |= {f"accounts.billing.tasks.{name}" for name in ("collect_due", "collect_payment", "warn_of_limit")}
TASKS |= {"accounts.tasks.anchor_audit"}
TASKS |= {f"integrations.partners.tasks.{name}" for name in ("accrue", "give_back", "catch_up", "issue_statements")}
TASKS |= {f"accounts.tasks.{name}" for name in ("run_export", "mail_export", "run_erasure", "run_what_is_due")}
TASKS |= {
    f"integrations.tasks.{name}" for name in ("check_integration", "mail_confirmation", "deliver_sample", "send_due", "sweep_deliveries")
}
TASKS |= {f"panel.notices.tasks.{name}" for name in ("call_out", "send_test", "sweep_calls", "forget_old_calls")}
TASKS |= {f"panel.imports.tasks.{name}" for name in ("run_import", "sweep_imports")}
TASKS |= {f"widget.mail.tasks.{name}" for name in ("send_letter", "sweep_letters")}
# Each is run by whoever administers the machine; none can be reached from the web.
COMMANDS = {"serve", "demo", "seed", "rotate_keys", "replay_tombstones", "anchor_audit", "verify_audit", "staff", "receive_mail"}
COMMANDS |= {"publish_help"}


def test_every_task_is_in_the_table() -> None:
    app.loader.import_default_modules()
    assert {name for name in app.tasks if not name.startswith("celery.")} == TASKS
    for name in TASKS:
        tally.note("tasks", name, "the worker")


def test_every_command_is_in_the_table() -> None:
    assert {name for name, owner in get_commands().items() if owner in OURS} == COMMANDS
    for name in COMMANDS:
        tally.note("commands", name, "the shell")


class TestFollowTimeline:
    def test_a_follower_hears_of_its_project_only(self, acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        heard: list[tuple[int, list[int]]] = []
        monkeypatch.setattr(later, "FOLLOWERS", {"probe": lambda project, rows: heard.append((project.pk, rows))})
        for project in (acme.shop, acme.outlet, acme.globex):
            tasks.follow_timeline(project.pk, project.account_id)
        assert [project for project, _ in heard] == [acme.shop.pk]
        assert len(heard[0][1]) == 6

    def test_a_project_under_another_account_is_followed_for_nobody(self, acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        heard: list[Any] = []
        monkeypatch.setattr(later, "FOLLOWERS", {"probe": lambda project, rows: heard.append(project)})
        with pytest.raises(Project.DoesNotExist):
            catch_up(ProjectRef(acme.shop.pk, acme.globex.account_id))
        assert heard == []
