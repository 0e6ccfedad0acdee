"""One change of a help centre's order at a time."""

from __future__ import annotations

from accounts.models import Project


def lock_centre(project: Project) -> None:
    """Topics and articles have places, which two people must not give at once."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def free_slug(wanted: str, taken: set[str], otherwise: str) -> str:
    """The address, or with a number behind it where somebody else has it."""
    base = wanted or otherwise
    return next(slug for slug in (base, *(f"{base[:70]}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken)


def moved(order: list[int], one: int, to: int) -> list[int]:
    """The same with `one` at the position `to`, from 1; beyond the last one it is the last."""
    rest = [each for each in order if each != one]
    return [*rest[: to - 1], one, *rest[to - 1 :]]
