"""What a visitor's browser is told of how a project receives people."""

from __future__ import annotations

from typing import TypedDict

from accounts.models import Project
from accounts.tenancy import tenant
from chat import people
from chat.desk import departments_of, desk_of
from chat.entry import PublicFieldShape, fields_of, public_fields, wanted_consent
from chat.models.desk import WhenAway
from chat.shapes import ConsentShape, DepartmentRefShape
from chat.shaping import department_ref_shape
from chat.usual import usual_answer_min


class ConsentConfiguration(ConsentShape):
    """The words to agree to before anything is written, and where there is more to read."""

    href: str


class DeskConfiguration(TypedDict):
    """How a visitor is received: what is asked before a chat and while nobody is here, and what is said then.

    `usual_min` is how soon somebody usually answers; 0 where nobody can tell.
    """

    before: list[PublicFieldShape]
    away: list[PublicFieldShape]
    when_away: str
    away_text: str
    replies_within_min: int
    usual_min: int
    departments: list[DepartmentRefShape]
    consent: ConsentConfiguration | None
    rating: bool


def hides_now(project: Project) -> bool:
    """Inside the tenant: whether the launcher is not to be seen, because nobody is here and the project chose so."""
    return desk_of(project).when_away == WhenAway.HIDE and not people.is_open(project)


def desk_configuration(project: Project) -> DeskConfiguration:
    with tenant(project):
        desk = desk_of(project)
        usual = usual_answer_min(project)
        offered = [department for department in departments_of(project) if department.offered]
    words = wanted_consent(desk)
    return {
        "before": public_fields(fields_of(desk, "before")),
        "away": public_fields(fields_of(desk, "away")),
        "when_away": desk.when_away,
        "away_text": desk.away_text,
        "replies_within_min": desk.replies_within_min,
        "usual_min": usual,
        "departments": [department_ref_shape(department) for department in offered],
        "consent": None if words is None else {**words, "href": desk.consent_href},
        "rating": desk.rating,
    }
