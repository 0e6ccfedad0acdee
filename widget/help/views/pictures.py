"""`GET /files/help/<project>/<picture>`: a picture of an article, at the files' origin, where nothing of it could do anything (UPL4)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from accounts.access import project_ref
from accounts.errors import NotFound
from accounts.tenancy import tenant
from chat.files.store import Vanished, store
from chat.views.files import at_the_files_origin, streamed
from widget.help.models import Picture
from widget.help.pictures import place_of

FOR_EVER_S = 31_536_000


@require_http_methods(["GET", "HEAD"])
@at_the_files_origin
def picture(request: HttpRequest, project: UUID, picture: UUID) -> HttpResponseBase:
    """What articles show is public. An address never shows anything else, so it may be kept for ever."""
    kept = store()
    try:
        ref = project_ref(project)
        with tenant(ref):
            row = Picture.objects.select_related("project").filter(public_id=picture).first()
            key = f"{place_of(row)}file" if row else ""
        size = kept.sizes(key).get(key) if kept is not None and row else None
        if kept is None or row is None or size is None:
            raise Http404
        response = StreamingHttpResponse(streamed(request, kept, key, 0, size - 1), content_type=row.type)
    except (NotFound, Vanished):
        raise Http404 from None
    response["Content-Length"] = str(size)
    response["Content-Disposition"] = str(content_disposition_header(True, row.name))
    response["Cache-Control"] = f"public, max-age={FOR_EVER_S}, immutable"
    return response
