"""What is changed about a help centre, and by whom, stands in the audit log: each act once."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from accounts.models import AuditRecord
from tests.cast import Cast
from tests.widget.help.world import article, topic
from widget.help.actions.add_picture import add_picture
from widget.help.actions.edit_article import remove_article
from widget.help.actions.edit_topics import edit_topic, remove_topic
from widget.help.actions.set_centre import set_centre


def care(cast: Cast) -> Any:
    return topic(cast.olga, cast.shop)


def a_picture(cast: Cast) -> None:
    file = BytesIO()
    Image.new("RGB", (4, 3), "red").save(file, "PNG")
    add_picture(cast.olga, cast.shop, file=BytesIO(file.getvalue()), size=file.tell(), name="a.png")


ACTS: dict[str, Callable[[Cast], object]] = {
    "help.topic_added": care,
    "help.topic_edited": lambda cast: edit_topic(cast.olga, cast.shop, care(cast), {"names": {"en": "Care"}}),
    "help.topic_removed": lambda cast: remove_topic(cast.olga, cast.shop, care(cast)),
    "help.article_removed": lambda cast: remove_article(cast.olga, cast.shop, article(cast.olga, cast.shop, "Plates", under=care(cast))),
    "help.centre_set": lambda cast: set_centre(cast.olga, cast.shop, {"languages": ["en", "de"]}),
    "help.picture_added": a_picture,
}


@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_act_is_written_down_once(in_shop: Cast, act: str, settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = str(tmp_path)
    ACTS[act](in_shop)
    assert [record.actor_id for record in AuditRecord.objects.filter(action=act)] == [in_shop.olga.ref]
