"""An invoice as PDF, from the same row as its page."""

from __future__ import annotations

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from accounts.billing.models import Invoice, InvoiceLine
from accounts.billing.money import in_words

_SMALL, _TEXT, _TITLE = 9, 10, 20
_ACCENT = (15, 97, 111)
_DATE = "%d %B %Y"


def invoice_pdf(invoice: Invoice, lines: list[InvoiceLine]) -> bytes:
    """One page of A4. Core fonts only: what Latin-1 cannot say is written as a question mark."""
    paper = FPDF(format="A4")
    paper.set_margins(20, 20)
    paper.set_title(f"Invoice {invoice.number}")
    paper.set_creator("Parley")
    paper.add_page()
    _head(paper, invoice)
    _parties(paper, invoice)
    _positions(paper, invoice, lines)
    _sums(paper, invoice)
    return bytes(paper.output())


def _head(paper: FPDF, invoice: Invoice) -> None:
    paper.set_font("helvetica", "B", _TITLE)
    paper.set_text_color(*_ACCENT)
    _row(paper, f"Invoice {invoice.number}", 12)
    paper.set_text_color(14, 28, 31)
    paper.set_font("helvetica", "", _TEXT)
    _row(paper, f"Issued {invoice.issued_at.strftime(_DATE)}", 6)
    if invoice.paid_at:
        _row(paper, f"Paid {invoice.paid_at.strftime(_DATE)}", 6)
    if invoice.voided_at:
        _row(paper, f"Void since {invoice.voided_at.strftime(_DATE)}", 6)
    paper.ln(8)


def _parties(paper: FPDF, invoice: Invoice) -> None:
    top = paper.get_y()
    for left, title, who in ((20, "From", invoice.seller), (110, "To", invoice.buyer)):
        paper.set_xy(left, top)
        paper.set_font("helvetica", "B", _SMALL)
        paper.cell(80, 6, title, new_x=XPos.LEFT, new_y=YPos.NEXT)
        paper.set_font("helvetica", "", _TEXT)
        words = "\n".join(filter(None, (who.get(name, "") for name in ("name", "address", "country", "vat_number"))))
        paper.multi_cell(80, 5.5, latin(words or "-"), new_x=XPos.LEFT, new_y=YPos.NEXT)
    paper.set_xy(20, max(paper.get_y(), top + 40))


def _positions(paper: FPDF, invoice: Invoice, lines: list[InvoiceLine]) -> None:
    paper.set_font("helvetica", "", _TEXT)
    with paper.table(col_widths=(90, 25, 25, 30), text_align=("LEFT", "RIGHT", "RIGHT", "RIGHT"), line_height=7) as table:
        table.row(("Position", "Net", "Tax", "Amount"))
        for line in lines:
            rate = f"{line.tax_rate / 100:g} %"
            table.row((latin(line.words), _price(line.net, invoice), rate, _price(line.net + line.tax, invoice)))
    paper.ln(4)


def _sums(paper: FPDF, invoice: Invoice) -> None:
    sums = [("Net", invoice.net), ("Tax", invoice.tax), ("Total", invoice.total)]
    if invoice.credited:
        sums += [("Credit", -invoice.credited), ("To pay", invoice.total - invoice.credited)]
    for name, amount in sums:
        paper.set_font("helvetica", "B" if name in ("Total", "To pay") else "", _TEXT)
        paper.cell(140, 7, name, align="R")
        paper.cell(30, 7, _price(amount, invoice), align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    if invoice.note:
        paper.ln(6)
        paper.set_font("helvetica", "", _SMALL)
        _row(paper, latin(invoice.note), 6)


def _row(paper: FPDF, words: str, height: int) -> None:
    paper.cell(0, height, words, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _price(amount: int, invoice: Invoice) -> str:
    return latin(in_words(amount, invoice.currency).replace("€", "EUR ").replace("−", "-"))


def latin(words: str) -> str:
    """What the core fonts of PDF can draw."""
    return words.encode("latin-1", "replace").decode("latin-1")
