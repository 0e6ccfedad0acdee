"""Oscar asks Vera for something in the shop's talk, and she answers."""

from __future__ import annotations

import uuid
from typing import Any

from accounts.actors import Actor
from chat.actions.answer_form import answer_form
from chat.actions.ask_visitor import ask_visitor
from chat.actions.post_message import Posted
from chat.asks import question_of
from tests.cast import Cast

PURPOSE = "so that we can answer if you leave"
WORDS = "Acme may write to me about this order."
EVERYTHING = {"email": "vera@vera.example", "phone": "+351 22 123 4567", "order": "A-1042", "consent": True}


def ask(cast: Cast, *asks: str, by: Actor | None = None, client_id: uuid.UUID | None = None) -> Posted:
    body = {"asks": list(asks or ("email",)), "purpose": PURPOSE, "consent": WORDS}
    return ask_visitor(by or cast.oscar, cast.shop, cast.talk, question_of(cast.shop, body), client_id=client_id or uuid.uuid4())


def form_in(posted: Posted) -> str:
    return str((posted.message.data or {})["form_id"])


def answer(cast: Cast, form_id: Any, answers: Any, client_id: uuid.UUID | None = None) -> Posted:
    return answer_form(cast.shop, cast.vera, form_id=form_id, client_id=client_id or uuid.uuid4(), answers=answers)
