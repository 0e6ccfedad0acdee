"""What a project is connected to: the list, connecting, and one integration with all that can be done to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.capabilities import Capability
from accounts.doors import AccountRequest, PanelRequest, account_page, panel_page
from accounts.errors import Forbidden, NotFound, Refused
from accounts.recent import require_recent
from integrations.access import integration_for
from integrations.actions.check_integration import request_check
from integrations.actions.confirm_integration import ask_to_confirm
from integrations.actions.connect_integration import connect_integration
from integrations.actions.disable_integration import disable_integration, enable_integration
from integrations.actions.edit_integration import edit_integration
from integrations.actions.end_former_secret import end_former_secret
from integrations.actions.purge_bodies import purge_bodies
from integrations.actions.remove_integration import remove_integration
from integrations.actions.rotate_secret import rotate_secret
from integrations.actions.send_sample import send_sample
from integrations.connectors import Connector, ConnectorForm, connector_named
from integrations.inventory import inventory_of
from integrations.models import Integration
from panel.integration_rows import Row, kinds, removed_rows, rows_here
from panel.views.editable import editable, require_editor, to_editable

Found = TypeVar("Found")
Act = Callable[[PanelRequest, Integration], object]

ACTS: dict[str, Act] = {
    "check": lambda request, integration: request_check(request.actor, integration),
    "sample": lambda request, integration: send_sample(request.actor, integration),
    "end_former": lambda request, integration: end_former_secret(request.actor, integration),
    "ask": lambda request, integration: ask_to_confirm(request.actor, integration),
    "disable": lambda request, integration: disable_integration(request.actor, integration, reason=request.POST.get("reason", "")),
    "purge": lambda request, integration: purge_bodies(request.actor, integration),
    "enable": lambda request, integration: enable_integration(request.actor, integration),
}


# What is said at the top of the page once it is done.
TOLD = {
    "save": _("Saved."),
    "check": _("We are asking. Load this page again in a moment."),
    "sample": _("A sample is on its way. Load this page again in a moment."),
    "end_former": _("Ended. Only the newer secret signs from now on."),
    "ask": _("The link is on its way."),
    "disable": _("Disabled. Nobody can press."),
    "enable": _("Enabled again."),
    "purge": _("Purged. That it was sent stays in the log."),
    "connected": _("Connected. We are asking whether it works."),
}


@require_safe
@never_cache
@account_page(Capability.EDIT_PROJECT)
def home(request: AccountRequest) -> HttpResponse:
    """To the integrations of the project that `?project=` names, else of the first that the person may change."""
    return to_editable(request, "panel_integrations")


@require_safe
@never_cache
@panel_page
def integrations(request: PanelRequest) -> HttpResponse:
    """What is connected, and what can be. `?q=` looks among the kinds, `?done=` says what has just happened."""
    require_editor(request)
    words = request.GET.get("q", "")[:80]
    rows = rows_here()
    shown: dict[str, Any] = {
        "project": request.project,
        "projects": editable(request.actor),
        "rows": [row for row in rows if row.connector in kinds(words)],
        "gone": [] if words else removed_rows(),
        "failing": [row for row in rows if row.state.kind == "bad"],
        "kinds": kinds(words),
        "q": words,
        "removed": request.GET.get("done") == "removed",
    }
    return render(request, "panel/settings/integrations.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def connect(request: PanelRequest, slug: str) -> HttpResponse:
    """One more of a kind: how to set it up, and its form."""
    require_editor(request)
    connector = _or_404(lambda: connector_named(slug))
    if request.method != "POST":
        return _connect_page(request, connector, connector.form())
    form, name = connector.form(request.POST), request.POST.get("name", "")
    if not form.is_valid():
        return _connect_page(request, connector, form, name=name, status=400)
    try:
        made, ours = connect_integration(request.actor, request.project, connector, name=name, settings=request.POST)
    except Refused as refused:
        return _connect_page(request, connector, form, name=name, refused=refused, status=refused.status)
    if ours:
        return _page(request, Row(made, connector), secrets=ours)
    return _back("panel_integration", "connected", project=request.project.public_id, integration=made.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def integration(request: PanelRequest, integration: UUID) -> HttpResponse:
    """One integration. A POST names in `act` what to do to it."""
    require_editor(request)
    found = _or_404(lambda: integration_for(request.actor, request.project, integration, needs=Capability.EDIT_PROJECT))
    row = Row(found, _or_404(lambda: connector_named(found.connector)))
    if request.method != "POST":
        return _page(request, row, done=request.GET.get("done", ""))
    try:
        return _act(request, row, request.POST.get("act", ""))
    except NotFound:
        raise Http404 from None
    except Refused as refused:
        if refused.code == "reauthenticate":
            raise
        return _page(request, row, form=row.connector.form(request.POST, former=found.settings), refused=refused)


def _act(request: PanelRequest, row: Row, act: str) -> HttpResponse:
    if act == "remove":
        remove_integration(request.actor, row.integration)
        return _back("panel_integrations", "removed", project=request.project.public_id)
    if act == "rotate":
        require_recent(request)
        return _page(request, row, secrets=rotate_secret(request.actor, row.integration))
    if act == "save":
        _save(request, row)
    elif act in ACTS:
        ACTS[act](request, row.integration)
    else:
        raise NotFound()
    return _back("panel_integration", act, project=request.project.public_id, integration=row.integration.public_id)


def _save(request: PanelRequest, row: Row) -> None:
    posted = request.POST
    mapping = {name: posted.get(f"map_{name}", "") for name in row.connector.mapping}
    edit_integration(
        request.actor,
        row.integration,
        name=posted.get("name", ""),
        settings=posted,
        fields=posted.getlist("fields"),
        mapping=mapping if row.connector.mapping else None,
    )


def _or_404(look: Callable[[], Found]) -> Found:
    try:
        return look()
    except NotFound:
        raise Http404 from None
    except Forbidden:
        raise PermissionDenied from None


def _back(name: str, done: str, **ids: UUID) -> HttpResponse:
    return redirect(f"{reverse(name, kwargs=ids)}?done={done}")


def _connect_page(
    request: HttpRequest, connector: Connector, form: ConnectorForm, *, name: str = "", refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    words = {"connector": connector, "form": form, "name": name or connector.name, "refused": refused}
    return render(request, "panel/settings/integration_connect.html", words, status=status)


def _page(
    request: PanelRequest,
    row: Row,
    *,
    form: ConnectorForm | None = None,
    done: str = "",
    secrets: dict[str, str] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    words: dict[str, Any] = {
        "row": row,
        "form": form or row.connector.form(former=row.integration.settings),
        "told": TOLD.get(done, ""),
        "name": request.POST.get("name", row.integration.name) if refused else row.integration.name,
        "secrets": secrets,
        "standing": row.standing,
        "refused": refused,
        "inventory": inventory_of(row.integration),
        "makes_secrets": bool(row.connector.make_secrets({}, row.integration.created_at)),
    }
    return render(request, "panel/settings/integration.html", words, status=refused.status if refused else 200)
