"""The doors of calling people, and what each reader gets there."""

from __future__ import annotations

from tests.doors.kinds import ADMINS_PAGE, MINE, Door, everybody
from tests.doors.readers import PEOPLE

# Being called is everybody's own, whatever account they are in; whose browser it is not, finds none. A project's ladder is for who
# edits it. The last two are opened by what only a browser knows, without a session.
CALLS = "/panel/settings/notifications/"
NO_BROWSER = "/panel/notices/browsers/00000000-0000-4000-8000-000000000000/"
NOTICES = [
    Door("/panel/worker.js", everybody()),
    Door(CALLS, MINE),
    Door(CALLS, {**MINE, **dict.fromkeys(PEOPLE, 404)}, "post", {}),
    Door(CALLS + "why/", MINE),
    Door(CALLS + "mail/", everybody(302), "post", {}),
    Door("/panel/{project}/settings/notifications/", ADMINS_PAGE),
    Door("/panel/{project}/settings/notifications/", {**ADMINS_PAGE, "ada": 400, "olga": 400}, "post", {}),
    Door("/panel/notices/browsers/", {**MINE, **dict.fromkeys(PEOPLE, 400)}, "post", {}),
    Door(NO_BROWSER, {**MINE, **dict.fromkeys(PEOPLE, 404)}),
    *(Door(NO_BROWSER + path, {**MINE, **dict.fromkeys(PEOPLE, 404)}, "post", {}) for path in ("test/", "remove/")),
    Door("/panel/notices/browsers/renew/", everybody(400), "post", {}),
    Door("/panel/notices/heard/", everybody(404), "post", {}),
]
