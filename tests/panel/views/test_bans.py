"""The page where operators see whom they keep out."""

from __future__ import annotations

import uuid
from typing import Any

from accounts.tenancy import tenant
from chat import visits
from chat.models import Ban
from tests.cast import Cast
from tests.panel.views.test_projects import client_of

URL = "/panel/settings/bans/"


def form(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {"project": str(cast.shop.public_id), "target": "203.0.113.7", "reason": "Spam", "term": "24", **fields}


def targets(cast: Cast) -> list[str]:
    with tenant(cast.shop):
        return sorted(Ban.objects.filter(lifted_at=None).values_list("target", flat=True))


class TestBans:
    def test_ban_see_and_lift(self, cast: Cast) -> None:
        oscar = client_of(cast.users["oscar"])
        assert "Nobody is banned" in oscar.get(URL).content.decode()
        assert oscar.post(URL, form(cast))["Location"].endswith("?banned")
        page = oscar.get(URL).content.decode()
        assert "203.0.113.7/32" in page and "Spam" in page and "Oscar" in page
        with tenant(cast.shop):
            (row,) = Ban.objects.all()
        assert row.until is not None
        assert oscar.post(URL, {"project": str(cast.shop.public_id), "lift": str(row.public_id)})["Location"].endswith("?lifted")
        assert targets(cast) == [] and "Nobody is banned" in oscar.get(URL).content.decode()

    def test_a_visitor_and_their_network(self, cast: Cast) -> None:
        visits.arrive(cast.shop.pk, cast.vera.public_id, "tab", {"address": "198.51.100.7"})
        me = str(cast.vera.public_id)
        client_of(cast.users["oscar"]).post(URL, form(cast, target=me, network="on", term=""))
        assert targets(cast) == ["198.51.100.0/24", f"visitor:{me}"]

    def test_the_visitors_column_fills_it_in(self, cast: Cast) -> None:
        query = {"project": str(cast.outlet.public_id), "visitor": str(cast.vera.public_id)}
        page = client_of(cast.users["oscar"]).get(URL, query).content.decode()
        assert f'value="{cast.vera.public_id}"' in page and f'value="{cast.outlet.public_id}" selected' in page

    def test_mistakes_stay_in_the_form(self, cast: Cast) -> None:
        oscar = client_of(cast.users["oscar"])
        for wrong in ({"target": "everybody"}, {"target": ""}, {"reason": ""}, {"term": "7"}):
            answer = oscar.post(URL, form(cast, **wrong))
            assert answer.status_code == 200 and targets(cast) == []

    def test_not_elsewhere(self, cast: Cast) -> None:
        for name in ("lena", "gus"):
            client = client_of(cast.users[name])
            assert client.post(URL, form(cast)).status_code == 404
            assert client.post(URL, {"project": str(cast.shop.public_id), "lift": str(uuid.uuid4())}).status_code == 404
        assert client_of(cast.users["vic"]).get(URL).status_code == 403
        assert targets(cast) == []
