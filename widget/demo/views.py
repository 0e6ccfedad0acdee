"""The pages of the demo shop. They play a customer's website, so nothing of Parley is in them but the tag."""

from __future__ import annotations

import json
from typing import Any

from csp.decorators import csp_exempt
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.demo.door import embedded_only
from widget.demo.products import SHELF


@require_safe
@never_cache
@embedded_only
def shelf(request: HttpRequest) -> HttpResponseBase:
    """The first page: everything on the shelf."""
    return _page(request, "shop/shelf.html", {"shelf": SHELF})


@require_safe
@never_cache
@embedded_only
def dinner_set(request: HttpRequest, tab: str = "about") -> HttpResponseBase:
    """The dinner set. Its two tabs have addresses of their own, which the page's script walks to without a load."""
    return _page(request, "shop/dinner_set.html", {"tab": tab})


@require_safe
@never_cache
@embedded_only
def delivery(request: HttpRequest) -> HttpResponseBase:
    """What delivery costs and how long it takes."""
    return _page(request, "shop/delivery.html", {})


def _page(request: HttpRequest, template: str, words: dict[str, Any]) -> HttpResponseBase:
    """A page with the tag, always on 127.0.0.1, because Parley is on localhost: two sites, as in real life."""
    if request.get_host().startswith("localhost"):
        return redirect(f"http://127.0.0.1{request.get_host().removeprefix('localhost')}{request.path}")

    # A customer's page has no policy of ours; the chat must work without one.
    @csp_exempt()
    def page(request: HttpRequest) -> HttpResponseBase:
        return render(request, template, {**words, "tag_src": _tag_src()})

    return page(request)


def _tag_src() -> str:
    """The demo project's script, or nothing while the demo is still being made."""
    try:
        demo = json.loads(settings.DEMO_FILE.read_text(encoding="utf-8"))
        return f"{demo['url'].rstrip('/')}/w/{demo['project_key']}.js"
    except (FileNotFoundError, KeyError, ValueError):
        return ""
