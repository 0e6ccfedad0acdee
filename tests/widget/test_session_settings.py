"""Switches of a project reach the tabs that are open already."""

from __future__ import annotations

import pytest

from accounts.actions.edit_project import edit_project
from accounts.tenancy import tenant
from tests.cast import Cast
from widget import session
from widget.session import open_session


def test_a_switch_turned_off_is_off_in_open_tabs(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hello = {"v": 1, "project": cast.shop.key, "token": cast.tokens["vera"].token}
    tab = open_session(hello, tab="tab", origin=None, own_origins=set())
    assert tab.project.typing_preview
    with tenant(cast.shop):
        edit_project(cast.olga, cast.shop, typing_preview=False, live_visitors=False)
    monkeypatch.setattr(session, "SETTINGS_FOR_S", 0.0)
    seen = tab.run(lambda now, _: {"preview": now.project.typing_preview, "live": now.project.live_visitors}, {})
    assert seen == {"preview": False, "live": False}
