"""A mail of ours from its three templates, `…_subject.txt`, `…_message.txt` and `…_message.html`: each app's lie in its `mail/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation


@dataclass(frozen=True)
class Envelope:
    """Headers besides the subject: all of them are ours. Django refuses one with a line break in it."""

    sender: str = ""
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """The language that a person chose for themselves; the present one for somebody who has chosen none."""
    with translation.override(language or translation.get_language()):
        yield


def send(name: str, address: str, words: Mapping[str, object], *, envelope: Envelope | None = None) -> None:
    """Send the mail that is called like `accounts/mail/invitation`, at once, in the language that is spoken here (`in_language`).

    The words may be anybody's: a line break in them would forge a header, or a paragraph of ours (OUT7).
    """
    envelope = envelope or Envelope()
    kept = {key: " ".join(word.split()) if isinstance(word, str) else word for key, word in words.items()}
    subject, text, html = (render_to_string(f"{name}_{part}", kept) for part in ("subject.txt", "message.txt", "message.html"))
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        text,
        from_email=envelope.sender or None,
        to=[address],
        reply_to=[envelope.reply_to] if envelope.reply_to else None,
        headers=dict(envelope.headers),
    )
    mail.attach_alternative(html, "text/html")
    mail.send()
