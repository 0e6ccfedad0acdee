"""Old snapshot + events = new snapshot (rule 17): a talk is recorded here, and the browsers' own reducers replay it.

Written to `var/recordings/talk.json`; read by `panel/client/state/replay.test.ts` and `chat/client/replay.test.ts`.
"""

from __future__ import annotations

import json
import subprocess
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from chat import queries
from chat.actions.assign_conversation import assign_conversation
from chat.actions.close_conversation import close_conversation, end_conversation
from chat.actions.mark_read import mark_read_by_operator, mark_read_by_visitor
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.rate_conversation import rate_conversation
from chat.actions.register_visitor import visitor_actor
from chat.actions.reopen_conversation import reopen_conversation
from chat.models import Conversation, Form
from launcher.node import node, node_env
from tests.boot import ROOT
from tests.cast import Cast
from tests.chat.asking import answer
from tests.chat.asking import ask as ask_visitor
from tests.chat.hearing import hearing

RECORDING = ROOT / "var" / "recordings" / "talk.json"
REPLAYS = ("panel/client/state/replay.test.ts", "chat/client/replay.test.ts")


def now(cast: Cast) -> Conversation:
    return Conversation.objects.select_related("visitor").get(pk=cast.talk.pk)


def say(cast: Cast, kind: str = "text") -> None:
    """Oscar reads what is there, as his browser does before he can answer, and says something."""
    mark_read_by_operator(cast.oscar, cast.shop, cast.talk, number=now(cast).last_number)
    post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text="We do! " * 40, kind=kind)


def ask(cast: Cast) -> None:
    post_visitor_message(cast.shop, cast.vera, client_id=uuid.uuid4(), text="And in green?")


def ask_for(cast: Cast, *asks: str) -> None:
    """Oscar reads what is there, and asks for something."""
    mark_read_by_operator(cast.oscar, cast.shop, cast.talk, number=now(cast).last_number)
    ask_visitor(cast, *asks)


def last_form() -> str:
    return str(Form.objects.latest("id").public_id)


# In order, each with whether Oscar has the conversation open and so has seen everything.
STEPS: list[tuple[str, Callable[[Cast], object]]] = [
    ("ask", ask),
    ("oscar takes it", lambda cast: assign_conversation(cast.oscar, cast.shop, cast.talk, to=cast.members["oscar"])),
    ("oscar notes", lambda cast: say(cast, "note")),
    ("oscar answers", say),
    ("vera reads", lambda cast: mark_read_by_visitor(cast.shop, now(cast), number=99)),
    ("ask again", ask),
    ("and again", ask),
    ("olga answers", lambda cast: post_message(cast.olga, cast.shop, cast.talk, client_id=uuid.uuid4(), text="Yes")),
    ("olga notes", lambda cast: post_message(cast.olga, cast.shop, cast.talk, client_id=uuid.uuid4(), text="VIP", kind="note")),
    ("another visitor", lambda cast: post_visitor_message(cast.shop, cast.wanda, client_id=uuid.uuid4(), text="Hi")),
    ("olga gives it away", lambda cast: assign_conversation(cast.olga, cast.shop, cast.talk, to=None)),
    ("oscar asks for an address", lambda cast: ask_for(cast, "email", "consent")),
    ("vera gives it", lambda cast: answer(cast, last_form(), {"email": "vera@vera.example", "consent": True})),
    ("oscar asks for more", lambda cast: ask_for(cast, "phone")),
    ("vera would rather not", lambda cast: answer(cast, last_form(), {})),
    ("oscar closes", lambda cast: close_conversation(cast.oscar, cast.shop, cast.talk)),
    ("vera rates", lambda cast: rate_conversation(cast.shop, cast.talk, client_id=uuid.uuid4(), score=4, comment="Nice")),
    ("vera comes back", ask),
    ("vera ends", lambda cast: end_conversation(visitor_actor(cast.shop, cast.vera), cast.shop, cast.talk)),
    ("olga writes after the end", lambda cast: post_message(cast.olga, cast.shop, cast.talk, client_id=uuid.uuid4(), text="PS")),
    ("oscar closes again", lambda cast: close_conversation(cast.oscar, cast.shop, cast.talk)),
    ("oscar reopens", lambda cast: reopen_conversation(cast.oscar, cast.shop, cast.talk)),
    ("oscar reads", lambda cast: mark_read_by_operator(cast.oscar, cast.shop, cast.talk, number=99)),
]
OSCAR_SEES = {"oscar notes", "oscar answers", "oscar reads"}


def snapshot(cast: Cast) -> dict[str, Any]:
    """What both sides would read if they began now."""
    rows = list(queries.inbox_rows(cast.oscar, view="all").order_by("id"))
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "conversations": queries.conversation_shapes(cast.shop, cast.oscar, rows),
        "counts": queries.inbox_counts(cast.oscar, midnight),
        "thread": queries.timeline(now(cast), for_visitor=False, after=0)[0],
        "visitor": {
            "conversation": queries.visitor_conversation(now(cast)),
            "messages": queries.timeline(now(cast), for_visitor=True, after=0)[0],
        },
    }


class TestRecording:
    @pytest.fixture
    def recording(self, in_shop: Cast) -> dict[str, Any]:
        steps = []
        first = snapshot(in_shop)
        for name, act in STEPS:
            with hearing() as heard:
                act(in_shop)
            pushes = {"operators": heard.by_operators(in_shop.shop), "visitor": heard.by_visitor(in_shop.shop, in_shop.vera)}
            steps.append({"name": name, "seen": name in OSCAR_SEES, "pushes": pushes, "after": snapshot(in_shop)})
        return {"me": in_shop.oscar.ref, "talk": str(in_shop.talk.public_id), "first": first, "steps": steps}

    def test_the_browsers_reducers_replay_it(self, recording: dict[str, Any]) -> None:
        RECORDING.parent.mkdir(parents=True, exist_ok=True)
        RECORDING.write_text(json.dumps(recording, indent=1), encoding="utf-8")
        command = [node(), "node_modules/vitest/vitest.mjs", "run", *REPLAYS]
        done = subprocess.run(command, cwd=ROOT, env=node_env(), text=True, capture_output=True, check=False, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "skipped" not in done.stdout
