"""What somebody has written in an answer, without what their program put below it: the quoted letter and a signature.

Where a rule finds nothing, or too much, the whole text is what they said: it is better to show a quotation than to lose a word. Every
pattern looks at one line, from its beginning, so that no text takes long (INP5).
"""

from __future__ import annotations

import re

MARKER = re.compile(r"[>\s*|_]*—\s*—\s*—")
QUOTED = re.compile(r"\s{0,3}>")
# How programs announce what they quote. A line is looked at alone and together with the next: many programs break it.
ANNOUNCED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"On\s[^\n]{4,300}\swrote:$",
        r"Am\s[^\n]{4,300}\s(schrieb|hat)\s?[^\n]{0,200}:$",
        r"Le\s[^\n]{4,300}\sa\sécrit\s?:$",
        r"El\s[^\n]{4,300}\sescribió:$",
        r"Em\s[^\n]{4,300}\sescreveu:$",
        r"(W dniu|Dnia)\s[^\n]{4,300}(napisał|napisała|pisze|napisał\(a\)):?$",
        r"(في|بتاريخ)\s[^\n]{4,300}(كتب|كتبت)[^\n]{0,200}:$",
        r"Il\s[^\n]{4,300}\sha\sscritto:$",
        r"Op\s[^\n]{4,300}\sschreef\s?[^\n]{0,200}:$",
    )
)
DIVIDER = re.compile(
    r"\s*(-{2,}\s*(Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Mensagem original|Forwarded message|"
    r"Wiadomość oryginalna|رسالة أصلية)\s*-{2,}|_{20,})\s*$",
    re.IGNORECASE,
)
# Outlook's block of headers: the first two lines of one are enough.
HEADED = re.compile(r"\*?(From|Von|De|Od|من)\s?:\*?\s\S", re.IGNORECASE)
HEADED_NEXT = re.compile(
    r"\*?(Sent|Date|Gesendet|Datum|Envoyé|Enviado|Enviada|Fecha|Wysłano|Data|تاريخ|To|An|À|Para|Do)[^:\n]{0,20}:", re.IGNORECASE
)
SIGNED = re.compile(r"--\s?$")
SENT_FROM = re.compile(
    r"(Sent from my|Sent from (Outlook|Mail|Yahoo|Proton)|Get Outlook for|Von meinem \S+( \S+)? gesendet|Gesendet mit|Envoyé de mon|"
    r"Enviado desde mi|Enviado do meu|Wysłane z|أرسلت من)\b[^\n]{0,120}$",
    re.IGNORECASE,
)


MOST = 60_000  # characters that are looked at: several times what a message holds


def answer_in(text: str, *, or_all: bool = True) -> str:
    """What was written above, between or below the quotation; where nothing would be left the whole text, unless `or_all` is False."""
    lines = text[:MOST].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = _without_quotes(lines[: _end_of(lines)])
    answer = "\n".join(_without_signature(kept)).strip()
    return answer if answer or not or_all else "\n".join(kept).strip() or text.strip()


def _end_of(lines: list[str]) -> int:
    """The line where everything below is the former mail: unmarked, as Outlook and mails in HTML have it."""
    for at, line in enumerate(lines):
        if (MARKER.match(line) or DIVIDER.match(line) or _is_headed(lines, at)) and not QUOTED.match(line):
            return _before_announcement(lines, at)
        if _announced(lines, at) and not _is_quoted_after(lines, at + _announced(lines, at)):
            return at
    return len(lines)


def _is_headed(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at + 1 : at + 3] if line.strip()), "")
    return bool(HEADED.match(lines[at].strip()) and HEADED_NEXT.match(following.strip()))


def _announced(lines: list[str], at: int) -> int:
    """How many lines announce a quotation here: none, one, two or three."""
    if not lines[at].strip():
        return 0
    for count in (1, 2, 3):
        whole = " ".join(line.strip() for line in lines[at : at + count])
        if len(whole) < 400 and any(pattern.match(whole) for pattern in ANNOUNCED):
            return count
    return 0


def _is_quoted_after(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at : at + 3] if line.strip()), "")
    return bool(QUOTED.match(following))


def _before_announcement(lines: list[str], at: int) -> int:
    """A little above, where the line that announces it is separated from it by nothing."""
    for start in range(max(0, at - 4), at):
        count = _announced(lines, start)
        if count and not any(line.strip() for line in lines[start + count : at]):
            return start
    return at


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        announced = _announced(lines, at)
        if announced and _is_quoted_after(lines, at + announced):
            at += announced
            continue
        if not QUOTED.match(lines[at]):
            kept.append(lines[at])
        at += 1
    return kept


def _without_signature(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if SIGNED.fullmatch(line):
            lines = lines[:at]
            break
    while lines and (not lines[-1].strip() or SENT_FROM.match(lines[-1].strip())):
        lines = lines[:-1]
    return lines
