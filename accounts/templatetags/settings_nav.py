"""`{% settings_nav as groups %}`: the settings that the reader may open, for the navigation on their left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.capabilities import held_by

register = template.Library()


@dataclass(frozen=True)
class Entry:
    """One page: the name of its address, its words, and the capability (by value) without which it is a 403.

    `part` is what the addresses of a project's own pages of this kind have in common; this one then leads to them.
    """

    name: str
    words: Promise
    needs: str = ""
    part: str = ""


GROUPS: tuple[tuple[Promise, tuple[Entry, ...]], ...] = (
    (_("Project"), (Entry("panel_integrations_home", _("Integrations"), "edit_project", "/settings/integrations/"),)),
    (_("Account"), (
        Entry("panel_team", _("Team and roles")),
        Entry("panel_api_keys", _("API keys")),
        Entry("panel_billing", _("Plan and billing"), "manage_billing"),
    )),
    (_("Trust"), (
        Entry("panel_single_sign_on", _("Single sign-on"), "manage_sign_in"),
        Entry("panel_audit", _("Audit log"), "read_audit"),
        Entry("panel_support_access", _("Support access"), "give_grants"),
        Entry("panel_data", _("Privacy and export"), "export_data"),
        Entry("panel_bans", _("Bans"), "ban_visitors"),
    )),
    (_("You"), (Entry("panel_security", _("Sign-in and security")),)),
)  # fmt: skip


@register.simple_tag(takes_context=True)
def settings_nav(context: dict[str, Any]) -> list[tuple[Promise, list[dict[str, Any]]]]:
    """Headings with their pages: only what the reader may open, and only pages that are there."""
    request = context["request"]
    actor: Actor | None = getattr(request, "actor", None)
    held = {capability.value for capability in held_by(actor)} if actor is not None else set()
    groups = []
    for heading, entries in GROUPS:
        mine = [entry for entry in entries if entry.name == "panel_security" or (actor and (not entry.needs or entry.needs in held))]
        links = [_link(entry, request.path) for entry in mine]
        if any(links):
            groups.append((heading, [link for link in links if link]))
    return groups


def _link(entry: Entry, path: str) -> dict[str, Any] | None:
    try:
        href = reverse(entry.name)
    except NoReverseMatch:
        return None
    return {"href": href, "words": entry.words, "here": path.startswith(href) or bool(entry.part and entry.part in path)}
