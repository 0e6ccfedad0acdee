"""`GET /w/api/transcript?project=&conversation=&form=txt|html`: the visitor's own talk as a file, at once and without an address."""

from __future__ import annotations

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.errors import Invalid, NotFound
from chat.access import own_conversation
from widget.api.doors import bearer_of, refusals, session_of
from widget.mail.transcript import TYPES, Form, file_name, transcript_of
from widget.session import VisitorSession


@require_GET
@never_cache
@refusals
def transcript(request: HttpRequest) -> HttpResponse:
    """The token stands in a header, as for the feed: an address ends up in logs."""
    form = request.GET.get("form", "txt")
    if form not in TYPES:
        raise Invalid(fields={"form": "txt or html."})
    session = session_of(request, {"v": 1, "project": request.GET.get("project"), "token": bearer_of(request)})
    made = session.run(functools.partial(_made, form=form), {"conversation": request.GET.get("conversation")})
    response = HttpResponse(made["text"], content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{made["name"]}"'
    return response


def _made(session: VisitorSession, frame: dict[str, Any], *, form: Form) -> dict[str, Any]:
    if session.visitor is None:
        raise NotFound()
    conversation = own_conversation(session.visitor, frame["conversation"])
    return {"text": transcript_of(session.project, conversation, form), "name": file_name(conversation, form)}
