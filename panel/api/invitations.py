"""`/api/v1/account/invitations/…`: places that wait for somebody."""

from __future__ import annotations

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import invitation_of
from accounts.actions.invite_member import invite_member
from accounts.actions.resend_invitation import resend_invitation
from accounts.actions.revoke_invitation import revoke_invitation
from accounts.capabilities import Capability
from accounts.models import Invitation
from accounts.models.invitation import OPEN
from accounts.shapes import invitation_shape
from panel.api.conversations import body_of
from panel.api.door import AccountView
from panel.api.pages import page_of

FIELDS = {"email", "role", "projects"}


class Invitations(AccountView):
    """GET: those that are open. POST `{email, role, projects: [id …] | null}`: one more."""

    needs: ClassVar[dict[str, Capability]] = {"*": Capability.MANAGE_MEMBERS}

    def get(self, request: Request) -> Response:
        return page_of(request, Invitation.objects.filter(OPEN).select_related("invited_by"), invitation_shape)

    def post(self, request: Request) -> Response:
        body = body_of(request, FIELDS)
        made = invite_member(self.actor, **{"email": None, **body})
        return Response(invitation_shape(made), status=201)


class OneInvitation(AccountView):
    needs: ClassVar[dict[str, Capability]] = {"*": Capability.MANAGE_MEMBERS}

    def get(self, request: Request, invitation: str) -> Response:
        return Response(invitation_shape(invitation_of(invitation)))

    def delete(self, request: Request, invitation: str) -> Response:
        revoke_invitation(self.actor, invitation_of(invitation))
        return Response(status=204)


class Resend(AccountView):
    needs: ClassVar[dict[str, Capability]] = {"*": Capability.MANAGE_MEMBERS}

    def post(self, request: Request, invitation: str) -> Response:
        return Response(invitation_shape(resend_invitation(self.actor, invitation_of(invitation))))
