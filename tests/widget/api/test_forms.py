"""Asked over REST, answered by frames without a socket: what each side is told, and that a refusal loses nothing."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.test import Client

from accounts.tenancy import tenant
from chat import bans
from chat.actions.ban import ban, lift_ban
from tests.cast import Cast, cast, cast_of_class
from tests.chat.asking import PURPOSE
from tests.panel.api.test_rest import base, error_of, one, signed_in

__all__ = ["cast", "cast_of_class"]


def asked(cast: Cast, name: str = "oscar", **body: Any) -> Any:
    question = {"client_id": str(uuid.uuid4()), "asks": ["email", "order"], "purpose": PURPOSE, **body}
    return signed_in(cast, name).post(one(cast) + "/forms", json.dumps(question), content_type="application/json")


def timeline(cast: Cast) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = signed_in(cast, "vic").get(one(cast) + "/messages").json()["results"]
    return found


def posted(cast: Cast, *sent: dict[str, Any], name: str = "vera") -> Any:
    body = {"v": 1, "project": cast.shop.key, "token": cast.tokens[name].token, "frames": sent}
    return Client().post("/w/api/frames", json.dumps(body), content_type="application/json")


def frames(cast: Cast, *sent: dict[str, Any], name: str = "vera") -> list[dict[str, Any]]:
    answer = posted(cast, *sent, name=name)
    assert answer.status_code == 200, answer.content
    replies: list[dict[str, Any]] = answer.json()["replies"]
    return replies


def form_frame(form_id: object, answers: object, client_id: str | None = None) -> dict[str, Any]:
    return {"type": "form", "ref": 1, "client_id": client_id or str(uuid.uuid4()), "form_id": form_id, "answers": answers}


class TestTheWholeWay:
    def test_asked_heard_answered_and_read(self, cast: Cast) -> None:
        assert asked(cast).status_code == 201
        (hello,) = frames(cast, {"type": "hello", "ref": 1})
        form = hello["messages"][-1]
        assert form["kind"] == "form" and form["author"]["name"] == "Oscar" and form["data"]["asks"] == ["email", "order"]
        (reply,) = frames(cast, form_frame(form["data"]["form_id"], {"email": "vera@vera.example", "order": "A-7"}))
        assert (reply["ok"], reply["conversation"], reply["number"]) == (True, str(cast.talk.public_id), 3)
        assert timeline(cast)[-1]["data"]["answers"] == {"email": "vera@vera.example", "order": "A-7"}
        given = signed_in(cast, "vic").get(f"{base(cast)}/visitors/{cast.vera.public_id}/answers").json()["results"]
        assert [(one["ask"], one["value"], one["asked_by"], one["purpose"]) for one in given] == [
            ("email", "vera@vera.example", "Oscar", PURPOSE),
            ("order", "A-7", "Oscar", PURPOSE),
        ]

    def test_repeats_and_a_second_answer(self, cast: Cast) -> None:
        asked(cast)
        form_id, once = timeline(cast)[-1]["data"]["form_id"], str(uuid.uuid4())
        answers = [form_frame(form_id, {}, once), form_frame(form_id, {}, once), form_frame(form_id, {"order": "7"})]
        first, again, second = frames(cast, *answers)
        assert first["number"] == again["number"] and second["error"]["code"] == "conflict"

    def test_asked_twice_with_one_id(self, cast: Cast) -> None:
        once = str(uuid.uuid4())
        first, again = asked(cast, client_id=once), asked(cast, client_id=once)
        assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()


class TestRefusals:
    def test_every_wrong_answer_is_named_and_the_form_stays_open(self, cast: Cast) -> None:
        asked(cast)
        form_id = timeline(cast)[-1]["data"]["form_id"]
        wrong, right = frames(cast, form_frame(form_id, {"email": "vera", "phone": "12345"}), form_frame(form_id, {"order": "7"}))
        assert wrong["error"]["code"] == "bad_frame" and set(wrong["error"]["fields"]) == {"email", "phone"}
        assert "email address" in wrong["error"]["detail"] and right["ok"]

    def test_ids_that_are_nobody_s_and_answers_that_are_none(self, cast: Cast) -> None:
        asked(cast)
        form_id = timeline(cast)[-1]["data"]["form_id"]
        bad: list[dict[str, Any]] = [form_frame(None, {}), form_frame([], {}), form_frame(form_id, []), form_frame(form_id, {}, "x")]
        codes = [reply["error"]["code"] for reply in frames(cast, *bad)]
        assert codes == ["not_found", "not_found", "bad_frame", "bad_id"]
        assert frames(cast, form_frame(form_id, {}), name="wanda")[0]["error"]["code"] == "not_found"

    def test_banned_between_the_question_and_the_answer(self, cast: Cast) -> None:
        asked(cast)
        form_id = timeline(cast)[-1]["data"]["form_id"]
        with tenant(cast.shop):
            made = ban(cast.oscar, cast.shop, target=str(cast.vera.public_id), reason="Spam", until=None)
        bans.forget(cast.shop.pk)  # the test's transaction is never committed
        error_of(posted(cast, form_frame(form_id, {"email": "vera@vera.example"})), 403, "banned")
        assert timeline(cast)[-1]["author"]["kind"] == "operator", "nothing was kept"
        with tenant(cast.shop):
            lift_ban(cast.oscar, cast.shop, made.public_id)
        bans.forget(cast.shop.pk)
        assert frames(cast, form_frame(form_id, {"order": "7"}))[0]["ok"], "and the question stands"

    def test_questions_that_are_none(self, cast: Cast) -> None:
        told = error_of(asked(cast, asks=["password"], purpose=""), 400, "invalid")
        assert set(told["fields"]) == {"asks", "purpose"}
        assert set(error_of(asked(cast, colour="red"), 400, "invalid")["fields"]) == {"colour"}
        error_of(asked(cast, client_id="x"), 400, "bad_id")
        error_of(asked(cast, name="vic"), 403, "forbidden")
        error_of(asked(cast, name="gus"), 404, "not_found")
