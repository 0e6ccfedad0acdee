"""The doors of files, as `tests/doors/table.py` has all others."""

from __future__ import annotations

from tests.doors.kinds import Door, everybody, operators, repliers
from tests.doors.readers import INSIDERS

# Files: bytes come and go at an origin of their own, behind links that these doors give.
WITHIN = "/api/v1/projects/{project}/"
FILE = WITHIN + "files/{file}"
ANNOUNCED = {"client_id": "11111111-2222-4333-8444-555555555555", "name": "a.txt", "size": 5}
MY_FILE = "/w/api/files/{file}"
TO_VISITORS = {**everybody(401), "wanda": 404}
WITHIN_PROJECTS = [
    Door(WITHIN + "files", repliers(201), "post", ANNOUNCED),
    Door(FILE, operators(), shows=True),
    Door(FILE, repliers(404), "delete"),  # it is Vera's
    Door(FILE + "/done", repliers(404), "post"),
    Door(FILE + "/content", operators(**dict.fromkeys(INSIDERS, 302))),
    Door(FILE + "/thumbnail", operators(**dict.fromkeys(INSIDERS, 404))),  # it is no picture
]
OF_VISITORS = [
    Door("/w/api/files", {**everybody(401), "wanda": 201}, "post", {**ANNOUNCED, "project": "{key}"}),
    Door(MY_FILE + "?project={key}", TO_VISITORS),
    Door(MY_FILE + "?project={key}", TO_VISITORS, "delete"),
    Door(MY_FILE + "/done?project={key}", TO_VISITORS, "post"),
    Door(MY_FILE + "/content?project={key}", TO_VISITORS),
    # Whoever has a link may have the file for a minute; nobody here has one, and this is no origin of files.
    Door("/files/no-such-link", everybody(404)),
    Door("/files/in", everybody(404), "post", {}),
]
