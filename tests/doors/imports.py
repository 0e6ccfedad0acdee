"""The doors of imports: whoever may add a project may make one of an export, and so may a key whose scope has that."""

from __future__ import annotations

from tests.doors.kinds import FOREIGN, OWN, READERS_PAGE, Door

IMPORTS = [
    Door("/api/v1/account/imports", {**OWN, "service": 200}),
    # Who may is told that the body is no form; who may not hears nothing of that.
    Door("/api/v1/account/imports", {**OWN, "service": 415, "gus": 415, "ada": 415, "olga": 415}, "post", {}),
    Door("/api/v1/account/imports/{import}", {**FOREIGN, "service": 200}),
    Door("/api/v1/account/imports/{import}", {**FOREIGN, "service": 204, "ada": 204, "olga": 204}, "delete"),
    Door("/panel/settings/data/imports/", READERS_PAGE, "post", {}),
]
