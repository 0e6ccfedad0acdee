"""Fixtures that every test may use, and how Hypothesis looks for counterexamples."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import settings as examples
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from tests.cast import cast, cast_of_class, in_shop
from tests.databases import cloned_database, cloned_database_of_class, django_db_setup

__all__ = ["cast", "cast_of_class", "cloned_database", "cloned_database_of_class", "django_db_setup", "in_shop"]

# No deadline: no test judges time.
examples.register_profile("parley", deadline=None)
examples.load_profile("parley")


@pytest.fixture(autouse=True, scope="session")
def _static_files_listed_once() -> Iterator[None]:
    """Each of Django's clients has middleware of its own, which would look through the folders of static files anew."""
    listed: dict[tuple[Any, ...], dict[str, Any]] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def look_once(self: Any) -> None:
        key = (self.static_prefix, self.max_age, self.add_headers_function, *settings.STATICFILES_DIRS)
        if key not in listed:
            look(self)
            listed[key] = dict(self.files)
        self.files.update(listed[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(autouse=True)
def _in_no_language() -> Iterator[None]:
    """A request leaves its language behind in its thread: the next test, whichever it is, begins without it."""
    yield
    translation.deactivate()
