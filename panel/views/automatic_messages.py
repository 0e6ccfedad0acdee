"""Automatic messages: the list in its order, what holds for all of them, the editor, and the simulator."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.capabilities import Capability, may
from accounts.doors import AccountRequest, PanelRequest, account_page, panel_page
from accounts.errors import NotFound, Refused
from chat.asks import ASKS
from chat.desk import departments_of, desk_of
from chat.entry import wanted_consent
from panel.automatic_rows import blank_rows, for_simulator, lines_of, rows_of
from panel.views.editable import editable, require_editor, to_editable
from widget.rules import drafts
from widget.rules.access import rule_for
from widget.rules.actions.add_rule import add_rule
from widget.rules.actions.edit_rule import edit_rule
from widget.rules.actions.move_rule import move_rule
from widget.rules.actions.remove_rule import remove_rule
from widget.rules.actions.set_manners import A_VISIT_AT_MOST, A_WEEK_AT_MOST, set_manners
from widget.rules.answering import department_of
from widget.rules.facts import FACTS
from widget.rules.models import Rule
from widget.rules.queries import Tally, manners_of, tallies, together
from widget.rules.wire import ConditionShape

TOLD = {
    "saved": _("Saved. Open pages follow within a minute."),
    "added": _("Added. Open pages follow within a minute."),
    "removed": _("Removed, with its counts. What it said in chats stays there."),
    "manners": _("Saved."),
}
LANGUAGES = {"ar": "العربية", "de": "Deutsch", "en": "English", "es": "Español", "fr": "Français", "pl": "Polski", "pt": "Português"}
# Above this share of those who want none any more, in percent, the list says so; and not before so many have seen it.
MANY_REFUSE, ENOUGH_SHOWN = 3, 100


@require_safe
@never_cache
@account_page(Capability.EDIT_PROJECT)
def home(request: AccountRequest) -> HttpResponse:
    """To the messages of the project that `?project=` names, else of the first that the person may change."""
    return to_editable(request, "panel_automatic")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def messages(request: PanelRequest) -> HttpResponse:
    """The list. A POST names in `act` what to do, and to which message."""
    require_editor(request)
    if request.method != "POST":
        return _list(request)
    act, _colon, rule_id = request.POST.get("act", "").partition(":")
    try:
        if act == "manners":
            return _set_manners(request)
        rule = rule_for(request.actor, request.project, rule_id, needs=Capability.EDIT_PROJECT)
        if act in ("on", "off"):
            edit_rule(request.actor, request.project, rule, {"active": act == "on"})
        elif act in ("up", "down"):
            _move(request, rule, -1 if act == "up" else 1)
        else:
            raise NotFound()
    except NotFound:
        raise Http404 from None
    except Refused as refused:
        return _list(request, refused=refused)
    return redirect(f"{request.path}?{_which(request.GET)}#{rule.public_id}")


def _which(query: QueryDict) -> str:
    return "shown=on" if query.get("shown") == "on" else ""


def _move(request: PanelRequest, rule: Rule, by: int) -> None:
    position = 1 + [line.rule.pk for line in lines_of(manners_of(request.project))].index(rule.pk)
    move_rule(request.actor, request.project, rule, to=max(1, position + by))


def _set_manners(request: PanelRequest) -> HttpResponse:
    numbers = {name: int(raw) if (raw := request.POST.get(name, "")).isdecimal() and len(raw) < 5 else 0 for name in ("a_visit", "a_week")}
    set_manners(request.actor, request.project, **numbers, zone=request.POST.get("zone", ""))
    return redirect(f"{request.path}?done=manners")


def _list(request: PanelRequest, *, refused: Refused | None = None) -> HttpResponse:
    manners = manners_of(request.project)
    lines = lines_of(manners)
    on = [line for line in lines if line.rule.active and not line.ended]
    total = together(line.tally for line in lines)
    words: dict[str, Any] = {
        "project": request.project,
        "projects": editable(request.actor),
        "lines": on if request.GET.get("shown") == "on" else lines,
        "counts": {"all": len(lines), "on": len(on)},
        "shown": request.GET.get("shown", "all"),
        "manners": manners,
        "visits": range(1, A_VISIT_AT_MOST + 1),
        "weeks": range(1, A_WEEK_AT_MOST + 1),
        "zones": sorted(available_timezones()),
        "total": total,
        "most_refused": max(lines, key=lambda line: line.tally.refused, default=None) if total.refused else None,
        "gate": wanted_consent(desk_of(request.project)) is not None,
        "everywhere": [line for line in lines if line.everywhere],
        "lost": [line for line in lines if line.lost],
        "disliked": [line for line in on if line.tally.shown >= ENOUGH_SHOWN and line.tally.refused_share > MANY_REFUSE],
        "told": TOLD.get(request.GET.get("done", ""), ""),
        "refused": refused,
    }
    return render(request, "panel/settings/automatic_messages.html", words, status=refused.status if refused else 200)


@require_safe
@never_cache
@panel_page
def simulator(request: PanelRequest) -> HttpResponse:
    """Which message would come? Nothing is shown to anybody."""
    require_editor(request)
    manners = manners_of(request.project)
    data = for_simulator(request.project, lines_of(manners), manners)
    words = {"project": request.project, "simulator": data, "page": _address(request, None)}
    return render(request, "panel/settings/automatic_try.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def message(request: PanelRequest, rule: UUID | None = None) -> HttpResponse:
    """One message, or a new one."""
    require_editor(request)
    try:
        found = None if rule is None else rule_for(request.actor, request.project, rule, needs=Capability.EDIT_PROJECT)
    except NotFound:
        raise Http404 from None
    if request.method != "POST":
        return _editor(request, found, _draft_of(found))
    try:
        return _save(request, found)
    except Refused as refused:
        return _editor(request, found, _posted(request.POST), refused=refused)


def _save(request: PanelRequest, rule: Rule | None) -> HttpResponse:
    act, project = request.POST.get("act", "save"), request.project
    if rule is not None and act == "remove":
        remove_rule(request.actor, project, rule)
        return redirect(f"{reverse('panel_automatic', kwargs={'project': project.public_id})}?done=removed")
    draft = _posted(request.POST)
    if act in ("on", "off"):
        draft["active"] = act == "on"
    kept = edit_rule(request.actor, project, rule, draft) if rule is not None else add_rule(request.actor, project, draft)
    where = reverse("panel_one_automatic", kwargs={"project": project.public_id, "rule": kept.public_id})
    return redirect(f"{where}?done={'saved' if rule is not None else 'added'}")


def _posted(posted: QueryDict) -> dict[str, Any]:
    """The form as a draft."""
    draft: dict[str, Any] = {name: posted.get(name, "") for name in ("name", "text", "sender", "often", "tag", "department")}
    draft["answers"] = [answer for answer in posted.getlist("answers") if answer.strip()]
    draft["asks"] = posted.getlist("asks")
    texts = zip(posted.getlist("language"), posted.getlist("translation"), strict=False)
    draft["translations"] = {language: text for language, text in texts if text.strip()}
    columns = [posted.getlist(name) for name in ("fact", "how", "value", "until", "of")]
    draft["conditions"] = [_condition(*row) for row in zip(*columns, strict=False)]
    return draft


def _condition(fact: str, how: str, value: str, until: str, of: str) -> ConditionShape:
    """A row of the form: one value, or the two ends or halves of one."""
    kind = FACTS[fact].kind if fact in FACTS else ""
    several: dict[str, Any] = {"dates": {"from": value, "to": until}, "hours": {"from": value, "to": until}}
    several |= {"attribute": {"name": of, "value": value}, "none": None}
    return {"fact": fact, "how": how, "value": several.get(kind, value)}  # type: ignore[typeddict-item]


def _draft_of(rule: Rule | None) -> dict[str, Any]:
    if rule is not None:
        department = department_of(rule)
        return {name: getattr(rule, name) for name in drafts.FIELDS} | {"department": str(department.public_id) if department else ""}
    first = [{"fact": "page", "how": "is", "value": "/*"}, {"fact": "seconds", "how": "least", "value": 20}]
    return {"conditions": first, "sender": "here", "often": "once", "answers": [], "asks": [], "translations": {}}


def _editor(request: PanelRequest, rule: Rule | None, draft: dict[str, Any], *, refused: Refused | None = None) -> HttpResponse:
    manners = manners_of(request.project)
    lines, wrong = lines_of(manners), refused.fields if refused else {}
    line = next((line for line in lines if rule is not None and line.rule.pk == rule.pk), None)
    words: dict[str, Any] = {
        "project": request.project,
        "rule": rule,
        "line": line,
        "count": len(lines),
        "draft": draft,
        "rows": rows_of(draft["conditions"], wrong),
        "blanks": blank_rows(),
        "facts": FACTS,
        "answers": (draft["answers"] + [""] * drafts.ANSWERS_AT_MOST)[: drafts.ANSWERS_AT_MOST],
        "texts": [(code, name, draft["translations"].get(code, "")) for code, name in LANGUAGES.items()],
        "asks": [(name, ASKS[name].words, name in draft["asks"]) for name in drafts.ASKS],  # type: ignore[index]
        "departments": departments_of(request.project),
        "manners": manners,
        "tally": tallies().get(rule.pk, Tally()) if rule is not None else None,
        "simulator": for_simulator(request.project, lines, manners),
        "page": _address(request, draft),
        "limits": {"name": drafts.NAME, "text": drafts.TEXT, "answer": drafts.ANSWER, "tag": drafts.TAG},
        "wrong": wrong,
        "refused": refused if refused and not wrong else None,
        "told": TOLD.get(request.GET.get("done", ""), ""),
    }
    return render(request, "panel/settings/automatic_message.html", words)


def _address(request: PanelRequest, draft: dict[str, Any] | None) -> str:
    """A page to try: one that the message is for, on the project's own site."""
    domain = next((one for one in request.project.allowed_domains if "*" not in one), request.project.website)
    site = domain if domain.startswith("http") else f"https://{domain}"
    patterns = [each["value"] for each in (draft or {}).get("conditions", []) if each["fact"] == "page" and each["how"] == "is"]
    path = str(patterns[0]).replace("*", "") if patterns else "/"
    return site + path if path.startswith("/") else f"https://{path}"


def _require(request: PanelRequest) -> None:
    if not may(request.actor, Capability.EDIT_PROJECT, request.project):
        raise PermissionDenied
