"""How a project's widget looks: the designer with its preview, and the project's own words in each language."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.edit_project import edit_project
from accounts.capabilities import Capability
from accounts.doors import AccountRequest, PanelRequest, account_page, panel_page
from accounts.errors import Invalid
from panel.forms import SWATCHES
from panel.looks_form import chosen_in, texts_in
from panel.tag import tag_of
from panel.views.editable import require_editor, to_editable
from panel.words_of_looks import ICON_NAMES, LAUNCHER_NAMES, THEME_NAMES
from widget.actions.edit_looks import edit_looks
from widget.colors import ground
from widget.looks.choices import NAMES, Looks, initials, looks_of
from widget.looks.icons import PATHS
from widget.looks.labels import GREETING, LABEL
from widget.looks.texts import sentences

STORED = tuple(name for name in NAMES if name != "texts")


@require_safe
@never_cache
@account_page(Capability.EDIT_PROJECT)
def home(request: AccountRequest) -> HttpResponse:
    """To the looks of the project that `?project=` names, else of the first that the person may change."""
    return to_editable(request, "panel_looks")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def looks(request: PanelRequest) -> HttpResponse:
    """The designer."""
    require_editor(request)
    now = looks_of(request.project)
    if request.method != "POST":
        return _page(request, {**asdict(now), "color": request.project.color}, {})
    chosen, color = chosen_in(request.POST, now), request.POST.get("color", "").strip()
    wrong: dict[str, str] = {}
    with transaction.atomic():
        for change in (lambda: edit_project(request.actor, request.project, color=color), lambda: _edit(request, chosen)):
            try:
                change()
            except Invalid as refused:
                wrong |= refused.fields
        transaction.set_rollback(bool(wrong))
    if wrong:
        return _page(request, {**chosen, "color": color}, wrong)
    return redirect(f"{request.path}?saved")


def _edit(request: PanelRequest, chosen: dict[str, Any]) -> None:
    edit_looks(request.actor, request.project, chosen)


def _page(request: PanelRequest, chosen: dict[str, Any], wrong: dict[str, str]) -> HttpResponse:
    said = looks_of(request.project).texts
    words: dict[str, Any] = {
        "project": request.project,
        "chosen": {**chosen, "only_on": "\n".join(map(str, chosen["only_on"])), "never_on": "\n".join(map(str, chosen["never_on"]))},
        "wrong": wrong,
        "saved": "saved" in request.GET,
        "swatches": SWATCHES,
        "initials": initials(request.project.name),
        "themes": THEME_NAMES,
        "launchers": LAUNCHER_NAMES,
        "icons": [(name, PATHS.get(name, ""), words) for name, words in ICON_NAMES],
        "languages": _languages(),
        "greeting": said.get("en", {}).get(GREETING) or request.project.greeting or GREETING,
        "label": said.get("en", {}).get(LABEL) or LABEL,
        "alone": tag_of(request.project).alone,
        "ground": ground(request.project.color)[0],
    }
    return render(request, "panel/settings/looks.html", words, status=400 if wrong else 200)


def _languages() -> list[tuple[str, str]]:
    names = dict(settings.LANGUAGES)
    return [(code, names[code]) for code in settings.VISITORS_LANGUAGES]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def texts(request: PanelRequest) -> HttpResponse:
    """The project's own words in one language: `?language=`."""
    require_editor(request)
    language = request.GET.get("language", "")
    if language not in settings.VISITORS_LANGUAGES:
        language = looks_of(request.project).language or settings.LANGUAGE_CODE
    wrong = ""
    now = looks_of(request.project)
    own = dict(now.texts.get(language, {}))
    if request.method == "POST":
        own = {key: text for key, text in texts_in(request.POST, language, now)[language].items() if text}
        try:
            edit_looks(request.actor, request.project, {**_chosen(now), "texts": texts_in(request.POST, language, now)})
            return redirect(f"{request.path}?language={language}&saved")
        except Invalid as refused:
            wrong = next(iter(refused.fields.values()), refused.detail)
    rows = [(sentence, translated.get(language, sentence), own.get(sentence, "")) for sentence, translated in _first(sentences())]
    words = {"project": request.project, "rows": rows, "language": language, "languages": _languages(), "saved": "saved" in request.GET}
    return render(request, "panel/settings/looks_texts.html", {**words, "wrong": wrong, "own": len(own)}, status=400 if wrong else 200)


def _chosen(now: Looks) -> dict[str, Any]:
    """What is stored, as choices."""
    found = asdict(now)
    return {name: list(found[name]) if isinstance(found[name], tuple) else found[name] for name in STORED}


def _first(said: dict[str, dict[str, str]]) -> list[tuple[str, dict[str, str]]]:
    """What visitors see first stands first."""
    return sorted(said.items(), key=lambda one: (one[0] not in (GREETING, LABEL), one[0].lower()))
