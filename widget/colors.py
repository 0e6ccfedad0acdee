"""A customer's colour, made readable: the same rule as `chat/client/color.ts`, for what the loader shows first."""

from __future__ import annotations

READABLE = 4.5
WHITE, BLACK, INK = "#ffffff", "#000000", "#0e1c1f"
# White text may darken a colour from here on; anything lighter takes dark text instead.
WHITE_FROM = 2.6

Rgb = tuple[int, int, int]


def _rgb(color: str) -> Rgb:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    shares = (part / 255 for part in _rgb(color))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two `#rrggbb` colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _mixed(one: str, other: str, share: float) -> str:
    parts = (int(a + (b - a) * share + 0.5) for a, b in zip(_rgb(one), _rgb(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _readable(color: str, on: str, towards: str) -> str:
    found, step = color, 0
    while contrast(found, on) < READABLE and step < 25:
        found, step = _mixed(color, towards, step * 0.04), step + 1
    return found


def ground(color: str) -> tuple[str, str]:
    """The launcher's colour, adjusted until text on it reaches 4.5:1, and the colour of that text."""
    if contrast(color, WHITE) >= WHITE_FROM:
        return _readable(color, WHITE, BLACK), WHITE
    return _readable(color, INK, WHITE), INK


def readable_on(color: str, paper: str) -> str:
    """The colour, made darker or lighter until it can be read as text on `paper` (4.5:1)."""
    return _readable(color, paper, BLACK if contrast(paper, BLACK) > contrast(paper, WHITE) else WHITE)
