"""A conversation as PDF: A4, in letters that know Latin, Greek, Cyrillic and Arabic, and nothing in it that runs or leads anywhere."""

from __future__ import annotations

import logging
import re
import unicodedata
from dataclasses import dataclass
from importlib import resources

from django.utils.translation import ngettext
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from panel.papers.sheet import Line, Sheet

FAMILY, ARABIC = "noto", "noto-arabic"
_TEXT, _SMALL, _TITLE = 10, 8.5, 16
_INK, _SOFT, _RULE = (14, 28, 31), (86, 102, 106), (213, 220, 221)
_LEFT, _WHO, _SAID = 18, 32, 64  # millimetres from the left: when, who, what
# Letters that change with their neighbours or run from the right: only these need the shaping engine, which is slow.
_SHAPED = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufe0f]")


@dataclass(frozen=True)
class Look:
    """Of some words. Bold is drawn with a stroke: the letters come in one weight."""

    size: float = _TEXT
    height: float = 5
    color: tuple[int, int, int] = _INK
    bold: bool = False


PLAIN, SOFT, BOLD, SMALL = Look(), Look(color=_SOFT), Look(bold=True), Look(_SMALL, color=_SOFT)
TITLE = Look(_TITLE, 8, bold=True)


# They write down which letters stand in a text.
for _talker in ("fontTools", "fpdf"):
    logging.getLogger(_talker).setLevel(logging.ERROR)


class _Paper(FPDF):
    """With a foot on each page."""

    foot = ""

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font(FAMILY, "", _SMALL)
        self.set_text_color(*_SOFT)
        self.set_text_shaping(use_shaping_engine=bool(_SHAPED.search(self.foot)))
        self.cell(150, 5, self.foot)
        self.set_text_shaping(use_shaping_engine=False)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")


def pdf_of(sheet: Sheet, foot: str) -> bytes:
    """The sheet on as many pages as it takes. What the letters cannot draw stands as an empty box."""
    paper = _Paper(format="A4")
    paper.foot = drawable(foot)
    paper.add_font(FAMILY, "", _font("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"))
    paper.add_font(ARABIC, "", _font("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"))
    paper.set_fallback_fonts([ARABIC], exact_match=False)
    paper.set_margins(_LEFT, 18)
    paper.set_auto_page_break(auto=True, margin=22)
    paper.set_title(drawable(sheet.title))
    paper.set_creator("Parley")
    paper.add_page()
    _head(paper, sheet)
    for day in sheet.days:
        _day(paper, day.name)
        for line in day.lines:
            _line(paper, line)
    if left := sheet.left_out:
        words = ngettext("%(left)s more line is not on this paper.", "%(left)s more lines are not on this paper.", left)
        _write(paper, words % {"left": left}, _LEFT, SOFT)
    return bytes(paper.output())


def drawable(words: str) -> str:
    """Without what has no look of its own, or turns the order of what stands around it."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", words))


def _font(package: str, name: str) -> str:
    return str(resources.files(package).joinpath("files", name))


def _head(paper: FPDF, sheet: Sheet) -> None:
    _write(paper, sheet.title, _LEFT, TITLE)
    _write(paper, sheet.site, _LEFT, SMALL)
    _rule(paper, _INK)
    for name, words in sheet.facts:
        _aside(paper, name, _LEFT)
        _write(paper, words, _LEFT + 34)
    paper.ln(3)


def _day(paper: FPDF, name: str) -> None:
    if paper.will_page_break(24):
        paper.add_page()
    paper.ln(2)
    _write(paper, name, _LEFT, BOLD)
    _rule(paper, _RULE)


def _line(paper: FPDF, line: Line) -> None:
    if paper.will_page_break(12):
        paper.add_page()
    _aside(paper, line.at, _LEFT)
    top, page = paper.get_y(), paper.page
    if line.who:
        _write(paper, line.who, _WHO, BOLD if line.side == "team" else PLAIN, _SAID - _WHO - 2)
    bottom = paper.get_y()
    if page == paper.page:
        paper.set_y(top)
    _write(paper, line.text, _SAID, SOFT if line.side == "system" else PLAIN)
    for file in line.files:
        _write(paper, f"[{file}]", _SAID, SMALL)
    if page == paper.page:
        paper.set_y(max(paper.get_y(), bottom))
    paper.ln(1.5)


def _aside(paper: FPDF, words: str, left: float) -> None:
    """A few words at the left of a line; what is said next begins at the same height."""
    top = paper.get_y()
    _write(paper, words, left, SOFT, 30)
    paper.set_y(top)


def _write(paper: FPDF, words: str, left: float, look: Look = PLAIN, width: float = 0) -> None:
    words = drawable(words)
    if not words:
        return
    paper.set_x(left)
    paper.set_font(FAMILY, "", look.size)
    paper.set_text_color(*look.color)
    paper.set_draw_color(*look.color)
    paper.set_text_shaping(use_shaping_engine=bool(_SHAPED.search(words)))
    with paper.local_context(text_mode="FILL_STROKE" if look.bold else "FILL", line_width=0.12):
        paper.multi_cell(width, look.height, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _rule(paper: FPDF, color: tuple[int, int, int]) -> None:
    paper.set_draw_color(*color)
    paper.set_line_width(0.2)
    paper.line(_LEFT, paper.get_y() + 1, paper.w - _LEFT, paper.get_y() + 1)
    paper.ln(3)
