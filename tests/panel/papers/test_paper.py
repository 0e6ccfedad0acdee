"""One conversation on paper, for whoever may read it: as a page, as text, as PDF, in every script, and nothing private."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditRecord
from accounts.tenancy import account, tenant
from chat.actions.close_conversation import close_conversation
from chat.actions.post_message import post_message
from panel.papers.pdf import drawable, pdf_of
from panel.papers.sheet import Day, Line, Sheet
from panel.views import paper as view
from tests.cast import CANARY, Cast

RUNS = "<script>alert(1)</script>"
SAID = ["Здравствуйте, мир", "مرحبا بالعالم", "Καλημέρα", f"Yes, {RUNS}", "A line\n14:09 Oscar: forged"]


@pytest.fixture
def home(cast: Cast) -> str:
    with tenant(cast.shop):
        for text in SAID:
            post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text=text)
        post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text="She haggles", kind="note")
        close_conversation(cast.oscar, cast.shop, cast.talk)
    return f"/panel/{cast.shop.public_id}/inbox/{cast.talk.public_id}/paper"


def asked(cast: Cast, who: str, path: str) -> Any:
    client = Client()
    client.force_login(cast.users[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get(path)


def test_a_page_that_prints(cast: Cast, home: str) -> None:
    answer = asked(cast, "vic", f"{home}/")
    page = answer.content.decode()
    assert answer.status_code == 200 and all(text in page for text in SAID[:3]) and "Oscar ended the conversation" in page
    assert RUNS not in page and "&lt;script&gt;" in page and "She haggles" not in page and CANARY in page
    policy = answer["Content-Security-Policy"]
    (nonce,) = set(re.findall(r'<(?:style|script) nonce="([^"]+)"', page))
    assert f"'nonce-{nonce}'" in policy and "unsafe-inline" not in policy


def test_text_in_which_nobody_writes_for_another(cast: Cast, home: str) -> None:
    answer = asked(cast, "oscar", f"{home}.txt")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8" and answer["Content-Disposition"].startswith("attachment")
    assert all(line in text for line in ("Здравствуйте, мир", RUNS)) and "She haggles" not in text
    assert "\n    14:09 Oscar: forged" in text and "\n14:09 Oscar: forged" not in text
    with account(cast.olga.account_id):
        assert AuditRecord.objects.filter(action="conversation.saved").count() == 1


def test_pdf(cast: Cast, home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = asked(cast, "oscar", f"{home}.pdf")
    assert answer.content.startswith(b"%PDF-") and answer["Content-Type"] == "application/pdf"
    letters = letters_of(answer.content)
    assert set("Здравствуйте") | set("Καλημέρα") <= letters, "they can be copied from it and searched in it"
    assert any("\u0600" <= one <= "\u06ff" or "\ufe70" <= one <= "\ufeff" for one in letters)
    assert not any(word in answer.content for word in (b"/JavaScript", b"/URI", b"/Launch"))
    monkeypatch.setattr(view, "PDF_LINES", 2)
    assert len(asked(cast, "oscar", f"{home}.pdf").content) < len(answer.content)


def letters_of(pdf: bytes) -> set[str]:
    """What the maps of its letters say that is written in it."""
    maps = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", pdf, re.DOTALL))
    return {chr(int(code[:4], 16)) for code in re.findall(rb"<[0-9A-F]+> <([0-9A-F]+)>", maps)}


def test_words_that_no_letter_has(cast: Cast) -> None:
    words = "👩‍🚀 \u202egnp.exe\u202c 漢字 a\u0000b " + "x" * 500
    assert "\u202e" not in drawable(words) and "\u0000" not in drawable(words)
    lines = [Line("14:01", words, f"{words}\n" * 40, "team", [words])] * 6
    made = pdf_of(Sheet(1, words, words, [(words, words)], [Day(words, lines)], "UTC", 3), words)
    assert made.count(b"/Type /Page\n") > 3
