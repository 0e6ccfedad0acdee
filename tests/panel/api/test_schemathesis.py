"""Schemathesis asks each operation as owners of two accounts: no server error, the schema kept, nothing of the other's."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from panel.api.operation import Operation
from panel.api.operations import FEED, OPERATIONS
from tests.cast import CANARY, Cast, cast, cast_of_class
from tests.panel.api.asking import Asker, client_of, ids_of_class

__all__ = ["cast", "cast_of_class", "ids_of_class"]
ASKED = [one for one in OPERATIONS if one.asks is not FEED]  # it waits, on threads of its own
TOKEN = "a" * 32
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance, content_type_conformance]
MODEST = examples(
    max_examples=4,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: no request closes the connection that holds the cast."""
    around = (signals.request_started, signals.request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)
    yield
    for signal in around:
        signal.connect(close_old_connections)


def described(operation: Operation) -> Any:
    """As the document says, which is the same for everybody."""
    return _document()[operation.path][operation.method.upper()]


@cache
def _document() -> Any:
    return schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())


def session_of(cast: Cast, name: str) -> dict[str, str]:
    """The panel's cookies of somebody, with a CSRF token."""
    session = client_of(cast, name).cookies[settings.SESSION_COOKIE_NAME].value
    return {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}


def refused(operation: Any, session: dict[str, str], ids: dict[str, str], asks: Collection[str]) -> list[Any]:
    """The same with bodies and questions that the schema forbids: none of them may be taken."""
    answers: list[Any] = []

    @MODEST
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def some(case: Any) -> None:
        wrong_place = case.meta is not None and any(
            case.meta.components[place].mode.is_negative for place in case.meta.components if place.value in ("path", "header", "cookie")
        )
        if wrong_place or set(case.query or {}) - set(asks):  # what nobody asks for in an address is nobody's matter, as everywhere
            return
        case.path_parameters = {name: ids[name] for name in case.path_parameters or {}}
        case.headers, case.cookies = {}, {}
        with transaction.atomic():
            answer = case.call(headers={"X-CSRFToken": TOKEN}, cookies=session)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=[*CHECKS, negative_data_rejection])
        answers.append(answer)

    some()
    return answers


def ask(operation: Any, session: dict[str, str], ids: dict[str, str]) -> list[Any]:
    """A few requests with real ids and whatever else the schema allows. What each changes is rolled back."""
    answers: list[Any] = []

    @MODEST
    @given(case=operation.as_strategy())
    def some(case: Any) -> None:
        case.path_parameters = {name: ids[name] for name in case.path_parameters or {}}
        case.headers, case.cookies = {}, {}  # not the keys and sessions that it makes up
        with transaction.atomic():
            answer = case.call(headers={"X-CSRFToken": TOKEN}, cookies=session)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)
        answers.append(answer)

    some()
    return answers


@pytest.mark.parametrize("operation", ASKED, ids=lambda one: f"{one.method} {one.path}")
class TestEachOperation:
    def test_as_two_owners(self, cast: Cast, ids_of_class: dict[str, str], operation: Operation) -> None:
        ids = Asker(cast, "olga", ids_of_class).ids_for(operation)
        own = {answer.status_code for answer in ask(described(operation), session_of(cast, "olga"), ids)}
        assert own and not own & {401, 429, 503}
        assert operation.body is not None or own & set(operation.statuses), f"the premise: what Olga asks is there: {own}"
        foreign = ask(described(operation), session_of(cast, "gus"), ids)
        assert foreign and all(CANARY not in answer.text for answer in foreign)
        if "{" in operation.path:
            assert {answer.status_code for answer in foreign} <= {400, 404}

    def test_what_the_schema_forbids(self, cast: Cast, ids_of_class: dict[str, str], operation: Operation) -> None:
        if operation.body is not None or operation.asks:
            refused(described(operation), session_of(cast, "olga"), ids_of_class, operation.asks)
