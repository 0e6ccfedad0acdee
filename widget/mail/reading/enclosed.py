"""Which parts of a mail are files that its writer sends: not what programs add, and no picture of a letterhead or a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from widget.mail.reading.html_text import text_of_html
from widget.mail.reading.parsing import File, Read
from widget.mail.reading.quotes import answer_in

# Signatures, receipts, and Outlook's own wrapping: nobody has chosen them.
OF_PROGRAMS = {
    "application/pgp-signature",
    "application/pgp-keys",
    "application/pgp-encrypted",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/ms-tnef",
    "message/delivery-status",
    "message/disposition-notification",
    "text/rfc822-headers",
}
# A picture in the text that is smaller is a logo, a line, or counts its readers.
SMALLEST_PICTURE = 6_000
_CID = re.compile(r"\[cid:([^\]\s]{1,250})\]")


def enclosed(mail: Read, known: frozenset[str] = frozenset()) -> list[File]:
    """In the mail's order. `known` are digests of what came from there before: a picture in the text that comes again is a letterhead."""
    said = set(_pictures_in_the_answer(mail)) if mail.html else set()
    return list(_chosen(mail.files, said, known))


def _chosen(files: list[File], said: set[str], known: frozenset[str]) -> Iterator[File]:
    seen = set(known)
    for file in files:
        stands_in_it = not file.content_id or file.content_id in said
        passed_over = file.inline and (file.size < SMALLEST_PICTURE or file.digest in seen or not stands_in_it)
        if file.type not in OF_PROGRAMS and not passed_over:
            seen.add(file.digest)
            yield file


def _pictures_in_the_answer(mail: Read) -> list[str]:
    """Which pictures stand where the writer's own words do, above the quotation and the signature."""
    return _CID.findall(answer_in(text_of_html(mail.html, pictures=True), or_all=False))
