"""The editor of one article: what it says in each language, its preview, its pictures, and what was published before."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.capabilities import Capability
from accounts.doors import PanelRequest, panel_page
from accounts.errors import NotFound, Refused
from panel.views.editable import require_editor
from widget.help.access import article_for
from widget.help.actions.add_article import add_article
from widget.help.actions.add_picture import add_picture
from widget.help.actions.edit_article import edit_article, remove_article
from widget.help.actions.publish_article import publish_article, withdraw_article
from widget.help.actions.write_article import take_up_edition, write_article
from widget.help.drafts import SLUG
from widget.help.languages import NAMES, centre_of, name_in
from widget.help.models import Article, ArticleText, Edition
from widget.help.models.article_text import BODY, EXCERPT, TITLE
from widget.help.nodes import led, nodes_of
from widget.help.pictures import SCHEME, pictures_in
from widget.help.queries import Tally, tallies, topics
from widget.help.shapes import addresses_of

TOLD = {
    "saved": _("Saved as a draft. Readers see what was published last."),
    "published": _("Published. Readers see it within a minute."),
    "withdrawn": _("Taken off the page. The draft stays here."),
    "taken": _("The older edition is the draft now. Publish it to show it again."),
}
LIMITS = {"title": TITLE, "excerpt": EXCERPT, "body": BODY, "slug": SLUG}
EDITIONS_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def article(request: PanelRequest, article: UUID | None = None) -> HttpResponse:
    """One article, or a new one, in the language that `?lang=` names."""
    require_editor(request)
    try:
        found = None if article is None else article_for(request.actor, request.project, article, needs=Capability.EDIT_PROJECT)
        language = _language(request, found)
        if request.method == "POST":
            return _save(request, found, language)
    except NotFound:
        raise Http404 from None
    except Refused as refused:
        return _editor(request, found, language, refused=refused)
    return _editor(request, found, language)


def _language(request: PanelRequest, found: Article | None) -> str:
    """What is asked for, else the first of the centre's languages in which it is written."""
    asked, languages = request.GET.get("lang", ""), centre_of(request.project).languages
    written = set(found.texts.values_list("language", flat=True)) if found else set()
    if asked in languages or asked in written:
        return asked
    return next((each for each in languages if each in written), languages[0])


def _save(request: PanelRequest, found: Article | None, language: str) -> HttpResponse:
    act, _colon, number = request.POST.get("act", "save").partition(":")
    actor, project, done = request.actor, request.project, "saved"
    if found is not None and act == "remove":
        remove_article(actor, project, found)
        return redirect(f"{reverse('panel_help', kwargs={'project': project.public_id})}?done=removed")
    if found is not None and act == "take":
        take_up_edition(actor, project, found, language, int(number) if number.isdecimal() and len(number) < 9 else 0)
        done = "taken"
    elif found is not None and act == "withdraw":
        withdraw_article(actor, project, found, language)
        done = "withdrawn"
    else:
        words = {name: request.POST.get(name, "") for name in ("title", "excerpt", "body")}
        place = {"category": request.POST.get("category", "")}
        if request.POST.get("slug", "").strip():
            place["slug"] = request.POST["slug"]
        if found is None:
            found = add_article(actor, project, {**words, **place, "language": language}).article
        else:
            edit_article(actor, project, found, place)
            write_article(actor, project, found, language, words)
        if act == "publish":
            publish_article(actor, project, found, language)
            done = "published"
    where = reverse("panel_one_help_article", kwargs={"project": project.public_id, "article": found.public_id})
    return redirect(f"{where}?lang={language}&done={done}")


def _editor(request: PanelRequest, found: Article | None, language: str, *, refused: Refused | None = None) -> HttpResponse:
    centre = centre_of(request.project)
    texts = {text.language: text for text in ArticleText.objects.filter(article=found)} if found else {}
    text = texts.get(language)
    posted = request.POST if refused else {}
    draft = {name: posted.get(name, getattr(text, name, "") if text else "") for name in ("title", "excerpt", "body")}
    draft["slug"] = posted.get("slug", found.slug if found else "")
    body = nodes_of(str(draft["body"]))
    words: dict[str, Any] = {
        "project": request.project,
        "article": found,
        "text": text,
        "language": language,
        "text_direction": "rtl" if language == "ar" else "ltr",
        "languages": [(code, NAMES[code], texts.get(code)) for code in dict.fromkeys([*centre.languages, *texts])],
        "topics": [(one, name_in(one, [language, *centre.languages])) for one in topics()],
        "category": posted.get("category") or (str(found.category.public_id) if found else request.GET.get("topic", "")),
        "draft": draft,
        "limits": LIMITS,
        "preview": _shown(request, body),
        "editions": list(Edition.objects.filter(text=text).order_by("-number")[:EDITIONS_SHOWN]) if text else [],
        "tally": tallies().get(found.pk, Tally()) if found else None,
        "address": addresses_of(request.project).article(found.slug, language) if found else "",
        "root": addresses_of(request.project).root,
        "told": TOLD.get(request.GET.get("done", ""), ""),
        "wrong": refused.fields if refused else {},
        "refused": refused if refused and not refused.fields else None,
    }
    return render(request, "panel/settings/help_article.html", words, status=refused.status if refused else 200)


def _shown(request: PanelRequest, nodes: list[Any]) -> list[Any]:
    addresses = addresses_of(request.project)
    return led(nodes, addresses.article, pictures_in(request.project, nodes))


@require_POST
@never_cache
@panel_page
def preview(request: PanelRequest) -> HttpResponse:
    """`{body}` → `{nodes}`: what readers would see. Nothing is kept."""
    require_editor(request)
    try:
        said = json.loads(request.body)
        body = str(said["body"])[:BODY]
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"error": {"code": "invalid", "detail": "{body} is wanted."}}, status=400)
    return JsonResponse({"nodes": _shown(request, nodes_of(body.replace("\x00", "")))})


@require_POST
@never_cache
@panel_page
def picture(request: PanelRequest) -> HttpResponse:
    """A picture as `file` → `{markdown}`: what to write where it shall stand."""
    require_editor(request)
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": {"code": "invalid", "detail": str(_("A picture: JPEG, PNG, GIF or WebP."))}}, status=400)
    try:
        row = add_picture(request.actor, request.project, file=file, size=file.size or 0, name=file.name or "")
    except Refused as refused:
        detail = next(iter(refused.fields.values()), refused.detail)
        return JsonResponse({"error": {"code": refused.code, "detail": detail}}, status=refused.status)
    words = row.name.rpartition(".")[0].replace("[", "").replace("]", "")
    return JsonResponse({"markdown": f"![{words}]({SCHEME}{row.public_id})"}, status=201)
