"""Fixtures that every test may use, and how Hypothesis looks for counterexamples."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import settings

from tests.cast import cast, cast_of_class, in_shop
from tests.databases import cloned_database, cloned_database_of_class, django_db_setup

__all__ = ["cast", "cast_of_class", "cloned_database", "cloned_database_of_class", "django_db_setup", "in_shop"]

# No deadline: no test judges time.
settings.register_profile("parley", deadline=None)
settings.load_profile("parley")


@pytest.fixture(autouse=True)
def _in_no_language() -> Iterator[None]:
    """A request leaves its language behind in its thread: the next test, whichever it is, begins without it."""
    yield
    translation.deactivate()
