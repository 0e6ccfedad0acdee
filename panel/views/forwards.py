"""What was sent to one integration: the log, one delivery with all its tries, and what a person can do about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.capabilities import Capability, may
from accounts.doors import PanelRequest, panel_page
from accounts.errors import NotFound, Refused
from integrations import clock
from integrations.access import delivery_for, logged_integration
from integrations.actions.resend_delivery import resend_delivery
from integrations.actions.steer_delivery import cancel_delivery, try_now
from integrations.connectors import connector_named
from integrations.models import Delivery, Integration
from integrations.queries import deliveries, delivery_counts
from panel.delivery_rows import WholeRow, delivery_rows, rests, whole_row
from panel.integration_rows import Row

PAGE = 25
MOST_DIGITS = 18  # what every bigint can hold

State = Delivery.State
SHOWN = {
    "all": tuple(State.values),
    "under-way": Delivery.UNDER_WAY,
    "failed": (State.FAILED,),
}
# Why it goes again: with what the person adds, it stands in the audit log.
REASONS = {
    "lost": _("The other side lost it"),
    "repaired": _("What was wrong is repaired"),
    "other": _("Something else"),
}
# What is said at the top once it is done.
TOLD = {"resend": _("On its way again, under a new id."), "try": _("The next try comes now."), "cancel": _("No further try.")}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def forwards(request: PanelRequest, integration: UUID, delivery: UUID | None = None) -> HttpResponse:
    """The log of an integration, also of a removed one, with one delivery beside it. A POST names in `act` what to do to that one."""
    try:
        found = logged_integration(request.actor, request.project, integration)
        row, chosen = Row(found, connector_named(found.connector)), _chosen(request, found, delivery)
    except NotFound:
        raise Http404 from None
    if request.method != "POST":
        return _page(request, row, chosen)
    try:
        return _act(request, found, chosen)
    except Refused as refused:
        return _page(request, row, chosen, refused=refused)


def _chosen(request: PanelRequest, integration: Integration, delivery: UUID | None) -> Delivery | None:
    if delivery is None:
        return None
    found = delivery_for(request.actor, request.project, delivery)
    if found.integration_id != integration.pk:
        raise NotFound()
    return found


def _act(request: PanelRequest, integration: Integration, chosen: Delivery | None) -> HttpResponse:
    act, posted = request.POST.get("act", ""), request.POST
    if chosen is None or act not in TOLD:
        raise Http404
    if act == "resend":
        why = [str(REASONS.get(posted.get("why", ""), REASONS["other"])), posted.get("words", "").strip()]
        chosen = resend_delivery(request.actor, request.project, chosen, reason=": ".join(filter(None, why))[:200])
    elif act == "try":
        try_now(request.actor, request.project, chosen)
    else:
        cancel_delivery(request.actor, request.project, chosen)
    there = redirect("panel_delivery", project=request.project.public_id, integration=integration.public_id, delivery=chosen.public_id)
    there["Location"] += f"?done={act}"
    return there


def _page(request: PanelRequest, row: Row, chosen: Delivery | None, *, refused: Refused | None = None) -> HttpResponse:
    shown = request.GET.get("shown", "all")
    shown = shown if shown in SHOWN else "all"
    found = _slice(deliveries().filter(integration=row.integration, state__in=SHOWN[shown]), request.GET)
    rows = delivery_rows(found[:PAGE])
    one: WholeRow | None = whole_row(chosen) if chosen else whole_row(found[0]) if found else None
    words: dict[str, Any] = {
        "row": row,
        "rows": rows,
        "one": one,
        "asked": chosen is not None,
        "shown": shown,
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "paged": "before" in request.GET,
        "counts": delivery_counts(row.integration),
        "rests": rests(row.integration.rests_until, clock.now()),
        "reasons": REASONS,
        "may_press": row.integration.removed_at is None and may(request.actor, Capability.SEND_ELSEWHERE, request.project),
        "may_edit": may(request.actor, Capability.EDIT_PROJECT, request.project),
        "told": TOLD.get(request.GET.get("done", ""), ""),
        "refused": refused,
    }
    return render(request, "panel/settings/forwards.html", words, status=refused.status if refused else 200)


def _slice(rows: QuerySet[Delivery], asked: Any) -> list[Delivery]:
    """A page, newest first, and one more to know whether there are older ones."""
    before = asked.get("before", "")
    if before.isdecimal() and len(before) <= MOST_DIGITS:
        rows = rows.filter(pk__lt=int(before))
    return list(rows.order_by("-pk")[: PAGE + 1])
