"""`/api/v1/account/members/…`: the people of an account."""

from __future__ import annotations

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import member_of
from accounts.actions.change_member import change_member
from accounts.actions.remove_member import remove_member
from accounts.capabilities import Capability
from accounts.models import Member
from accounts.shapes import member_shape
from panel.api.conversations import body_of
from panel.api.door import AccountView
from panel.api.pages import page_of


class Members(AccountView):
    needs: ClassVar[dict[str, Capability]] = {"*": Capability.MANAGE_MEMBERS}

    def get(self, request: Request) -> Response:
        return page_of(request, Member.objects.filter(active=True).select_related("user"), member_shape)


class OneMember(AccountView):
    """GET, PATCH `{role, projects: [id …] | null}`, and DELETE, by which everybody may also leave themselves."""

    needs: ClassVar[dict[str, Capability]] = {"get": Capability.MANAGE_MEMBERS, "patch": Capability.MANAGE_MEMBERS}

    def get(self, request: Request, member: str) -> Response:
        return Response(member_shape(member_of(member)))

    def patch(self, request: Request, member: str) -> Response:
        change_member(self.actor, member_of(member), **body_of(request))
        return Response(member_shape(member_of(member)))

    def delete(self, request: Request, member: str) -> Response:
        remove_member(self.actor, member_of(member))
        return Response(status=204)
