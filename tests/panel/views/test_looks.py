"""The designer of the widget's looks: what is sent is kept or named, and nothing typed is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from accounts.models import AuditRecord, Project
from accounts.tenancy import account
from tests.cast import Cast
from tests.panel.views.test_projects import client_of
from widget.looks.labels import GREETING

GOOD = {
    "color": "#2D4A9A", "mark": "", "theme": "dark", "launcher": "label", "icon": "chat", "opener": "", "inline": "", "language": "",
    "height": "640", "only_on": "", "never_on": "/cart\r\n/checkout/*", "on_desktop": "on",
    "desktop_side": "start", "desktop_x": "30", "desktop_y": "22", "phone_side": "end", "phone_x": "22", "phone_y": "22",
}  # fmt: skip


def url(cast: Cast, rest: str = "") -> str:
    return f"/panel/{cast.shop.public_id}/settings/looks/{rest}"


def stored(cast: Cast) -> Project:
    with account(cast.shop.account_id):
        return Project.objects.get(pk=cast.shop.pk)


class TestDesigner:
    def test_what_is_chosen_is_kept_with_the_colour_and_logged(self, cast: Cast) -> None:
        ada = client_of(cast.users["ada"])
        assert ada.post(url(cast), GOOD)["Location"] == f"{url(cast)}?saved"
        project = stored(cast)
        assert project.color == "#2D4A9A"
        assert project.looks == {
            "theme": "dark",
            "launcher": "label",
            "icon": "chat",
            "never_on": ["/cart", "/checkout/*"],
            "desktop": {"side": "start", "x": 30, "y": 22},
            "on_phone": False,
        }
        with account(cast.shop.account_id):
            told = json.dumps(list(AuditRecord.objects.values_list("data", flat=True)))
        assert "looks.theme" in told

    @pytest.mark.parametrize(
        "wrong",
        [
            {"color": "blue"},
            {"desktop_x": "9999"},
            {"phone_y": "-1"},
            {"mark": "<b>"},
            {"opener": "a{}"},
            {"never_on": "a b"},
            {"icon": ""},
        ],
    )
    def test_what_cannot_be_is_named_and_nothing_is_saved_or_lost(self, cast: Cast, wrong: dict[str, Any]) -> None:
        answer = client_of(cast.users["ada"]).post(url(cast), {**GOOD, **wrong, "inline": "#typed-here"})
        page = answer.content.decode()
        assert answer.status_code == 400 and "Not saved." in page
        assert 'value="#typed-here"' in page and "<b>" not in page.partition("data-designer")[2].partition("</main>")[0].replace(
            "<b>Hello", ""
        )
        assert stored(cast).looks == {} and stored(cast).color == cast.shop.color


class TestWords:
    def test_each_language_has_its_own_and_the_others_stay(self, cast: Cast) -> None:
        ada = client_of(cast.users["ada"])
        for language, text in (("de", "Moin."), ("fr", "Salut.")):
            sent = {"sentence": [GREETING, "Send"], "text": [text, ""]}
            assert ada.post(f"{url(cast, 'texts/')}?language={language}", sent).status_code == 302
        assert stored(cast).looks == {"texts": {"de": {GREETING: "Moin."}, "fr": {GREETING: "Salut."}}}
        ada.post(f"{url(cast, 'texts/')}?language=de", {"sentence": [GREETING], "text": [""]})
        assert stored(cast).looks == {"texts": {"fr": {GREETING: "Salut."}}}

    def test_a_lost_hole_is_said_and_the_text_stays_in_its_field(self, cast: Cast) -> None:
        sent = {"sentence": ["{name} joined"], "text": ["Somebody <i>joined</i>"]}
        answer = client_of(cast.users["ada"]).post(f"{url(cast, 'texts/')}?language=en", sent)
        assert answer.status_code == 400
        assert "keep {name}" in answer.content.decode()
        assert 'value="Somebody &lt;i&gt;joined&lt;/i&gt;"' in answer.content.decode()
