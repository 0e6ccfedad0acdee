"""What the tests of actions share."""

import pytest
from django.utils import timezone

from integrations.connectors import Connector
from integrations.models import Integration
from tests.cast import Cast
from tests.integrations.plain import connected, notebook, plain

__all__ = ["fax", "notebook", "plain"]


@pytest.fixture
def fax(in_shop: Cast, plain: Connector) -> Integration:
    """The shop's fax, which was confirmed."""
    made = connected(in_shop.olga, in_shop.shop, plain)
    made.confirmed_at = timezone.now()
    made.save(update_fields=["confirmed_at"])
    return made
