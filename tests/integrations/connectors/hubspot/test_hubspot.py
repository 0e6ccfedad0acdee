"""HubSpot: the five requests as documented, a conflict, a search that is late, and what is HTML there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from integrations.connectors import Outcome
from integrations.connectors.hubspot.form import is_property
from tests.integrations.connectors.conftest import Stand
from tests.integrations.connectors.example import CANARY, integration_of
from tests.integrations.connectors.hubspot import CONTACTS, NOTES, vendor
from tests.integrations.connectors.stand_in import Reply, StandIn
from tests.integrations.envelopes import AT, FORWARD, envelope, message

NOBODY = Reply(200, {"total": 0, "results": []})


def prepared(**changes: Any) -> list[dict[str, Any]]:
    connector, integration, _secrets = integration_of("hubspot")
    return [json.loads(line)["properties"] for line in connector.prepare(envelope(**changes), integration).body.split(b"\n")]


def deliver() -> Outcome:
    connector, integration, secrets = integration_of("hubspot")
    return connector.send(connector.prepare(envelope(), integration), integration, secrets, delivery_id=FORWARD, at=AT)


@pytest.fixture
def hubspot(stand: Stand) -> StandIn:
    return stand(vendor())


class TestRequests:
    def test_as_documented(self, hubspot: StandIn) -> None:
        assert deliver().delivered
        assert [(asked.method, asked.path) for asked in hubspot.asked] == [
            ("POST", f"{CONTACTS}/search"),
            ("POST", CONTACTS),
            ("POST", f"{NOTES}/search"),
            ("POST", NOTES),
            ("PUT", "/crm/v4/objects/notes/102/associations/default/contacts/101"),
        ]
        for asked in hubspot.asked:
            assert asked.host == "api.hubapi.com" and asked.headers["authorization"] == f"Bearer pat-eu1-{CANARY}"
            assert not asked.body or asked.headers["content-type"] == "application/json"
        looked, made, _search, note, joined = hubspot.asked
        by_email = {"propertyName": "email", "operator": "EQ", "value": "camille@roy.example"}
        assert looked.json == {"filterGroups": [{"filters": [by_email]}], "properties": ["hs_object_id"], "limit": 1}
        assert made.json == {"properties": {"email": "camille@roy.example", "firstname": "Camille Roy", "phone": "+33 1 23 45 67 89"}}
        assert set(note.json["properties"]) == {"hs_timestamp", "hs_note_body"}
        assert note.json["properties"]["hs_timestamp"] == "2026-03-04T13:40:00.000Z" and joined.body == b""

    def test_a_contact_that_is_there_is_updated(self, hubspot: StandIn) -> None:
        deliver()
        hubspot.asked.clear()
        assert deliver().delivered
        methods = [(asked.method, asked.path) for asked in hubspot.asked]
        assert ("PATCH", f"{CONTACTS}/101") in methods and ("POST", CONTACTS) not in methods and ("POST", NOTES) not in methods

    def test_a_search_that_is_late(self, hubspot: StandIn) -> None:
        """The search does not know of the contact yet, the database does."""
        there = {"status": "error", "message": "Contact already exists. Existing ID: 77", "category": "CONFLICT"}
        hubspot.turns = [NOBODY, Reply(409, there)]
        assert deliver().delivered
        assert [asked.path for asked in hubspot.asked][2] == f"{CONTACTS}/77"

    @pytest.mark.parametrize("step", range(5))
    def test_wherever_it_stops_it_says_so(self, hubspot: StandIn, step: int) -> None:
        steps = [NOBODY, Reply(201, {"id": "101"}), NOBODY, Reply(201, {"id": "102"})]
        hubspot.turns = [*steps[:step], Reply(429, {"message": "You have reached your secondly limit."}, {"retry-after": "10"})]
        outcome = deliver()
        assert (outcome.delivered, outcome.retry, outcome.retry_after_s, len(hubspot.asked)) == (False, True, 10, step + 1)

    @pytest.mark.parametrize("step", range(4))
    @pytest.mark.parametrize("odd", ["", [], {"id": "../../x"}, {"id": None}, {"results": [{"id": "1/2"}]}, {"results": ["x"]}])
    def test_an_answer_that_makes_no_sense_leads_nowhere(self, hubspot: StandIn, step: int, odd: Any) -> None:
        steps = [NOBODY, Reply(201, {"id": "101"}), NOBODY, Reply(201, {"id": "102"})]
        hubspot.turns = [*steps[:step], Reply(200, odd)]
        outcome = deliver()
        assert not any(".." in asked.path or "None" in asked.path for asked in hubspot.asked)
        assert not outcome.delivered and outcome.retry and len(hubspot.asked) == step + 1


class TestText:
    def test_a_note_is_html_there(self) -> None:
        _contact, note = prepared(messages=[message('<img src=x onerror=alert(1)>\n"quoted" & so on')])
        assert "<img" not in note["hs_note_body"] and "&lt;img src=x onerror=alert(1)&gt;<br>" in note["hs_note_body"]

    @pytest.mark.parametrize("words", ["<" * 10_000, "é" * 10_000])
    def test_limits(self, words: str) -> None:
        contact, note = prepared(messages=[message(words)] * 9, visitor={"email": "a@b.example", "name": words})
        assert len(note["hs_note_body"]) <= 65_536 and "more characters are in Parley" in note["hs_note_body"]
        assert note["hs_note_body"].endswith(FORWARD.replace("-", "")) and len(contact["firstname"]) <= 250

    def test_what_is_empty_erases_nothing_there(self) -> None:
        contact, _note = prepared(visitor={"email": "a@b.example", "name": "", "phone": None})
        assert contact == {"email": "a@b.example"}

    def test_fields_go_where_the_settings_say(self) -> None:
        connector, integration, _secrets = integration_of("hubspot")
        integration.mapping = {"name": "lastname"}
        contact = json.loads(connector.prepare(envelope(), integration).body.split(b"\n")[0])["properties"]
        assert contact == {"email": "camille@roy.example", "lastname": "Camille Roy"}
        assert is_property("lastname") and not is_property("Last name") and not is_property("")
