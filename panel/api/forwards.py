"""`integrations/…` and `deliveries/…`: what can be sent elsewhere, and what was. Only a person presses; no key does."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import as_uuid
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from accounts.models import Project
from chat.access import conversation_for
from integrations.access import delivery_for, integration_for
from integrations.actions.press import press, preview, require_press
from integrations.actions.resend_delivery import resend_delivery
from integrations.actions.steer_delivery import cancel_delivery, try_now
from integrations.models import Delivery
from integrations.queries import deliveries, integrations_here
from integrations.shapes import delivery_shape, integration_shape, preview_shape, whole_delivery_shape
from panel.api.conversations import body_of
from panel.api.door import ProjectView
from panel.api.pages import page_of

PRESSED = {"conversation", "request_id", "fields"}


class Integrations(ProjectView):
    """GET: what this project is connected to."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        return Response({"results": [integration_shape(one) for one in integrations_here()], "next": None})


class OneIntegration(ProjectView):
    def get(self, request: Request, integration: str) -> Response:
        return Response(integration_shape(integration_for(self.actor, self.project, integration)))


class Preview(ProjectView):
    """POST `{conversation, request_id, fields}`: what a press of the same would send, byte for byte."""

    def post(self, request: Request, integration: str) -> Response:
        asked = _asked(self.actor, self.project, integration, body_of(request, PRESSED))
        prepared, fields, at = preview(self.actor, **asked)
        return Response(preview_shape(prepared, fields, at))


class Forwards(ProjectView):
    """POST `{conversation, request_id, fields, at, digest}`: the press. `at` and `digest` of a preview: exactly that, or nothing."""

    def post(self, request: Request, integration: str) -> Response:
        body = body_of(request, PRESSED | {"at", "digest"})
        asked = _asked(self.actor, self.project, integration, body)
        shown = (body.get("at"), body.get("digest")) if "digest" in body else None
        _forward, delivery = press(self.actor, **asked, shown=shown)
        return Response(delivery_shape(delivery), status=202)


class Deliveries(ProjectView):
    """GET `?conversation=&integration=&state=`: what was pressed, newest first."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        rows, asked = deliveries(), request.query_params
        if "conversation" in asked:
            rows = rows.filter(forward__conversation=as_uuid(asked["conversation"]))
        if "integration" in asked:
            rows = rows.filter(integration__public_id=as_uuid(asked["integration"]))
        if "state" in asked:
            if asked["state"] not in Delivery.State.values:
                raise Invalid(fields={"state": "One of " + ", ".join(Delivery.State.values)})
            rows = rows.filter(state=asked["state"])
        return page_of(request, rows, delivery_shape, newest=True)


class OneDelivery(ProjectView):
    """GET: with what was sent and every try."""

    def get(self, request: Request, delivery: str) -> Response:
        return Response(whole_delivery_shape(delivery_for(self.actor, self.project, delivery)))


class Resend(ProjectView):
    """POST `{reason}`: once more, under a new id."""

    def post(self, request: Request, delivery: str) -> Response:
        require_press(self.actor, self.project)
        found = delivery_for(self.actor, self.project, delivery)
        reason = body_of(request, {"reason"}).get("reason")
        return Response(delivery_shape(resend_delivery(self.actor, self.project, found, reason=reason)), status=202)


class TryNow(ProjectView):
    """POST: do not wait for the next try."""

    def post(self, request: Request, delivery: str) -> Response:
        require_press(self.actor, self.project)
        return Response(delivery_shape(try_now(self.actor, self.project, delivery_for(self.actor, self.project, delivery))))


class Cancel(ProjectView):
    """POST: no further try."""

    def post(self, request: Request, delivery: str) -> Response:
        require_press(self.actor, self.project)
        return Response(delivery_shape(cancel_delivery(self.actor, self.project, delivery_for(self.actor, self.project, delivery))))


def _asked(actor: Actor, project: Project, integration: str, body: dict[str, Any]) -> dict[str, Any]:
    """What is pressed. The right comes first: whoever may not press learns nothing of what there is."""
    require_press(actor, project)
    found = integration_for(actor, project, integration)
    conversation = conversation_for(actor, project, body.get("conversation"))
    try:
        request_id = uuid.UUID(str(body.get("request_id")))
    except ValueError:
        raise Invalid(fields={"request_id": "A UUID of your own: the same again sends nothing twice."}) from None
    return {"conversation": conversation, "integration": found, "request_id": request_id, "fields": body.get("fields")}
