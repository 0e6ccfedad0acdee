"""`make bench-growth`"""

from typing import Any


def measure_growth(most: int) -> list[dict[str, Any]]:
    return []


def grow() -> int:
    return 0
