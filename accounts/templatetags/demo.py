"""`{% demo_run as in_demo %}` and `{% demo_shop_url %}`: the demo's pages are linked only where they can be opened."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings

from accounts.demo.door import is_demo

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_run(context: dict[str, Any]) -> bool:
    """True in the embedded run, for a browser on this machine."""
    request = context.get("request")
    return request is not None and is_demo(request)


@register.simple_tag
def demo_shop_url() -> str:
    """The demo shop stands on 127.0.0.1 while Parley stands on localhost, so that the widget embeds across sites."""
    port = urlsplit(settings.PARLEY_URL).port
    return f"http://127.0.0.1:{port}/demo/" if port else "http://127.0.0.1/demo/"
