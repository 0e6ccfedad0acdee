"""`{% this_request as code %}`: the id that an error page names and the log knows."""

from __future__ import annotations

from django import template

from accounts.tracing import request_id

register = template.Library()


@register.simple_tag
def this_request() -> str:
    """The present request's id, also on pages that are rendered without any context."""
    return request_id.get()
