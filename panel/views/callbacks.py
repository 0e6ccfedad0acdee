"""Where payment companies call back. Nobody is signed in here: the signature is all that counts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.billing.actions.hear_callback import hear_callback
from accounts.billing.gateway import gateway_named
from accounts.errors import Refused

HEADERS = {"stripe": "Stripe-Signature", "card_page": "Signature"}


@csrf_exempt
@require_POST
def callback(request: HttpRequest, company: str) -> JsonResponse:
    """200 for what was heard, now or before; anything else makes the company call again."""
    try:
        found = gateway_named(company)
    except KeyError:
        raise Http404 from None
    try:
        fresh = hear_callback(found, request.body, request.headers.get(HEADERS[company], ""))
    except Refused as refused:
        return JsonResponse({"error": {"code": refused.code, "detail": refused.detail}}, status=refused.status)
    return JsonResponse({"fresh": fresh})
