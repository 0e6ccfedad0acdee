"""What visitors answered goes where answers were selected, and nowhere else: not with the messages either."""

from __future__ import annotations

import json
import uuid

from django.utils import timezone

from integrations.composing import envelope_of
from integrations.envelope import Envelope
from tests.cast import Cast
from tests.chat.asking import PURPOSE, answer, ask, form_in

GIVEN = "A-1042"


def composed(cast: Cast, *fields: str) -> Envelope:
    return envelope_of(cast.oscar, cast.shop, cast.talk, fields=list(fields), forward=uuid.uuid4(), at=timezone.now())


class TestAnswers:
    def test_where_they_were_selected(self, in_shop: Cast) -> None:
        answer(in_shop, form_in(ask(in_shop, "order")), {"order": "A-1"})
        newest = answer(in_shop, form_in(ask(in_shop, "order", "consent")), {"order": GIVEN, "consent": True})
        answers = composed(in_shop, "answers").answers
        assert set(answers) == {"order", "consent"} and answers["consent"]["value"] is True
        assert (answers["order"]["value"], answers["order"]["asked_by"], answers["order"]["why"]) == (GIVEN, "Oscar", PURPOSE)
        assert answers["order"]["answered_at"].startswith(newest.message.created_at.strftime("%Y-%m-%dT%H:%M:%S"))
        assert GIVEN in json.dumps(composed(in_shop, "answers", "messages").messages)

    def test_and_nowhere_else(self, in_shop: Cast) -> None:
        answer(in_shop, form_in(ask(in_shop, "order")), {"order": GIVEN})
        rest = composed(in_shop, "conversation", "messages", "name", "email", "phone", "data", "pages")
        assert rest.answers == {} and [one["kind"] for one in rest.messages] == ["text", "form", "form"]
        assert GIVEN not in json.dumps(rest.data)
