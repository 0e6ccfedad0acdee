"""The doors of signed identity, and the types of the page's JavaScript, which anybody may have."""

from __future__ import annotations

from tests.doors.kinds import ADMINS_PAGE, READERS_PAGE, Door, everybody

PAGE = "/panel/{project}/settings/identity/"

SIGNED = [
    Door("/panel/settings/identity/", {**READERS_PAGE, "gus": 302, "ada": 302, "olga": 302}),
    Door(PAGE, ADMINS_PAGE),
    Door(PAGE, {**ADMINS_PAGE, "ada": 302, "olga": 302}, "post", {}),  # nobody of them has just shown that it is them
    Door("/w/parley.d.ts", everybody()),
]
