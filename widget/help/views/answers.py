"""What stands beside the pages: a reader's yes or no, what search finds while somebody types, the site map, and the colours."""

from __future__ import annotations

from django.db import OperationalError, transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import NotFound
from widget.colors import ground, readable_on
from widget.help import searching
from widget.help.access import article_at
from widget.help.languages import text_for
from widget.help.models import Article, ArticleText
from widget.help.popularity import is_machine, note_answer, note_reading
from widget.help.views.doors import HelpRequest, help_page

LIGHT, DARK = "#ffffff", "#101e22"  # --bg-surface of both themes
MAPPED_AT_MOST = 10_000
FOUND_FOR_S = 60


@csrf_exempt  # no cookie is looked at: whoever reads may say whether it helped, and counts as the reader they are
@require_POST
@help_page
def answer(request: HelpRequest, slug: str) -> HttpResponse:
    """`helped=yes|no`. Back to the article, which says thank you."""
    found = article_at(slug)
    text = text_for(request.centre, found, request.language)
    helped = request.POST.get("helped")
    if text is None or helped not in ("yes", "no"):
        raise NotFound()
    if not is_machine(request):
        note_reading(request.project, found, request)
        note_answer(request.project, found, request, helped=helped == "yes")
    return HttpResponseRedirect(f"{request.addresses.article(slug)}?answer={helped}#answer")


@require_safe
@cache_control(max_age=FOUND_FOR_S, public=True)
@help_page
def found(request: HelpRequest) -> HttpResponse:
    """`GET search.json?q=` → `{results: [{title, excerpt, minutes, url}]}`: what is shown while somebody types."""
    try:
        with transaction.atomic():
            hits = searching.search(request.project, request.GET.get("q", ""), language=request.language)
    except OperationalError:
        hits = []
    results = [
        {"title": hit.shown.title, "excerpt": hit.shown.excerpt, "minutes": hit.shown.text.minutes, "url": _url(request, hit.shown.article)}
        for hit in hits
    ]
    return JsonResponse({"results": results})


def _url(request: HelpRequest, article: Article) -> str:
    return request.addresses.article(article.slug)


@require_safe
@cache_control(max_age=3600, public=True)
@help_page
def sitemap(request: HelpRequest) -> HttpResponse:
    """Every published article in every language that it is written in."""
    rows = ArticleText.objects.filter(number__gt=0, published_at__isnull=False, language__in=request.centre.languages)
    texts = rows.select_related("article").order_by("article_id", "pk").only("language", "published_at", "article__slug", "project_id")
    entries: dict[int, list[ArticleText]] = {}
    for text in texts[:MAPPED_AT_MOST]:
        entries.setdefault(text.article_id, []).append(text)
    urls = [
        {
            "loc": request.addresses.article(text.article.slug, text.language),
            "changed": text.published_at,
            "alternates": [(each.language, request.addresses.article(each.article.slug, each.language)) for each in group],
        }
        for group in entries.values()
        for text in group
    ]
    homes = [{"loc": request.addresses.home_in(language)} for language in request.centre.languages]
    return render(request, "help/sitemap.xml", {"urls": [*homes, *urls]}, content_type="application/xml")


@require_safe
@cache_control(max_age=300, public=True)
@help_page
def look(request: HelpRequest) -> HttpResponse:
    """The project's colour, as it can be read on light and on dark paper. Nothing here is anybody's words (OUT8)."""
    color = request.project.color
    brand, on_brand = ground(color)
    names = {"brand": brand, "on-brand": on_brand, "brand-ink": readable_on(color, LIGHT), "brand-ink-dark": readable_on(color, DARK)}
    sheet = ":root{" + "".join(f"--{name}:{value};" for name, value in names.items()) + "}"
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")
