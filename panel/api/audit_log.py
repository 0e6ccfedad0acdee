"""`/api/v1/account/audit`: the account's audit log, newest first."""

from __future__ import annotations

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.audit.queries import page_of
from accounts.capabilities import Capability
from panel.api.door import AccountView
from panel.audit_filters import before_in, wanted_by


class AuditLog(AccountView):
    """GET `?actor=&action=&project=&since=&until=&q=&cursor=`: lines as docs/audit.md describes them."""

    needs: ClassVar[dict[str, Capability]] = {"*": Capability.READ_AUDIT}

    def get(self, request: Request) -> Response:
        lines, after = page_of(self.account, wanted_by(request.query_params), before=before_in(request.query_params, "cursor"))
        return Response({"results": lines, "next": str(after) if after else None})
