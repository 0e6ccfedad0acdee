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

OF_A_PERSON = ("panel_notifications", "panel_security", "panel_language")  # also of somebody who is in no account


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
    (_("Project"), (
        Entry("panel_looks_home", _("Widget looks"), "edit_project", "/settings/looks/"),
        Entry("panel_automatic_home", _("Automatic messages"), "edit_project", "/settings/automatic-messages/"),
        Entry("panel_replies_home", _("Replies, macros and tags"), "reply", "/settings/replies/"),
        Entry("panel_help_home", _("Help centre"), "edit_project", "/settings/help/"),
        Entry("panel_hours_home", _("Hours"), "edit_project", "/settings/hours/"),
        Entry("panel_departments_home", _("Departments and routing"), "edit_project", "/settings/departments/"),
        Entry("panel_forms_home", _("Forms"), "edit_project", "/settings/forms/"),
        Entry("panel_files_home", _("Files"), "edit_project", "/settings/files/"),
        Entry("panel_integrations_home", _("Integrations"), "edit_project", "/settings/integrations/"),
        Entry("panel_identity_home", _("Signed identity"), "edit_project", "/settings/identity/"),
    )),
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
    (_("You"), (
        Entry("panel_notifications", _("Notifications"), part="/settings/notifications/"),
        Entry("panel_security", _("Sign-in and security")),
        Entry("panel_language", _("Language")),
    )),
)  # fmt: skip


@register.simple_tag(takes_context=True)
def settings_nav(context: dict[str, Any]) -> list[tuple[Promise, list[dict[str, Any]]]]:
    """Headings with their pages: only what the reader may open, and only pages that are there."""
    request = context["request"]
    actor: Actor | None = getattr(request, "actor", None)
    held = {capability.value for capability in held_by(actor)} if actor is not None else set()
    groups = []
    for heading, entries in GROUPS:
        mine = [entry for entry in entries if entry.name in OF_A_PERSON or (actor and (not entry.needs or entry.needs in held))]
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
