"""From the question in the chat to the audience: a visitor's own yes is what lets an operator press, and a later no ends it."""

from __future__ import annotations

import json
import uuid

import pytest

from chat.access import read_again
from integrations.actions.press import preview
from integrations.connectors import Unsendable, connectors
from integrations.models import Integration
from tests.cast import Cast
from tests.chat.asking import answer, ask, form_in
from tests.integrations.connectors.example import example_of
from tests.integrations.plain import connected


@pytest.fixture
def audience(in_shop: Cast) -> Integration:
    example = example_of("mailchimp")
    return connected(in_shop.olga, in_shop.shop, connectors()["mailchimp"], settings={**example.settings, **example.secrets})


def shown(cast: Cast, audience: Integration) -> dict[str, object]:
    prepared, _fields, _at = preview(cast.oscar, read_again(cast.talk), audience, request_id=uuid.uuid4())
    found: dict[str, object] = json.loads(prepared.body)
    return found


class TestConsentInTheChat:
    def test_nobody_was_asked(self, in_shop: Cast, audience: Integration) -> None:
        with pytest.raises(Unsendable, match="has not agreed"):
            shown(in_shop, audience)

    def test_yes(self, in_shop: Cast, audience: Integration) -> None:
        given = answer(in_shop, form_in(ask(in_shop, "email", "consent")), {"email": "vera@vera.example", "consent": True})
        member = shown(in_shop, audience)
        assert member["email_address"] == "vera@vera.example" and member["status_if_new"] == "pending"
        assert str(member["timestamp_signup"])[:19] == given.message.created_at.strftime("%Y-%m-%dT%H:%M:%S")

    @pytest.mark.parametrize("no", [{"consent": False}, {}])
    def test_no(self, in_shop: Cast, audience: Integration, no: dict[str, object]) -> None:
        answer(in_shop, form_in(ask(in_shop, "consent")), no)
        with pytest.raises(Unsendable, match="has not agreed"):
            shown(in_shop, audience)

    def test_the_newest_word_counts(self, in_shop: Cast, audience: Integration) -> None:
        answer(in_shop, form_in(ask(in_shop, "email", "consent")), {"email": "vera@vera.example", "consent": True})
        answer(in_shop, form_in(ask(in_shop, "consent")), {"consent": False})
        with pytest.raises(Unsendable, match="has not agreed"):
            shown(in_shop, audience)
