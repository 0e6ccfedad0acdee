"""People of the cast who ask every operation of the REST API, with something real in each place."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.actions.give_grant import give_grant
from accounts.actions.invite_member import invite_member
from accounts.actions.issue_api_key import issue_api_key
from accounts.actions.request_erasure import request_visitor_erasure
from accounts.actions.start_export import start_export
from accounts.models import Export, Invitation
from accounts.tenancy import account, tenant
from chat.actions.edit_departments import add_department
from chat.models import Attachment, Conversation
from integrations.actions.connect_integration import connect_integration
from integrations.actions.press import press
from integrations.actions.steer_delivery import cancel_delivery
from integrations.connectors import connector_named
from panel.api.operation import Operation
from panel.imports.actions.start_import import start_import
from tests.cast import Cast, rolled_back
from tests.chat.files.sending import announced
from tests.panel.api.helping import BODIES_OF_HELP, help_of
from tests.panel.api.working import BODIES_OF_WORK, work_of
from widget.mail.models import Arrival
from widget.mail.reply_addresses import address_for
from widget.rules.actions.add_rule import add_rule

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(cast: Cast, name: str) -> Client:
    """Somebody who signed in a moment ago."""
    client = Client()
    client.force_login(cast.users[name], backend=SIGN_IN)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(cast.users[name].pk)
    session.save()
    return client


@dataclass
class Asker:
    cast: Cast
    name: str
    ids: dict[str, str]

    def ids_for(self, operation: Operation) -> dict[str, str]:
        """What stands in its address."""
        if operation.path.endswith("/resend"):
            return {**self.ids, "delivery": self.ids["ended"]}  # everything else is asked of what is on its way
        if (operation.method, operation.path.rpartition("/")[2]) == ("delete", "merged"):
            return {**self.ids, "conversation": self.ids["merged"]}  # what is taken apart has been put together
        return self.ids

    def ask(self, operation: Operation, more: dict[str, Any] | None = None) -> Any:
        """One request, with a body that can be taken."""
        body = BODIES.get((operation.method, operation.path.rpartition("/")[2]), {})
        text = json.dumps({**body, **(more or {})})
        for place, one in self.ids.items():
            text = text.replace("{" + place + "}", one)
        client, address = client_of(self.cast, self.name), operation.path.format(**self.ids_for(operation))
        if operation.method == "get":
            return client.get(address)
        if operation.form:
            return client.post(address, {"file": SimpleUploadedFile("shop.zip", b"PK"), **(more or {})})
        return getattr(client, operation.method)(address, text, content_type="application/json")


def mail_for(cast: Cast) -> Arrival:
    """One that came for Vera's conversation."""
    to = address_for(cast.shop, Conversation.objects.select_related("visitor").get(pk=cast.talk.pk), "vera@vera.example")
    assert to is not None
    arrived = Arrival(project=cast.shop, address=to, conversation=cast.talk, key="k", outcome="taken", number=1, arrived_at=timezone.now())
    arrived.save(force_insert=True)
    return arrived


def photo_of(cast: Cast) -> Attachment:
    """One of Olga's that was looked at and is not sent yet."""
    with tenant(cast.shop):
        photo = announced(cast.olga, cast.shop, b"hello", "bowl.png")
        Attachment.objects.filter(pk=photo.pk).update(state="ready", type="image/png", width=4, height=3)
        return photo


def asker_of(cast: Cast, name: str) -> Asker:
    """Olga's account has one of everything."""
    with tenant(cast.shop):
        webhook, _ = connect_integration(cast.olga, cast.shop, connector_named("webhook"), name="Hook", settings=HOOK)
        delivery, ended = (press(cast.olga, cast.talk, webhook, request_id=uuid.uuid4())[1] for _ in range(2))
        cancel_delivery(cast.olga, cast.shop, ended)
        rule = add_rule(cast.olga, cast.shop, {"name": "Hello", "text": "Can we help?"})
        mail = mail_for(cast)
        department = add_department(cast.olga, cast.shop, name="Orders", members=[cast.oscar.ref])
    with account(cast.shop.account_id):
        invitation = invite_member(cast.olga, email="nora@nook.example", role="operator")
        Invitation.objects.filter(pk=invitation.pk).update(sent_at="2026-01-01T00:00:00Z")  # it may be sent again
        key, _ = issue_api_key(cast.olga, name="Script", scopes=["read"])
        export = start_export(cast.olga, project=cast.shop)
        Export.objects.filter(pk=export.pk).update(state="ready")  # another one may begin
        with tenant(cast.shop):
            erasure = request_visitor_erasure(cast.olga, cast.shop, cast.wanda.public_id, at_once=False)
        imported = start_import(cast.olga, file=BytesIO(b"PK"), size=2, name="shop.zip")
        grant = give_grant(cast.olga, project=cast.shop, scope="settings", reason="Ticket 1")
    ids = {"project": cast.shop.public_id, "conversation": cast.talk.public_id, "visitor": cast.vera.public_id}
    rows = {
        "invitation": invitation.public_id,
        "key": key.public_id,
        "export": export.public_id,
        "erasure": erasure.public_id,
        "import": imported.public_id,
        "grant": grant.public_id,
        "integration": webhook.public_id,
        "delivery": delivery.public_id,
        "mail": mail.public_id,
        "ended": ended.public_id,
        "automation": rule.public_id,
        "department": department.public_id,
        "file": photo_of(cast).public_id,
    }
    return Asker(
        cast, name, {place: str(one) for place, one in {**ids, **rows, **work_of(cast), **help_of(cast), "member": cast.oscar.ref}.items()}
    )


@pytest.fixture(scope="class")
def ids_of_class(cast_of_class: Cast, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """One of everything in Olga's account, made once for all tests of a class: what each of them changes is rolled back by `cast`."""
    with django_db_blocker.unblock(), rolled_back():
        yield asker_of(cast_of_class, "olga").ids


HOOK = {"url": "https://partner.example/hooks"}
PRESS = {"conversation": "{conversation}", "request_id": str(uuid.UUID(int=9)), "fields": ["messages"]}
# By method and the last part of the address.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("post", "preview"): PRESS,
    ("post", "forwards"): PRESS,
    ("patch", "{project}"): {"name": "Shop", "color": "#0F616F", "allowed_domains": ["acme.example"]},
    ("post", "conversations"): {"client_id": str(uuid.UUID(int=7)), "visitor": "{visitor}", "text": "Hello"},
    ("patch", "{conversation}"): {"status": "closed", "assignee": "me"},
    ("post", "departments"): {"name": "Help", "pages": ["/help/*"], "way": "least_busy", "members": ["{member}"]},
    ("patch", "{department}"): {"name": "All orders", "offered": False},
    ("post", "messages"): {"client_id": str(uuid.UUID(int=8)), "text": "Hello"},
    ("post", "files"): {"client_id": str(uuid.UUID(int=6)), "name": "a.txt", "size": 5},
    ("post", "forms"): {"client_id": str(uuid.UUID(int=9)), "asks": ["email"], "purpose": "To write back"},
    ("post", "erase"): {"at_once": False},
    ("patch", "{member}"): {"role": "viewer", "projects": ["{project}"]},
    ("post", "invitations"): {"email": "nina@nook.example", "role": "viewer", "projects": None},
    ("post", "api-keys"): {"name": "Another", "kind": "service", "scopes": ["read"], "project": "{project}"},
    ("post", "resend"): {"reason": "They lost it"},
    ("post", "grants"): {"project": "{project}", "scope": "settings", "reason": "Ticket 2"},
    ("post", "automations"): {"name": "Welcome", "text": "Hello there"},
    ("patch", "{automation}"): {"name": "Welcome back"},
    ("post", "frames"): {"v": 1, "projects": ["{project}"], "frames": [{"type": "hello", "ref": 1}]},
    **BODIES_OF_WORK,
    **BODIES_OF_HELP,
}
