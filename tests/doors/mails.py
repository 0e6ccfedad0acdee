"""The doors of mail: what links in mails lead to, where SES knocks, and the file of a talk."""

from __future__ import annotations

from tests.doors.kinds import Door, everybody

MAILS = [
    *(Door(f"/mail/{path}/no-such-token/", everybody(404)) for path in ("stop", "rate")),
    Door("/mail/from-ses/", everybody(403), "post", {}),  # nobody says the secret
    Door("/w/api/transcript?project={key}&conversation={conversation}", {**everybody(401), "wanda": 404}),
]
