"""A mail of ours from its three templates, `…_subject.txt`, `…_message.txt` and `…_message.html`: each app's lie in its `mail/`."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def send(name: str, address: str, words: Mapping[str, object]) -> None:
    """Send the mail that is called like `accounts/mail/invitation`, at once.

    The words may be anybody's: a line break in them would forge a header, or a paragraph of ours (OUT7).
    """
    kept = {key: " ".join(word.split()) if isinstance(word, str) else word for key, word in words.items()}
    subject, text, html = (render_to_string(f"{name}_{part}", kept) for part in ("subject.txt", "message.txt", "message.html"))
    mail = EmailMultiAlternatives(" ".join(subject.split()), text, to=[address])
    mail.attach_alternative(html, "text/html")
    mail.send()
