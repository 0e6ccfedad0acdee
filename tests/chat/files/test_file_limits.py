"""What a project lets people send: who, how large and of which kinds, and that its page shows how full it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.errors import Forbidden, Invalid, TooLarge
from accounts.tenancy import tenant
from chat.actions.edit_file_space import edit_file_space
from chat.actions.register_visitor import visitor_actor
from chat.actions.start_upload import largest_for, space_now
from chat.files.kinds import SORTS, kind_of, sort_of
from chat.models import FileSpace
from chat.models.attachment import MIB
from tests.cast import Cast
from tests.chat.files import samples
from tests.chat.files.conftest import Lying
from tests.chat.files.sending import announced, sent

TEXT = b"Five chairs, one is small.\n"
SAMPLES: tuple[tuple[bytes, str, str], ...] = (
    (samples.picture("JPEG"), "a.jpg", "pictures"),
    (samples.PDF, "a.pdf", "documents"),
    (samples.archive("word/document.xml"), "a.docx", "documents"),
    (TEXT, "a.txt", "texts"),
    (b"a;b\n1;2\n", "a.csv", "texts"),
    (samples.SVG, "a.svg", "markup"),
    (samples.HTML, "a.txt", "markup"),
    (samples.archive("a.txt"), "a.zip", "archives"),
    (b"ID3" + b"\0" * 40, "a.mp3", "media"),
)


@pytest.fixture
def shop(cast: Cast, folder: Lying) -> Iterator[Cast]:
    with tenant(cast.shop):
        yield cast


@pytest.mark.parametrize(("data", "name", "sort"), SAMPLES, ids=[f"{name} {sort}" for _, name, sort in SAMPLES])
def test_every_kind_is_of_one_sort(data: bytes, name: str, sort: str) -> None:
    assert sort_of(kind_of(data, name)) == sort and sort in SORTS


class TestWhatIsSet:
    def test_holds_for_what_is_sent_from_then_on(self, shop: Cast) -> None:
        vera = visitor_actor(shop.shop, shop.vera)
        before = sent(vera, shop.shop, samples.SVG, "a.svg")
        edit_file_space(shop.olga, shop.shop, sorts=["texts"], largest_mb=1)
        assert sent(vera, shop.shop, TEXT).state == "ready"
        for data, name in ((samples.PDF, "a.txt"), (samples.picture(), "a.txt"), (samples.SVG, "a.txt")):
            refused = sent(vera, shop.shop, data, name)  # whatever its name says
            assert (refused.state, refused.reason, refused.held) == ("refused", "kind", 0)
        with pytest.raises(TooLarge, match="1 MB is the most"):
            announced(vera, shop.shop, b"x" * (MIB + 1))
        before.refresh_from_db()
        assert before.state == "ready"
        edit_file_space(shop.olga, shop.shop, sorts=list(SORTS))
        assert sent(vera, shop.shop, samples.PDF, "a.pdf").state == "ready"
        assert space_now().largest_bytes == MIB  # what is not named stays

    @pytest.mark.parametrize("side", ["visitors", "team"])
    def test_who_may(self, shop: Cast, side: str) -> None:
        people = {"visitors": visitor_actor(shop.shop, shop.vera), "team": shop.oscar}
        edit_file_space(shop.olga, shop.shop, **{f"from_{side}": False})
        with pytest.raises(Invalid):
            announced(people.pop(side), shop.shop, TEXT)
        (other,) = people.values()
        announced(other, shop.shop, TEXT)
        assert (largest_for(visitor=True), largest_for(visitor=False)) == ((0, 25 * MIB) if side == "visitors" else (25 * MIB, 0))

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("largest_mb", 0), ("largest_mb", 26), ("largest_mb", True), ("largest_mb", "7 MB"), ("largest_mb", 1.5),
            ("sorts", []), ("sorts", "texts"), ("sorts", ["programs"]), ("sorts", [None]), ("sorts", [["texts"]]),
            ("from_visitors", 1), ("from_team", "on"), ("quota_bytes", 1), ("used_bytes", 0),
        ],
    )  # fmt: skip
    def test_what_cannot_be(self, shop: Cast, name: str, value: Any) -> None:
        with pytest.raises(Invalid) as refused:
            edit_file_space(shop.olga, shop.shop, **{"from_team": True, name: value})
        assert list(refused.value.fields) == [name] and not FileSpace.objects.exists()

    def test_by_whom(self, shop: Cast) -> None:
        for actor in (shop.oscar, shop.vic, shop.gus):
            with pytest.raises(Forbidden):
                edit_file_space(actor, shop.shop, from_team=False)


class TestThePage:
    def open(self, cast: Cast, **posted: Any) -> Any:
        client, path = Client(), f"/panel/{cast.shop.public_id}/settings/files/"
        client.force_login(cast.users["olga"], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.post(path, posted, follow=True) if posted else client.get(path)

    def test_shows_how_full_it_is_and_keeps_what_is_chosen(self, cast: Cast, folder: Lying) -> None:
        assert "0% used" in self.open(cast).text
        with tenant(cast.shop):
            FileSpace(project=cast.shop, used_bytes=19 * 1024 * MIB).save()
        assert "95% used" in (page := self.open(cast).text) and "little room left" in page
        page = self.open(cast, act="save", from_team="on", sorts=["pictures", "texts"], largest_mb="7").text
        assert "Saved." in page
        with tenant(cast.shop):
            space = space_now()
        assert (space.from_visitors, space.from_team, space.largest_bytes) == (False, True, 7 * MIB)
        assert space.refused_sorts == ["documents", "media", "archives", "markup"]

    def test_what_was_refused_stands_there_as_it_was_sent(self, cast: Cast, folder: Lying) -> None:
        answer = self.open(cast, act="save", from_team="on", largest_mb='"><script>alert(1)</script>')
        assert answer.status_code == 400 and "&quot;&gt;&lt;script&gt;" in answer.text and "<script>alert" not in answer.text
        assert "Choose at least one kind" in answer.text and "from 1 to 25" in answer.text
