"""Counts which reader knocked at which door: the size of the matrix, as it really was asked."""

from __future__ import annotations

_asked: dict[str, set[tuple[str, str]]] = {}


def note(kind: str, door: object, reader: str) -> None:
    """One cell of the matrix was asked."""
    _asked.setdefault(kind, set()).add((str(door), reader))


def table() -> list[str]:
    """The size by kind, as lines to print; empty when nothing was asked."""
    if not _asked:
        return []
    rows = [(kind, *_size(cells)) for kind, cells in _asked.items()]
    total = ("together", sum(row[1] for row in rows), len({reader for cells in _asked.values() for _, reader in cells}))
    lines = [f"{'':<18}{'doors':>7}{'readers':>9}{'cells':>7}"]
    for kind, doors, readers, cells in [*rows, (*total, sum(row[3] for row in rows))]:
        lines.append(f"{kind:<18}{doors:>7}{readers:>9}{cells:>7}")
    return lines


def _size(cells: set[tuple[str, str]]) -> tuple[int, int, int]:
    return len({door for door, _ in cells}), len({reader for _, reader in cells}), len(cells)
