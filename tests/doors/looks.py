"""The doors of the widget's looks, and of a person's own language."""

from __future__ import annotations

from tests.doors.kinds import ADMINS_PAGE, MINE, READERS_PAGE, Door
from tests.doors.readers import PEOPLE

DESIGNER = "/panel/{project}/settings/looks/"

LOOKS = [
    Door("/panel/settings/looks/", {**READERS_PAGE, "gus": 302, "ada": 302, "olga": 302}),
    Door(DESIGNER, ADMINS_PAGE),
    Door(DESIGNER, {**ADMINS_PAGE, "ada": 400, "olga": 400}, "post", {}),
    Door(DESIGNER + "texts/", ADMINS_PAGE),
    Door(DESIGNER + "texts/", {**ADMINS_PAGE, "ada": 302, "olga": 302}, "post", {}),
    Door("/panel/settings/language/", MINE),
    Door("/panel/settings/language/", {**MINE, **dict.fromkeys(PEOPLE, 302)}, "post", {"language": "de"}),
]
