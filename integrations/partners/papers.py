"""A statement on paper and for spreadsheets, from the same lines as its page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.conf import settings
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from accounts.billing.money import in_words
from accounts.billing.pdf import latin
from accounts.spreadsheets import cell
from integrations.partners.models import Partner, Statement
from integrations.partners.profile import Profile
from integrations.partners.queries import Line

COLUMNS = ("date", "entry", "detail", "amount", "balance", "currency")
_TEXT, _SMALL, _TITLE = 10, 9, 20


def csv_of(lines: Iterable[Line], currency: str) -> str:
    """One row a line, amounts with two decimals. No cell can be taken for a formula: one that begins like one gets an apostrophe."""
    file = io.StringIO()
    out = csv.writer(file)
    out.writerow(COLUMNS)
    for line in lines:
        out.writerow([line.day.isoformat(), cell(line.words), cell(line.detail), _plain(line.amount), _plain(line.balance), currency])
    return file.getvalue()


def _plain(amount: int) -> str:
    """A number and nothing else: a minus in front of digits is no formula."""
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"


def statement_pdf(statement: Statement, partner: Partner, profile: Profile, lines: list[Line]) -> bytes:
    """A4. Core fonts only: what Latin-1 cannot say is written as a question mark."""
    paper = FPDF(format="A4")
    paper.set_margins(20, 20)
    paper.set_title(f"Commission statement {statement.label}")
    paper.set_creator("Parley")
    paper.add_page()
    _head(paper, statement)
    _parties(paper, partner, profile)
    with paper.table(col_widths=(24, 86, 30, 30), text_align=("LEFT", "LEFT", "RIGHT", "RIGHT"), line_height=6) as table:
        table.row(("Date", "Entry", "Amount", "Balance"))
        for line in lines:
            words = latin(f"{line.words}\n{line.detail}".strip().replace("€", "EUR "))
            table.row((line.day.isoformat(), words, _price(line.amount, statement), _price(line.balance, statement)))
    paper.ln(4)
    for name, amount in sums_of(statement):
        paper.set_font("helvetica", "B" if name == "Balance" else "", _TEXT)
        paper.cell(140, 7, name, align="R")
        paper.cell(30, 7, _price(amount, statement), align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    return bytes(paper.output())


def sums_of(statement: Statement) -> list[tuple[str, int]]:
    """What a statement adds up, in the order of reading."""
    named = [
        ("Before", statement.opening),
        ("Earned", statement.accrued),
        ("Taken back", -statement.reversed),
        ("Paid out", -statement.paid),
    ]
    return [*named, ("Balance", statement.closing)]


def _head(paper: FPDF, statement: Statement) -> None:
    paper.set_font("helvetica", "B", _TITLE)
    paper.cell(0, 12, f"Commission statement {statement.label}", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.set_font("helvetica", "", _TEXT)
    paper.cell(0, 6, f"{statement.month:%B %Y}, issued {statement.created_at:%d %B %Y}", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.ln(6)


def _parties(paper: FPDF, partner: Partner, profile: Profile) -> None:
    top = paper.get_y()
    parley = "\n".join(filter(None, (settings.SELLER.get(name, "") for name in ("name", "address", "country", "vat_number"))))
    lines = (profile.legal_name or partner.name, profile.where, profile.vat_number)
    for left, title, who in ((20, "From", parley), (110, "For", "\n".join(filter(None, lines)))):
        paper.set_xy(left, top)
        paper.set_font("helvetica", "B", _SMALL)
        paper.cell(80, 6, title, new_x=XPos.LEFT, new_y=YPos.NEXT)
        paper.set_font("helvetica", "", _TEXT)
        paper.multi_cell(80, 5.5, latin(who or "-"), new_x=XPos.LEFT, new_y=YPos.NEXT)
    paper.set_xy(20, max(paper.get_y(), top + 40))


def _price(amount: int, statement: Statement) -> str:
    return latin(in_words(amount, statement.currency).replace("€", "EUR ").replace("−", "-"))
