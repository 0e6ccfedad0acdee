"""Uploading an export that is to become a project; the page beside exports shows how far it is."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.doors import AccountRequest, account_page
from accounts.errors import Forbidden, Refused
from panel.imports.actions.start_import import start_import
from panel.views.data import data_page


@require_POST
@never_cache
@account_page(Capability.ADD_PROJECT)
def upload(request: AccountRequest) -> HttpResponse:
    """A ZIP as `file`. Sent twice by an impatient finger, `key` makes it one import."""
    file = request.FILES.get("file")
    if file is None:
        return data_page(request, refused=_("Choose the ZIP of an export first."))
    try:
        start_import(request.actor, file=file, size=file.size or 0, name=file.name or "", key=request.POST.get("key", ""))
    except Forbidden:
        raise PermissionDenied from None
    except Refused as refused:
        return data_page(request, refused=refused.detail)
    return redirect("panel_data")
