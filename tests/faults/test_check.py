"""The checker finds what it is there for: each invariant is broken once, in facts that are whole otherwise."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.check.__main__ import judge
from tests.faults.check.facts import Row, Talk, Talks
from tests.faults.check.journals import Acked, Client, Shown, Storm
from tests.faults.check.lateness import by_fault, caught_up, percentile

PRODUCT = {"accounts", "chat", "config", "integrations", "panel", "widget", "django", "channels", "launcher"}
TALK, OTHER = "conversation-one", "conversation-two"
PROJECTS = {"shop": "acme", "site": "globex"}


@dataclasses.dataclass
class World:
    """A visitor's tab, an operator and a bystander of Acme, and one talk with a note between two texts; Globex has one too."""

    clients: dict[str, Client]
    talks: Talks
    storm: Storm

    def found(self) -> set[tuple[str, str]]:
        return {(one.invariant, one.column) for one in judge(list(self.clients.values()), self.talks, self.storm, PROJECTS)}

    @property
    def talk(self) -> Talk:
        return self.talks[TALK]

    def change(self, place: int, **fields: object) -> None:
        self.talk.rows[place] = dataclasses.replace(self.talk.rows[place], **fields)  # type: ignore[arg-type]


def line(number: int, public: int | None, author: str, kind: str, text: str) -> Row:
    return Row(number, public, author, f"id-{text}", kind, text, 1000.0 + number, {})


ROWS = [
    line(1, 1, "visitor", "text", "[acme-0] hello"),
    line(2, None, "operator", "note", "[acme-0] NOTE psst"),
    line(3, 2, "operator", "text", "[acme-0] good day"),
]


def screen(client: Client, conversation: str, rows: list[Row], **state: object) -> Client:
    """Let a client show rows, and say so at the end."""
    own = [row for row in rows if row.number_for(client.side) is not None]
    client.shown[conversation] = [Shown(row.at + 0.1, int(row.number_for(client.side) or 0), row.kind, row.text) for row in own]
    basics = {"status": "open", "assignee": None, "visitor_read": 0, "operator_read": 0, "unread": 0}
    client.finals[conversation] = {**basics, **state}
    client.ended = True
    return client


def wrote(client: Client, conversation: str, rows: list[Row]) -> Client:
    for row in rows:
        client.sent[row.client_id] = (row.at - 0.1, row.text)
        client.acked.append(Acked(row.at + 0.05, row.client_id, conversation, int(row.number_for(client.side) or 0)))
    return client


@pytest.fixture
def world() -> World:
    """Nothing is wrong here."""
    tab = screen(wrote(Client("tab", "tab", "acme", ["acme-0"]), TALK, ROWS[:1]), TALK, ROWS, unread=1)
    operator = screen(wrote(Client("operator", "operator", "acme", ["acme-0"]), TALK, ROWS[1:]), TALK, ROWS)
    bystander = Client("bystander", "bystander", "acme", ended=True, heard=['{"type":"presence"}'])
    theirs = [line(1, 1, "visitor", "text", "[globex-0] hello")]
    other = screen(wrote(Client("other", "tab", "globex", ["globex-0"]), OTHER, theirs), OTHER, theirs)
    talk = Talk(TALK, "shop", last_number=3, last_public_number=2, from_visitor=1, from_team=1, rows=list(ROWS))
    their_talk = Talk(OTHER, "site", last_number=1, last_public_number=1, from_visitor=1, rows=theirs)
    return World({one.name: one for one in (tab, operator, bystander, other)}, {TALK: talk, OTHER: their_talk}, Storm())


def test_a_whole_world_is_found_whole(world: World) -> None:
    assert world.found() == set()


def lose(world: World) -> None:
    """The acknowledged last line is not stored."""
    world.talk.rows.pop()
    world.talk.last_number, world.talk.last_public_number, world.talk.from_team = 2, 1, 0


def acknowledge_elsewhere(world: World) -> None:
    world.clients["tab"].acked[0] = world.clients["tab"].acked[0]._replace(number=2)


def store_other_words(world: World) -> None:
    world.change(0, text="[acme-0] hallo")


def store_twice(world: World) -> None:
    """A resent message took a second number."""
    again = dataclasses.replace(ROWS[0], number=4, public_number=3)
    world.talk.rows.append(again)
    world.talk.last_number, world.talk.last_public_number, world.talk.from_visitor = 4, 3, 2


def store_words_twice(world: World) -> None:
    world.talk.rows.append(dataclasses.replace(ROWS[0], number=4, public_number=3, client_id="another"))


def store_what_nobody_sent(world: World) -> None:
    world.clients["tab"].sent.clear()
    world.clients["tab"].acked.clear()


def never_show(world: World) -> None:
    world.clients["tab"].shown[TALK].pop()


def show_a_gap(world: World) -> None:
    del world.clients["operator"].shown[TALK][1]


def show_twice(world: World) -> None:
    shown = world.clients["operator"].shown[TALK]
    shown.append(shown[0])


def show_out_of_order(world: World) -> None:
    world.clients["operator"].shown[TALK].reverse()


def show_other_words(world: World) -> None:
    shown = world.clients["operator"].shown[TALK]
    shown[0] = shown[0]._replace(text="[acme-0] hallo")


def leave_a_gap(world: World) -> None:
    world.change(2, number=4)


def leave_a_public_gap(world: World) -> None:
    world.change(2, public_number=3)


def miscount(world: World) -> None:
    world.talk.last_number = 4


def number_a_note_publicly(world: World) -> None:
    world.change(1, public_number=2)


def let_a_visitor_read_a_note(world: World) -> None:
    world.clients["tab"].heard.append('{"type":"conversation","last_message":{"text":"[acme-0] NOTE psst"}}')


def let_a_bystander_hear(world: World) -> None:
    world.clients["bystander"].heard.append('{"type":"message","message":{"text":"[acme-0] hello"}}')


def let_an_operator_hear_another_customer(world: World) -> None:
    world.clients["operator"].beside.add(OTHER)


def let_a_visitor_see_another_talk(world: World) -> None:
    world.clients["tab"].heard.append('{"type":"conversation","last_message":{"text":"[acme-1] hello"}}')


def miscount_unread(world: World) -> None:
    world.talk.from_visitor = 7


def show_a_stale_status(world: World) -> None:
    world.clients["tab"].finals[TALK]["status"] = "closed"


def show_a_wrong_unread(world: World) -> None:
    world.clients["tab"].finals[TALK]["unread"] = 2


def change_without_a_line(world: World) -> None:
    world.talk.assignee_name = "Oscar"


def assign_without_audit(world: World) -> None:
    assigned = Row(4, None, "operator", "activity", "activity", "", 1004.0, {"event": "assigned", "to": None})
    world.talk.rows.append(assigned)
    world.talk.last_number = 4
    shown = world.clients["operator"].shown[TALK]
    shown.append(Shown(1004.1, 4, "activity", ""))


def call_a_stored_one_failed(world: World) -> None:
    world.clients["tab"].failed.append(ROWS[0].client_id)


def leave_one_unsent(world: World) -> None:
    world.clients["tab"].stuck.append("id of nothing that is stored")


def end_without_a_word(world: World) -> None:
    world.clients["tab"].ended = False


def leak_descriptors(world: World) -> None:
    world.storm.samples.append({"who": "web0", "pid": 7, "t": 1.0, "rss_kb": 90_000, "fds": 500, "idle": True})


def life(rss_kb: Callable[[int], int], fds: Callable[[int], int]) -> list[dict[str, float | str]]:
    """200 seconds of one process, a sample every two."""
    return [{"who": "web0", "pid": 7, "t": 2.0 * i, "rss_kb": rss_kb(i), "fds": fds(i)} for i in range(100)]


def grow(world: World) -> None:
    world.storm.samples.extend(life(lambda i: 90_000 + 500 * i, lambda i: 30))


def grow_after_the_crowd(world: World) -> None:
    world.storm.samples.extend(life(lambda i: 90_000 if i < 10 else 110_000 + 400 * (i - 10), lambda i: 50 if i < 10 else 150))


def break_unseen(world: World) -> None:
    world.storm.injected.append({"fault": "valkey restarted empty", "t": 1.0})
    for value in (2.0, 2.0):
        world.storm.metrics.append({"who": "web0", "pid": 7, "values": {"parley_redis_losses_total": value}})


PLANTED: list[tuple[Callable[[World], None], str, str]] = [
    (lose, "I1", "lost"),
    (acknowledge_elsewhere, "I1", "lost"),
    (store_other_words, "I1", "lost"),
    (store_twice, "I1", "doubled"),
    (store_words_twice, "I1", "doubled"),
    (store_what_nobody_sent, "I1", "doubled"),
    (never_show, "I2", "lost"),
    (show_a_gap, "I2", "gaps"),
    (show_twice, "I2", "doubled"),
    (show_out_of_order, "I2", "out of order"),
    (show_other_words, "I2", "out of order"),
    (leave_a_gap, "I3", "gaps"),
    (leave_a_public_gap, "I3", "gaps"),
    (miscount, "I3", "gaps"),
    (number_a_note_publicly, "I4", "wrong reader"),
    (let_a_visitor_read_a_note, "I4", "wrong reader"),
    (let_a_bystander_hear, "I4", "wrong reader"),
    (let_an_operator_hear_another_customer, "I4", "wrong reader"),
    (let_a_visitor_see_another_talk, "I4", "wrong reader"),
    (miscount_unread, "I5", "wrong state"),
    (show_a_stale_status, "I5", "wrong state"),
    (show_a_wrong_unread, "I5", "wrong state"),
    (change_without_a_line, "I5", "wrong state"),
    (assign_without_audit, "I5", "wrong state"),
    (call_a_stored_one_failed, "I6", "failed but stored"),
    (leave_one_unsent, "I6", "never sent"),
    (end_without_a_word, "I6", "never sent"),
    (leak_descriptors, "I7", "leaks"),
    (grow, "I7", "leaks"),
    (grow_after_the_crowd, "I7", "leaks"),
    (break_unseen, "I8", "unseen faults"),
]


@pytest.mark.parametrize(("plant", "invariant", "column"), PLANTED, ids=[plant.__name__ for plant, _, _ in PLANTED])
def test_a_planted_violation_is_found(world: World, plant: Callable[[World], None], invariant: str, column: str) -> None:
    plant(world)
    assert (invariant, column) in world.found()


def test_a_larger_crowd_is_no_leak(world: World) -> None:
    """A process needs more for twice the sockets, and keeps that: its base is what it held once the whole crowd was there."""
    world.storm.samples.extend(life(lambda i: 90_000 if i < 30 else 115_000, lambda i: 50 if i < 30 else 150))
    assert not world.found()


def test_lateness_is_told_from_heals(world: World) -> None:
    """The operator saw the last line, stored before the heal at 1003, 0.4 s after it; the others had everything."""
    world.storm.healed.append({"t": 1003.0, "fault": "web killed"})
    shown = world.clients["operator"].shown[TALK]
    shown[2] = shown[2]._replace(at=1003.4)
    late = caught_up(list(world.clients.values()), world.talks, world.storm)
    assert late[-1].seconds == pytest.approx(0.4)
    assert by_fault(late)["web killed"][-1] == late[-1].seconds
    never = world.clients["tab"].shown[TALK].pop()
    assert caught_up(list(world.clients.values()), world.talks, world.storm)[-1].seconds == float("inf"), never
    assert percentile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.0


def test_it_shares_no_code_with_the_server() -> None:
    files = [*(Path(__file__).parent / "check").glob("*.py"), *(Path(__file__).parent / "client").glob("*.py")]
    assert len(files) > 10
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & PRODUCT, file
