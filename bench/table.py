"""The results as people read them: on the terminal and, the same, on the page."""

from __future__ import annotations

from bench.figures import Figure

COLUMNS: dict[str, str] = {
    "messages_per_s": "msgs/s",
    "server_cpu_us": "CPU µs/msg",
    "postgres_cpu_us": "Postgres µs",
    "redis_cpu_us": "Redis µs",
    "ack_p50_ms": "ack p50 ms",
    "ack_p99_ms": "ack p99 ms",
    "push_p50_ms": "push p50 ms",
    "push_p99_ms": "push p99 ms",
    "idle_socket_bytes": "kB/socket",
    "connects_per_s": "connects/s",
    "fan_out_500_cpu_us": "CPU ms/500",
    "fan_out_500_p50_ms": "p50 ms/500",
    "delivered": "delivered",
}
SCALES = {"idle_socket_bytes": 1e-3, "fan_out_500_cpu_us": 1e-3}
SPREAD = {"messages_per_s", "ack_p99_ms", "push_p99_ms"}  # shown with their range


def rows(titles: dict[str, str], figures: dict[str, dict[str, Figure]], ratios: dict[str, dict[str, Figure]]) -> list[list[str]]:
    """A header and one row a stack: the median, its range where it varies most, and the ratio to the floor."""
    table = [["", *COLUMNS.values()]]
    for name, title in titles.items():
        cells = [_cell(column, figures[name].get(column), ratios[name].get(column)) for column in COLUMNS]
        table.append([title, *cells])
    return table


def _cell(column: str, figure: Figure | None, ratio: Figure | None) -> str:
    if figure is None:
        return ""
    if column == "delivered":
        return f"{figure.least:.0%}"
    scale = SCALES.get(column, 1.0)
    text = short(figure.median * scale)
    if column in SPREAD:
        text += f" ({short(figure.least * scale)}–{short(figure.most * scale)})"
    return f"{text} ×{ratio.median:.2f}" if ratio else text


def short(value: float) -> str:
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def as_text(table: list[list[str]]) -> str:
    """Columns under each other."""
    widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table)


def as_markdown(table: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in table]
    return "\n".join([lines[0], f"|{' --- |' * len(table[0])}", *lines[1:]])


def turned(table: list[list[str]]) -> list[list[str]]:
    """Rows become columns: many figures of few stacks fit a page better that way."""
    return [list(column) for column in zip(*table, strict=True)]
