"""The doors of a team's work: many changes, merges, corrections, tags, canned replies, macros, views."""

from __future__ import annotations

from tests.doors.kinds import OWN_PAGE, PAGE, STRANGERS, Door, admins, everybody, operators, repliers

WITHIN = "/api/v1/projects/{project}/"
ONE = WITHIN + "conversations/{conversation}"
OSCARS = {**repliers(404), "oscar": 200, "key": 200}  # the note is his
OWN = {**repliers(201), "service": 403}  # a key that is nobody's has nothing of its own
REPLIERS = ("oscar", "ada", "olga")
REPLIERS_PAGE = {**PAGE, "vic": 403}
PAGES = ("replies/", "replies/macros/", "replies/tags/")
CLIENT_ID = "11111111-2222-4333-8444-555555555556"

WORK = [
    Door("/api/v1/inbox", operators(**dict.fromkeys(STRANGERS, 200)), shows=True),
    Door("/panel/manifest.webmanifest", everybody()),
    Door(WITHIN + "conversations/bulk", operators(), "post", {"changes": [{"conversation": "{conversation}", "priority": 1}]}),
    Door(ONE, repliers(), "patch", {"tags": ["pre-sale"], "priority": 2}, shows=True),
    Door(ONE, repliers(), "patch", {"status": "snoozed"}, shows=True),
    Door(ONE + "/unread", operators(service=409), "post", shows=True),
    Door(ONE + "/merged", operators()),
    Door(ONE + "/merged", repliers(409), "post", {"into": "{conversation}"}),  # with itself
    Door(ONE + "/merged", repliers(409), "delete"),
    Door(ONE + "/messages/{number}", OSCARS, "patch", {"text": "Corrected"}),
    Door(ONE + "/messages/{number}", OSCARS, "delete"),
    Door(WITHIN + "tags", operators()),
    Door(WITHIN + "tags", repliers(201), "post", {"name": "Another"}),
    Door(WITHIN + "tags/{tag}", operators()),
    Door(WITHIN + "tags/{tag}", admins(), "patch", {"hue": 1}),
    Door(WITHIN + "tags/{tag}", admins(204), "delete"),
    Door(WITHIN + "canned-replies", operators()),
    Door(WITHIN + "canned-replies", OWN, "post", {"shortcut": "own", "text": "Mine"}),
    Door(WITHIN + "canned-replies", admins(201), "post", {"shortcut": "all", "text": "Everybody's", "own": False}),
    Door(WITHIN + "canned-replies/{reply}", operators()),
    Door(WITHIN + "canned-replies/{reply}", admins(), "patch", {"text": "Hi"}),
    Door(WITHIN + "canned-replies/{reply}", admins(204), "delete"),
    Door(WITHIN + "canned-replies/{reply}/used", repliers(), "post"),
    Door(WITHIN + "macros", operators()),
    Door(WITHIN + "macros", admins(201), "post", {"name": "Another", "does": {"status": "closed"}}),
    Door(WITHIN + "macros/{macro}", operators()),
    Door(WITHIN + "macros/{macro}", admins(), "patch", {"name": "Another"}),
    Door(WITHIN + "macros/{macro}", admins(204), "delete"),
    Door(WITHIN + "macros/{macro}/run", repliers(), "post", {"conversation": "{conversation}", "client_id": CLIENT_ID}, shows=True),
    Door(WITHIN + "views", operators()),
    Door(WITHIN + "views", OWN, "post", {"name": "Mine", "wants": {"unread": True}}),
    Door(WITHIN + "views/{view}", operators()),
    Door(WITHIN + "views/{view}", admins(), "patch", {"name": "Another"}),
    Door(WITHIN + "views/{view}", admins(204), "delete"),
    Door("/panel/settings/replies/", {**OWN_PAGE, **dict.fromkeys(("gus", "lena", *REPLIERS), 302), "vic": 403}),
    *(Door("/panel/{project}/settings/" + page, REPLIERS_PAGE) for page in PAGES),
    # No such act: back to the page.
    *(Door("/panel/{project}/settings/" + page, {**REPLIERS_PAGE, **dict.fromkeys(REPLIERS, 302)}, "post", {}) for page in PAGES),
]
