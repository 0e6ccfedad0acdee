"""What every test of signing in begins with: nobody has tried yet."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.serving import house

__all__ = ["house"]


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    """Tries are counted in the cache, which outlives a test's transaction."""
    cache.clear()
