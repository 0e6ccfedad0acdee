"""The doors of how a project receives people: hours, departments, forms."""

from __future__ import annotations

from tests.doors.kinds import ADMINS_PAGE, READERS_PAGE, Door, admins, operators, repliers

WITHIN = "/api/v1/projects/{project}/"
PAGES = ("hours", "departments", "forms", "files")

DESK = [
    Door(WITHIN + "conversations/{conversation}", repliers(), "patch", {"department": "{department}"}, shows=True),
    Door(WITHIN + "departments", operators()),
    Door(WITHIN + "departments", admins(201), "post", {"name": "Another"}),
    Door(WITHIN + "departments/{department}", operators()),
    Door(WITHIN + "departments/{department}", admins(), "patch", {"offered": False}),
    Door(WITHIN + "departments/{department}", admins(204), "delete"),
    *(Door(f"/panel/settings/{page}/", {**READERS_PAGE, "gus": 302, "ada": 302, "olga": 302}) for page in PAGES),
    *(Door(f"/panel/{{project}}/settings/{page}/", ADMINS_PAGE) for page in PAGES),
    # No such act: back to the page.
    *(Door(f"/panel/{{project}}/settings/{page}/", {**ADMINS_PAGE, "ada": 302, "olga": 302}, "post", {}) for page in PAGES),
    Door("/panel/{project}/settings/departments/{department}/", ADMINS_PAGE),
    Door("/panel/{project}/settings/departments/{department}/", {**ADMINS_PAGE, "ada": 400, "olga": 400}, "post", {}),
]
