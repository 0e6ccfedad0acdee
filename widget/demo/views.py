"""The pages of the demo shop. They play a customer's website, so nothing of Parley is in them but the tag."""

from __future__ import annotations

import json
from typing import Any

from csp.decorators import csp_exempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.demo.door import embedded_only
from widget.demo.products import SHELF


@require_safe
@embedded_only
def shelf(request: HttpRequest) -> HttpResponse:
    """The first page: everything on the shelf."""
    return _page(request, "shop/shelf.html", {"shelf": SHELF})


@require_safe
@embedded_only
def dinner_set(request: HttpRequest, tab: str = "about") -> HttpResponse:
    """The dinner set. Its two tabs have addresses of their own, which the page's script walks to without a load."""
    return _page(request, "shop/dinner_set.html", {"tab": tab})


@require_safe
@embedded_only
def delivery(request: HttpRequest) -> HttpResponse:
    """What delivery costs and how long it takes."""
    return _page(request, "shop/delivery.html", {})


@csp_exempt()
@never_cache
def _page(request: HttpRequest, template: str, words: dict[str, Any]) -> HttpResponse:
    """A page with the tag, always on 127.0.0.1, because Parley is on localhost: two sites, as in real life."""
    if request.get_host().startswith("localhost"):
        return redirect(f"http://127.0.0.1{request.get_host().removeprefix('localhost')}{request.path}")
    return render(request, template, {**words, "tag_src": _tag_src()})


def _tag_src() -> str:
    """The demo project's script, or nothing while the demo is still being made."""
    try:
        demo = json.loads(settings.DEMO_FILE.read_text(encoding="utf-8"))
        return f"{demo['url'].rstrip('/')}/w/{demo['project_key']}.js"
    except (FileNotFoundError, KeyError, ValueError):
        return ""
