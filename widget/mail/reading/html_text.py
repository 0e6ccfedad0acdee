"""A mail in HTML as plain text: nothing of it is ever shown as markup, fetched or run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SILENT = {"script", "style", "head", "title", "template", "noscript", "object", "iframe", "svg", "math"}
BLOCKS = {"p", "div", "section", "article", "header", "footer", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr"}
QUOTES = {"blockquote"}
VOID = {"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "embed", "source", "track", "wbr"}
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
DEEPEST = 200
# How the large programs mark what they put below, in any language: the line above a quotation, their signature, the former mail.
ANNOUNCING = {"gmail_attr", "moz-cite-prefix", "yahoo_quoted"}
SIGNING = {"gmail_signature", "moz-signature", "ms-outlook-mobile-signature", "Signature"}
FORMER = {"divRplyFwdMsg", "appendonsend", "OutlookMessageHeader", "mail-editor-reference-message-container"}
OUTLOOKS_LINE = re.compile(r"border-top:\s*solid\s+#(E1E1E1|B5C4DF)", re.IGNORECASE)  # on Windows it has no name
SIGNED, DIVIDED = "-- ", "_" * 32  # as they write it in plain text


class _Reader(HTMLParser):
    def __init__(self, *, pictures: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures = pictures
        self.lines: list[str] = []
        self.line = ""
        self.open: list[tuple[str, bool, bool]] = []  # tag, whether it is silent, whether it quotes
        self.link: str | None = None
        self.link_from = 0

    @property
    def silent(self) -> bool:
        return any(silent for _, silent, _ in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        marks = {*told.get("class", "").split(), told.get("id", "")}
        if tag == "img" and self.pictures and not self.silent and told.get("src", "").startswith("cid:"):
            self.line += f"[{told['src'].strip()}]"
        if tag == "br" or tag in BLOCKS or tag in QUOTES or tag == "li":
            self.end_line(always=tag == "br")
        self.mark(marks, told.get("style", ""))
        if tag == "li" and not self.silent:
            self.line = "- "
        if tag in ("td", "th") and self.line and not self.silent:
            self.line += " "
        if tag == "a" and not self.silent:
            self.link, self.link_from = told.get("href", "").strip(), len(self.line)
        if tag not in VOID and len(self.open) < DEEPEST:
            self.open.append((tag, tag in SILENT or bool(HIDDEN.search(told.get("style", ""))), tag in QUOTES or bool(marks & ANNOUNCING)))

    def mark(self, marks: set[str], style: str) -> None:
        """Say as plain text would that a signature, or the former mail, begins here."""
        for found, line in ((marks & SIGNING, SIGNED), (marks & FORMER or OUTLOOKS_LINE.search(style), DIVIDED)):
            if found and not self.silent:
                self.end_line()
                self.lines.append(self.quoting + line)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.link is not None:
            self.add_link()
        if tag in BLOCKS or tag in QUOTES or tag == "li":
            self.end_line()
        places = [at for at, (opened, _, _) in enumerate(self.open) if opened == tag]
        if places:
            del self.open[places[-1] :]
        if tag == "p":
            self.lines.append(self.quoting)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        words = re.sub(r"[ \t\r\n\f\xa0]+", " ", data)
        self.line += words.lstrip(" ") if not self.line or self.line.endswith(" ") else words

    def add_link(self) -> None:
        """Where it leads, unless its words say so: nobody shall be led elsewhere than they read."""
        address, shown = self.link or "", self.line[self.link_from :].strip()
        self.link = None
        if address.startswith(("http://", "https://")) and address.rstrip("/") != shown.rstrip("/"):
            self.line += f" ({address})"

    @property
    def quoting(self) -> str:
        return "> " * sum(quotes for _, _, quotes in self.open)

    def end_line(self, *, always: bool = False) -> None:
        if self.silent:
            return
        if self.line.strip() or always:
            self.lines.append(self.quoting + self.line.rstrip())
        self.line = ""


def text_of_html(html: str, *, pictures: bool = False) -> str:
    """Its words, a line for what is a line there, quotations with `>` before them, links with where they lead.

    With `pictures`, those that came along stand in it as `[cid:…]`.
    """
    reader = _Reader(pictures=pictures)
    reader.feed(html)
    reader.close()
    reader.end_line()
    lines: list[str] = []
    for line in reader.lines:
        if line.strip(" >") or (lines and lines[-1].strip(" >")):  # no more than one empty line after another
            lines.append(SIGNED if line == SIGNED else line.rstrip())
    return "\n".join(lines).strip()
