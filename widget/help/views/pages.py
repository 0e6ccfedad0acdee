"""What readers see: the home of a help centre, a topic, an article, and what a search found. All of it without any script."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from accounts.billing.access import may_start_here
from chat.desk import desk_of
from chat.people import who_answers
from widget.help import searching
from widget.help.access import article_at
from widget.help.languages import NAMES, Shown, name_in, shown_texts, text_for
from widget.help.models import Article, Category
from widget.help.nodes import contents_of, html_of, led
from widget.help.pictures import pictures_in
from widget.help.popularity import is_machine, note_reading
from widget.help.queries import topics
from widget.help.views.doors import HelpRequest, help_page
from widget.looks.choices import initials, looks_of

MOST_READ, ALSO_READ = 8, 4


@require_safe
@help_page
def home(request: HelpRequest) -> HttpResponse:
    """Most read first, and the topics."""
    shown = shown_texts(request.project, request.language)
    words = {"shown": shown[:MOST_READ], "topics": _topics(request, shown), "count": len(shown)}
    return _page(request, "help/home.html", words, here=request.addresses.home_in)


@require_safe
@help_page
def topic(request: HelpRequest, slug: str) -> HttpResponse:
    found = Category.objects.filter(slug=slug).first()
    shown = shown_texts(request.project, request.language)
    mine = [each for each in shown if found and each.article.category_id == found.pk]
    if found is None or not mine:
        raise Http404
    words = {"topic": found, "name": name_in(found, _languages(request)), "shown": mine, "topics": _topics(request, shown)}
    return _page(request, "help/topic.html", words, here=lambda language: request.addresses.topic(slug, language))


@require_safe
@help_page
def article(request: HelpRequest, slug: str) -> HttpResponse:
    """One article. Whoever reads it counts once."""
    found = article_at(slug)
    text = text_for(request.centre, found, request.language)
    if text is None:
        raise Http404
    note_reading(request.project, found, request)
    nodes = led(text.shown, request.addresses.article, pictures_in(request.project, text.shown))
    others = [each for each in shown_texts(request.project, request.language) if each.article.pk != found.pk]
    words = {
        "article": found,
        "text": text,
        "body": html_of(nodes),
        "contents": contents_of(nodes),
        "topic": found.category,
        "name": name_in(found.category, _languages(request)),
        "also": _near(found, others),
        "thanks": request.GET.get("answer") in ("yes", "no"),
        "elsewhere": NAMES[request.language] if text.language != request.language else "",
        "text_direction": "rtl" if text.language == "ar" else "ltr",
        "author": text.published_by.split(" ")[0],
    }
    return _page(
        request, "help/article.html", words, here=_addresses_of(request, found), canonical=request.addresses.article(slug, text.language)
    )


def _addresses_of(request: HelpRequest, found: Article) -> Any:
    """Only languages in which it is written have an address of their own."""
    written = set(found.texts.filter(number__gt=0, published_at__isnull=False).values_list("language", flat=True))
    return lambda language: request.addresses.article(found.slug, language) if language in written else ""


def _near(found: Article, others: list[Shown]) -> list[Shown]:
    """Others of its topic first, each group in its order."""
    return sorted(others, key=lambda each: each.article.category_id != found.category_id)[:ALSO_READ]


@require_safe
@help_page
def search(request: HelpRequest) -> HttpResponse:
    """What a question finds. One that finds nothing is written down, unless a machine asked."""
    question = request.GET.get("q", "")[: searching.QUESTION]
    slow = False
    try:
        with transaction.atomic():
            hits = searching.search(request.project, question, language=request.language)
    except OperationalError:
        hits, slow = [], True
    if question.strip() and not hits and not slow and not is_machine(request):
        searching.note_missed(request.project, question, language=request.language)
    shown = shown_texts(request.project, request.language)
    words = {"question": question, "shown": [hit.shown for hit in hits], "most_read": shown[:ALSO_READ], "topics": _topics(request, shown)}
    return _page(request, "help/search.html", words, here=None)


def _who_is_here(request: HelpRequest) -> dict[str, Any]:
    """Two of those who could answer now, by their first names, and what is promised."""
    desk = desk_of(request.project)
    names = [member.name.split(" ")[0] for member in who_answers(request.project, desk)]
    return {"names": names[:2], "minutes": desk.replies_within_min}


def _languages(request: HelpRequest) -> list[str]:
    return [request.language, *request.centre.languages]


def _topics(request: HelpRequest, shown: list[Shown]) -> list[dict[str, Any]]:
    """Those under which there is something to read, with how much."""
    counts: dict[int, int] = {}
    for each in shown:
        counts[each.article.category_id] = counts.get(each.article.category_id, 0) + 1
    return [
        {"name": name_in(one, _languages(request)), "icon": one.icon, "count": counts[one.pk], "href": request.addresses.topic(one.slug)}
        for one in topics()
        if one.pk in counts
    ]


def _page(request: HelpRequest, template: str, words: dict[str, Any], *, here: Any, canonical: str = "") -> HttpResponse:
    """`here` gives this page's address in another language, '' where it has none; None for pages that no machine should keep."""
    alternates = [(language, NAMES[language], here(language)) for language in request.centre.languages] if here else []
    around = {
        "project": request.project,
        "mark": looks_of(request.project).mark or initials(request.project.name),
        "at": request.addresses,
        "parley": settings.PARLEY_URL,
        "language": request.language,
        "alternates": [each for each in alternates if each[2]],
        "others": [(code, name, there or request.addresses.home_in(code)) for code, name, there in alternates],
        "canonical": canonical or (here(request.language) if here else ""),
        "may_begin": may_start_here(),
        "here": _who_is_here(request),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    return render(request, template, around | words)
