"""The doors of automatic messages: for whoever may change a project. Visitors' browsers get theirs in the loader."""

from __future__ import annotations

from tests.doors.kinds import ADMINS_PAGE, READERS_PAGE, Door, admins, operators

RULES = "/api/v1/projects/{project}/automations"
RULE = RULES + "/{rule}"
AUTOMATIC = "/panel/{project}/settings/automatic-messages/"
AUTOMATIONS = [
    Door(RULES, operators(), shows=True),
    Door(RULES, admins(201), "post", {"name": "Welcome", "text": "Hello"}),
    Door(RULE, operators(), shows=True),
    Door(RULE, admins(), "patch", {"active": False}),
    Door(RULE, admins(204), "delete"),
    Door("/panel/settings/automatic-messages/", {**READERS_PAGE, "gus": 302, "ada": 302, "olga": 302}),
    Door(AUTOMATIC, ADMINS_PAGE),
    Door(AUTOMATIC, {**ADMINS_PAGE, "ada": 404, "olga": 404}, "post", {}),  # no such act
    Door(AUTOMATIC + "new/", ADMINS_PAGE),
    Door(AUTOMATIC + "new/", ADMINS_PAGE, "post", {}),
    Door(AUTOMATIC + "try/", ADMINS_PAGE),
    Door(AUTOMATIC + "{rule}/", ADMINS_PAGE),
    Door(AUTOMATIC + "{rule}/", ADMINS_PAGE, "post", {}),
]
