"""Which files may be sent in a project, by whom, and how much room theirs take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import PanelRequest, panel_page
from accounts.errors import Invalid
from chat.actions.edit_file_space import LARGEST_MB, edit_file_space
from chat.actions.start_upload import space_now
from chat.files.kinds import SORTS
from chat.files.store import store
from chat.models.attachment import MIB
from panel.desk_forms import number_of
from panel.views.desk import acted, common
from panel.views.editable import require_editor

SORT_WORDS = {
    "pictures": (_("Pictures"), _("JPEG, PNG, GIF and WebP, made anew without the place where they were taken")),
    "documents": (_("Documents"), _("PDF, Word, Excel, PowerPoint and OpenDocument, never with macros")),
    "texts": (_("Texts and tables"), _("TXT, CSV, JSON and other plain text")),
    "media": (_("Sound and video"), _("MP3, M4A, WAV, Ogg, MP4, MOV and WebM")),
    "archives": (_("Archives"), _("ZIP: nobody here looks inside")),
    "markup": (_("Web pages and drawings"), _("HTML, SVG and XML, to be saved and never shown")),
}
# What is wrong with a field, in the reader's language.
WRONG = {
    "sorts": _("Choose at least one kind of file; where none shall be sent, say that nobody sends any."),
    "largest_mb": _("A whole number of megabytes from 1 to 25."),
}
NEARLY_FULL = 90  # percent


def _save(request: PanelRequest) -> None:
    post = request.POST
    try:
        edit_file_space(
            request.actor,
            request.project,
            from_visitors=post.get("from_visitors") == "on",
            from_team=post.get("from_team") == "on",
            largest_mb=number_of(post.get("largest_mb", "")),
            sorts=post.getlist("sorts"),
        )
    except Invalid as refused:
        raise Invalid(fields={name: str(WRONG.get(name, said)) for name, said in refused.fields.items()}) from None


ACTS: dict[str, Callable[[PanelRequest], object]] = {"save": _save}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def files(request: PanelRequest) -> HttpResponse:
    """What may be sent, and how full it is. What was refused stands in the form as it was sent."""
    require_editor(request)
    refused = None
    if request.method == "POST":
        answer = acted(request, ACTS)
        if isinstance(answer, HttpResponse):
            return answer
        refused = answer
    space, sent = space_now(), request.POST if refused else None
    chosen = sent.getlist("sorts") if sent else [sort for sort in SORTS if sort not in space.refused_sorts]
    percent = min(100.0, 100 * space.used_bytes / space.quota_bytes) if space.quota_bytes else 100.0
    words: dict[str, Any] = {
        **common(request, refused),
        "space": space,
        "percent": percent,
        "nearly_full": percent >= NEARLY_FULL,
        "full": space.used_bytes >= space.quota_bytes,
        "can_send": store() is not None,
        "sorts": [(sort, *SORT_WORDS[sort], sort in chosen) for sort in SORTS],
        "largest": sent.get("largest_mb", "") if sent else space.largest_bytes // MIB,
        "most": LARGEST_MB,
        "from_visitors": sent.get("from_visitors") == "on" if sent else space.from_visitors,
        "from_team": sent.get("from_team") == "on" if sent else space.from_team,
    }
    return render(request, "panel/settings/file_limits.html", words, status=refused.status if refused else 200)
