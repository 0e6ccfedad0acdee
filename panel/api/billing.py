"""`/api/v1/account/subscription` and `/api/v1/account/invoices`: read by whoever may manage billing."""

from __future__ import annotations

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.billing.queries import newest_invoices, overview
from accounts.billing.shapes import invoice_shape, subscription_shape
from accounts.capabilities import Capability
from panel.api.door import AccountView


class Subscription(AccountView):
    needs: ClassVar[dict[str, Capability]] = {"*": Capability.MANAGE_BILLING}

    def get(self, request: Request) -> Response:
        """The plan, its limits and what is used of them."""
        return Response(subscription_shape(overview()))


class Invoices(AccountView):
    needs: ClassVar[dict[str, Capability]] = {"*": Capability.MANAGE_BILLING}

    def get(self, request: Request) -> Response:
        """All invoices, newest first: one a month."""
        return Response({"results": [invoice_shape(one) for one in newest_invoices(everything=True)], "next": None})
