"""How a project receives people: its hours with their special days, and the forms around a chat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.capabilities import Capability
from accounts.doors import AccountRequest, PanelRequest, account_page, panel_page
from accounts.errors import Refused
from chat.actions.edit_desk import edit_desk
from chat.actions.edit_special_days import countries, import_holidays, remove_special_day, set_special_day
from chat.asks import consent_of
from chat.desk import desk_of, hours_of
from chat.hours import Hours, zones
from chat.models import Desk, SpecialDay
from panel import desk_forms
from panel.views.editable import editable, require_editor, to_editable

PAGES = {"hours": "panel_hours", "departments": "panel_departments", "forms": "panel_forms", "files": "panel_files"}


@require_safe
@never_cache
@account_page(Capability.EDIT_PROJECT)
def home(request: AccountRequest, page: str) -> HttpResponse:
    """To the page of the project that `?project=` names, else of the first that the person may change."""
    return to_editable(request, PAGES[page])


def acted(request: PanelRequest, acts: dict[str, Callable[[PanelRequest], object]]) -> Refused | HttpResponse:
    """Do what the POST names in `act`: back to the page, or why not. Raises PermissionDenied for an act that there is none of."""
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        return redirect(request.path)
    try:
        act(request)
    except Refused as refused:
        return refused
    return redirect(f"{request.path}?done={request.POST['act']}")


# Hours ----------------------------------------------------------------------------------------------------------------


def _save_hours(request: PanelRequest) -> None:
    post = request.POST
    edit_desk(
        request.actor,
        request.project,
        week=desk_forms.week_of(post),
        zone=post.get("zone", ""),
        when_away=post.get("when_away", ""),
        away_text=post.get("away_text", ""),
        replies_within_min=desk_forms.number_of(post.get("replies_within_min", "")),
    )


def _set_day(request: PanelRequest) -> None:
    post = request.POST
    open_at = desk_forms.ranges_of(post, "special") if post.get("special_open") == "on" else []
    set_special_day(request.actor, request.project, day=post.get("date", ""), name=post.get("name", ""), open_at=open_at)


def _import(request: PanelRequest) -> None:
    country, _dot, region = request.POST.get("country", "").partition(".")
    import_holidays(request.actor, request.project, country=country, region=region)


HOURS_ACTS: dict[str, Callable[[PanelRequest], object]] = {
    "save": _save_hours,
    "day": _set_day,
    "remove": lambda request: remove_special_day(request.actor, request.project, day=request.POST.get("date", "")),
    "import": _import,
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def hours(request: PanelRequest) -> HttpResponse:
    """When the project is open, the days that are different, and what visitors find while nobody is here."""
    require_editor(request)
    refused = None
    if request.method == "POST":
        answer = acted(request, HOURS_ACTS)
        if isinstance(answer, HttpResponse):
            return answer
        refused = answer
    desk = desk_of(request.project)
    kept = hours_of(desk)
    words: dict[str, Any] = {
        **common(request, refused),
        "desk": desk,
        "keeps": desk.week is not None,
        "days": desk_forms.week_rows(desk),
        "zones": sorted(zones()),
        "choices": desk_forms.WHEN_AWAY,
        "within": desk_forms.WITHIN,
        "special": _special_days(),
        "slots": desk_forms.slots_of([]),
        "countries": _country_choices(),
        "country": ".".join(filter(None, (desk.country, desk.region))),
        "now": _now(desk, kept),
    }
    return render(request, "panel/settings/hours.html", words, status=refused.status if refused else 200)


def common(request: PanelRequest, refused: Refused | None) -> dict[str, Any]:
    """What each of these pages shows at its top."""
    sentences = list(refused.fields.values()) or [refused.detail] if refused is not None else []
    return {
        "project": request.project,
        "projects": editable(request.actor),
        "refused": list(dict.fromkeys(sentences)),
        "done": request.GET.get("done", ""),
    }


def _special_days() -> list[dict[str, Any]]:
    rows = SpecialDay.objects.filter(date__gte=timezone.now().date()).order_by("date")
    return [
        {"row": row, "times": ", ".join(f"{desk_forms.clock_of(start)}–{desk_forms.clock_of(end)}" for start, end in row.open)}
        for row in rows
    ]


def _country_choices() -> list[tuple[str, str]]:
    """Countries, and their regions below them, by code."""
    return [
        (code, name) for country, regions in sorted(countries().items()) for code, name in _with_regions(country, regions)
    ]  # fmt: skip


def _with_regions(country: str, regions: list[str]) -> list[tuple[str, str]]:
    return [(country, country), *((f"{country}.{region}", f"{country} · {region}") for region in regions)]


def _now(desk: Desk, kept: Hours) -> str:
    """How it stands, by the project's own clock."""
    now = timezone.now()
    if desk.week is None:
        return _("Always open.")
    next_change = next(iter(kept.changes(now, 1)), None)
    if kept.is_open(now):
        return _("Open now, until %(moment)s.") % {"moment": _moment(desk, next_change)} if next_change else _("Open now.")
    return _("Closed now, opens %(moment)s.") % {"moment": _moment(desk, next_change)} if next_change else _("Closed for good.")


def _moment(desk: Desk, at: datetime) -> str:
    return date_format(at.astimezone(ZoneInfo(desk.zone)), "l j F, H:i")


# Forms ----------------------------------------------------------------------------------------------------------------


def _save_forms(request: PanelRequest) -> None:
    post = request.POST
    edit_desk(
        request.actor,
        request.project,
        asks_before=desk_forms.fields_of(post, "before"),
        asks_away=desk_forms.fields_of(post, "away"),
        consent_text=post.get("consent_text", ""),
        consent_href=post.get("consent_href", ""),
        rating=post.get("rating") == "on",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def forms(request: PanelRequest) -> HttpResponse:
    """What is asked before a chat, agreed to, asked while nobody is here, and asked at the end."""
    require_editor(request)
    refused = None
    if request.method == "POST":
        answer = acted(request, {"save": _save_forms})
        if isinstance(answer, HttpResponse):
            return answer
        refused = answer
    desk = desk_of(request.project)
    sent = request.POST if refused else None
    words: dict[str, Any] = {
        **common(request, refused),
        "desk": desk,
        "lists": [
            ("before", _("Before a chat"), _("Skipped for whoever is known already. Nothing here: people simply write."),
             desk_forms.field_rows(desk_forms.fields_of(sent, "before") if sent else desk.asks_before)),  # type: ignore[arg-type]
            ("away", _("While nobody is here"), _("Besides the email and the message, which are always asked for."),
             desk_forms.field_rows(desk_forms.fields_of(sent, "away") if sent else desk.asks_away)),  # type: ignore[arg-type]
        ],
        "kinds": desk_forms.KIND_WORDS.items(),
        "consent_text": sent.get("consent_text", "") if sent else desk.consent_text,
        "consent_href": sent.get("consent_href", "") if sent else desk.consent_href,
        "version": consent_of(desk.consent_text)["version"] if desk.consent_text else "",
    }  # fmt: skip
    return render(request, "panel/settings/chat_forms.html", words, status=refused.status if refused else 200)
