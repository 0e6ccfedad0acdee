"""One conversation to be read, printed and kept: as a page, as PDF and as text."""

from __future__ import annotations

from uuid import UUID

from csp.constants import NONCE
from csp.decorators import csp_update
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.doors import PanelRequest, panel_page
from accounts.errors import Forbidden, NotFound
from chat.access import conversation_for
from chat.desk import desk_of
from chat.models import Conversation
from panel.papers.pdf import pdf_of
from panel.papers.sheet import Sheet, lines_of, sheet_of

PDF_LINES = 2_000  # are drawn while somebody waits; text and page have ten times as many
TYPES = {"pdf": "application/pdf", "txt": "text/plain; charset=utf-8"}


@require_safe
@never_cache
@csp_update({"style-src": [NONCE]})
@panel_page
def paper(request: PanelRequest, conversation: UUID) -> HttpResponse:
    """The page that a browser prints."""
    found = _found(request, conversation)
    words = {"sheet": _sheet(request, found), "found": found, "by": request.actor.name, "made_at": timezone.localtime()}
    return render(request, "papers/conversation.html", words)


@require_safe
@never_cache
@panel_page
def paper_file(request: PanelRequest, conversation: UUID, form: str) -> HttpResponse:
    """The same as a file."""
    found = _found(request, conversation)
    audit.record(request.actor, "conversation.saved", found)
    if form == "pdf":
        now = date_format(timezone.localtime(), "j M Y, H:i")
        words = {"zone": desk_of(request.project).zone, "by": request.actor.name, "at": now}
        foot = _("Private notes are never included. Times: %(zone)s. Printed by %(by)s, %(at)s") % words
        body: bytes | str = pdf_of(_sheet(request, found, PDF_LINES), foot)
    else:
        body = render_to_string("papers/conversation.txt", {"sheet": _sheet(request, found)})
    response = HttpResponse(body, content_type=TYPES[form])
    # Ours alone: nothing that anybody wrote stands in a header.
    response["Content-Disposition"] = f'attachment; filename="conversation-{found.number}-{found.created_at:%Y-%m-%d}.{form}"'
    return response


def _found(request: PanelRequest, conversation: UUID) -> Conversation:
    try:
        return conversation_for(request.actor, request.project, conversation)
    except NotFound:
        raise Http404 from None
    except Forbidden:
        raise PermissionDenied from None


def _sheet(request: PanelRequest, found: Conversation, most: int | None = None) -> Sheet:
    return sheet_of(request.project, found, lines_of(found, most), desk_of(request.project).zone)
