"""The help centre as its team manages it: articles in their order with what readers made of them, topics, languages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.capabilities import Capability
from accounts.doors import AccountRequest, PanelRequest, account_page, panel_page
from accounts.errors import NotFound, Refused
from panel.views.editable import editable, require_editor, to_editable
from widget.help.access import article_for, category_here
from widget.help.actions.edit_article import edit_article, move_article
from widget.help.actions.edit_topics import add_topic, edit_topic, move_topic, remove_topic
from widget.help.actions.set_centre import set_centre
from widget.help.drafts import PINS_AT_MOST
from widget.help.languages import NAMES, centre_of, name_in
from widget.help.models import Article, Category
from widget.help.queries import Line, lines, missed_searches, topics
from widget.help.shapes import addresses_of

TOLD = {
    "saved": _("Saved. Readers see it within a minute."),
    "removed": _("Removed, with all its languages and editions."),
    "topic": _("Saved."),
}


@require_safe
@never_cache
@account_page(Capability.EDIT_PROJECT)
def home(request: AccountRequest) -> HttpResponse:
    """To the help centre of the project that `?project=` names, else of the first that the person may change."""
    return to_editable(request, "panel_help")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def help_centre(request: PanelRequest) -> HttpResponse:
    """The list. A POST names in `act` what to do, and to which article or topic."""
    require_editor(request)
    if request.method != "POST":
        return _list(request)
    act, _colon, which = request.POST.get("act", "").partition(":")
    try:
        done = _do(request, act, which)
    except NotFound:
        raise Http404 from None
    except Refused as refused:
        return _list(request, refused=refused)
    return redirect(_next(request, act, which, done))


def _next(request: PanelRequest, act: str, which: str, done: str) -> str:
    """The same list, at what was changed. What was moved takes the focus again, which an address with a place in it prevents."""
    told = {"topic": request.GET.get("topic", "")}
    moved = act.removeprefix("topic-") in ("up", "down")
    told |= {"moved": which, "way": act.removeprefix("topic-")} if moved else {"done": done}
    query = urlencode({name: value for name, value in told.items() if value})
    return f"{request.path}?{query}{f'#{which}' if which and not moved else ''}"


def _do(request: PanelRequest, act: str, which: str) -> str:
    """What was pressed; a key of TOLD, or nothing to say. Raises NotFound, Refused."""
    actor, project = request.actor, request.project
    if act == "centre":
        set_centre(actor, project, {"open": "open" in request.POST, "languages": _languages(request)})
        return "saved"
    if act == "add-topic":
        add_topic(actor, project, {"names": _names(request), "icon": request.POST.get("icon", "book")})
        return "topic"
    if act in ("topic", "topic-up", "topic-down", "topic-remove"):
        return _do_topic(request, act, category_here(which))
    article = article_for(actor, project, which, needs=Capability.EDIT_PROJECT)
    if act == "pin":
        edit_article(actor, project, article, {"pin": _next_pin()})
    elif act == "unpin":
        edit_article(actor, project, article, {"pin": None})
    elif act in ("up", "down"):
        move_article(actor, project, article, to=_step(_places(article), article.pk, act))
    else:
        raise NotFound()
    return ""


def _do_topic(request: PanelRequest, act: str, topic: Category) -> str:
    if act == "topic-remove":
        remove_topic(request.actor, request.project, topic)
    elif act == "topic":
        edit_topic(request.actor, request.project, topic, {"names": _names(request), "icon": request.POST.get("icon", topic.icon)})
    else:
        move_topic(request.actor, request.project, topic, to=_step([one.pk for one in topics()], topic.pk, act.removeprefix("topic-")))
    return "topic"


def _languages(request: PanelRequest) -> list[str]:
    """The first one is chosen by itself; the others follow in the order of the list."""
    first = request.POST.get("first", "")
    return [first, *(code for code in request.POST.getlist("languages") if code != first)]


def _names(request: PanelRequest) -> dict[str, str]:
    return {code: name for code in NAMES if (name := request.POST.get(f"name_{code}", "").strip())}


def _next_pin() -> int:
    taken = set(Article.objects.exclude(pin=None).values_list("pin", flat=True))
    return next((number for number in range(1, PINS_AT_MOST + 1) if number not in taken), PINS_AT_MOST)


def _places(article: Article) -> list[int]:
    return list(Article.objects.filter(category=article.category).order_by("place", "pk").values_list("pk", flat=True))


def _step(order: list[int], one: int, act: str) -> int:
    return max(1, order.index(one) + 1 + (-1 if act == "up" else 1))


def _list(request: PanelRequest, *, refused: Refused | None = None) -> HttpResponse:
    centre, found = centre_of(request.project), lines(request.project)
    shown = request.GET.get("topic", "")
    named: list[dict[str, Any]] = [{"row": one, "name": name_in(one, centre.languages), "count": _under(found, one)} for one in topics()]
    chosen = next((one for one in named if str(one["row"].public_id) == shown), None)
    words: dict[str, Any] = {
        "project": request.project,
        "projects": editable(request.actor),
        # Inside one topic articles stand in the order that its team gave them: that is what up and down change.
        "lines": sorted((line for line in found if line.article.category_id == chosen["row"].pk), key=_place) if chosen else found,
        "chosen": chosen,
        "count": len(found),
        "centre": centre,
        "languages": [(code, name, code in centre.languages) for code, name in NAMES.items()],
        "topics": named,
        "icons": Category.Icon.values,
        "needs_work": [line for line in found if line.tally.needs_work],
        "missed": missed_searches(),
        "readers": sum(line.tally.readers for line in found),
        "address": addresses_of(request.project).root,
        "moved": request.GET.get("moved", ""),
        "moved_up": request.GET.get("way") == "up",
        "told": TOLD.get(request.GET.get("done", ""), ""),
        "refused": refused,
    }
    return render(request, "panel/settings/help_centre.html", words, status=refused.status if refused else 200)


def _place(line: Line) -> tuple[int, int]:
    return line.article.place, line.article.pk


def _under(found: list[Line], topic: Category) -> int:
    return sum(line.article.category_id == topic.pk for line in found)
