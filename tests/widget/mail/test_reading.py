"""What is taken from a mail: the answer without its quotations, HTML as text, and hostile mails as nothing worse than text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hostile import PAYLOADS
from widget.mail.composing import MARKER
from widget.mail.reading.html_text import text_of_html
from widget.mail.reading.machines import is_automatic
from widget.mail.reading.parsing import read_mail
from widget.mail.reading.quotes import answer_in

LETTER = f"{MARKER} Write your answer above this line {MARKER}\n\nInes, 29 Nov:\n    We do.\n"
QUOTED = "".join(f"> {line}\n" for line in LETTER.splitlines())

ANSWERS = {
    "plain": ("Two, please.", "Two, please."),
    "gmail": (f"Two, please.\n\nOn Sun, Nov 29, 2026 at 10:00 AM Fernhill <re-x@reply.example>\nwrote:\n\n{QUOTED}", "Two, please."),
    "apple": (f"Two, please.\n\nSent from my iPhone\n\n> On 29 Nov 2026, at 10:00, Fernhill wrote:\n> \n{QUOTED}", "Two, please."),
    "outlook": (f"Two, please.\n\n____________________\nFrom: Fernhill <a@b.example>\nSent: Sunday\n\n{LETTER}", "Two, please."),
    "outlook, no line": (f"Two, please.\n\nFrom: Fernhill <a@b.example>\nSent: Sunday, 29 November\nTo: Vera\n\n{LETTER}", "Two, please."),
    "outlook, German": (f"Zwei, bitte.\n\nVon: Fernhill <a@b.example>\nGesendet: Sonntag\nAn: Vera\n\n{LETTER}", "Zwei, bitte."),
    "marker alone": (f"Two, please.\n\n{LETTER}", "Two, please."),
    "html mail": (f"Two, please.\nOn Sunday Fernhill wrote:\n{LETTER}", "Two, please."),
    "German": (f"Zwei, bitte.\n\nAm So., 29. Nov. 2026 um 10:00 Uhr schrieb Fernhill <a@b.example>:\n\n{QUOTED}", "Zwei, bitte."),
    "French": (f"Deux.\n\nLe dim. 29 nov. 2026 à 10:00, Fernhill <a@b.example> a écrit :\n\n{QUOTED}", "Deux."),
    "Spanish": (f"Dos.\n\nEl dom, 29 nov 2026 a las 10:00, Fernhill (<a@b.example>) escribió:\n\n{QUOTED}", "Dos."),
    "Portuguese": (f"Dois.\n\nEm dom., 29 de nov. de 2026, Fernhill <a@b.example> escreveu:\n\n{QUOTED}", "Dois."),
    "Polish": (f"Dwa.\n\nW dniu niedz., 29 lis 2026 o 10:00 Fernhill <a@b.example> napisał(a):\n\n{QUOTED}", "Dwa."),
    "below": (f"On Sunday Fernhill wrote:\n{QUOTED}\nTwo, please.\n", "Two, please."),
    "between": ("> In two sizes.\nThe large one.\n> Shall I hold it?\nYes.\n", "The large one.\nYes."),
    "signature": ("Two, please.\n\n-- \nVera\nvera.example\n", "Two, please."),
    "signature without its blank": ("Two, please.\n--\nVera", "Two, please."),
    "forwarded": (f"See below.\n\n-----Original Message-----\n{LETTER}", "See below."),
    "windows": ("Two,\r\nplease.\r\n\r\n-- \r\nVera\r\n", "Two,\nplease."),
    "only a quotation": ("> We do.\n", "> We do."),
    "only a signature": ("-- \nVera", "-- \nVera"),
    "a list is no signature": ("- one\n-- two\n--- three", "- one\n-- two\n--- three"),
    "a dash": ("The blue — — not the green one", "The blue — — not the green one"),
    "from in a sentence": ("From: where do they come?\nFrom Porto?", "From: where do they come?\nFrom Porto?"),
    "wrote in a sentence": ("On Sunday I wrote:\nthat I want two", "On Sunday I wrote:\nthat I want two"),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_alone(name: str) -> None:
    text, wanted = ANSWERS[name]
    assert answer_in(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["> " * 50_000, "On " + "a " * 50_000 + "wrote:", "Am x schrieb " * 8_000 + ":", "\n" * 90_000, "On x\n" * 20_000, "- " * 60_000],
    ids=["quoted", "announced", "German", "empty", "many", "dashes"],
)
def test_no_text_takes_long(text: str) -> None:
    """It ends: the suite's own time is the bound."""
    assert isinstance(answer_in(text), str)


FORMER = "<p>We do, in two sizes.</p><p>Ines</p>"
# As each writes an answer in HTML, around a letter that has lost its own first line. The languages are ones that no pattern knows.
IN_HTML = {
    "gmail": '<div dir="ltr">Two, please.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
    "2026年11月29日(日) 10:00 Fernhill &lt;<a href='mailto:a@b.example'>a@b.example</a>&gt;:<br></div>"
    f'<blockquote class="gmail_quote" style="margin:0 0 0 0.8ex">{FORMER}</blockquote></div>',
    "gmail, signed": '<div dir="ltr"><div>Two, please.</div><span class="gmail_signature_prefix">-- </span><br>'
    '<div dir="ltr" class="gmail_signature"><b>Vera</b><br>Potter</div></div><div class="gmail_quote"><div class="gmail_attr">'
    f'ons. 29. nov. skrev Fernhill:</div><blockquote class="gmail_quote">{FORMER}</blockquote></div>',
    "apple": '<div dir="ltr">Two, please.</div><div dir="ltr"><br><blockquote type="cite">Fernhill kirjoitti 29.11.2026:<br><br>'
    f"</blockquote></div><blockquote type='cite'><div dir='ltr'>{FORMER}</div></blockquote>",
    "outlook on the web": '<div class="elementToProof">Two, please.</div><div id="appendonsend"></div><hr tabindex="-1">'
    f'<div id="divRplyFwdMsg" dir="ltr"><b>Afzender:</b> Fernhill<br><b>Onderwerp:</b> Re</div><div>{FORMER}</div>',
    "outlook on a phone": '<div dir="ltr">Two, please.</div><div class="ms-outlook-mobile-signature">Hent '
    f'<a href="https://aka.ms/x">Outlook til iOS</a></div><hr><div id="divRplyFwdMsg"><b>Fra:</b> Fernhill</div>{FORMER}',
    "outlook on Windows": '<div class="WordSection1"><p class="MsoNormal">Two, please.</p><div>'
    '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
    '<p class="MsoNormal"><b>Från:</b> Fernhill &lt;a@b.example&gt;<br><b>Skickat:</b> den 29 november<br>'
    f"<b>Till:</b> Vera</p></div></div>{FORMER}</div>",
    "thunderbird": '<p>Two, please.</p><div class="moz-cite-prefix">29.11.2026 10:00, Fernhill пишет:</div>'
    f'<blockquote type="cite">{FORMER}</blockquote><div class="moz-signature">-- <br>Vera</div>',
    "yahoo": '<div class="ydp1">Two, please.</div><div id="yahoo_quoted_7" class="yahoo_quoted"><div>29 Kasım Pazar, Fernhill yazdı:</div>'
    f"<div>{FORMER}</div></div>",
}  # fmt: skip


class TestHtml:
    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("<p>Two,<br>please.</p><p>Thanks</p>", "Two,\nplease.\n\nThanks"),
            ("<div>One</div><div>Two</div>", "One\nTwo"),
            ("Yes<blockquote>We do.<br>In two.</blockquote>Thanks", "Yes\n> We do.\n> In two.\nThanks"),
            ("<style>p{}</style><script>alert(1)</script><title>x</title>Hi", "Hi"),
            ("<span style='display:none'>hidden</span>Hi<p style='font-size:0'>x</p>", "Hi"),
            ('<a href="https://a.example/x">here</a>', "here (https://a.example/x)"),
            ('<a href="https://a.example/">https://a.example</a>', "https://a.example"),
            ('<a href="javascript:alert(1)">here</a>', "here"),
            ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
            ("a &lt;b&gt; &amp; c&nbsp;d", "a <b> & c d"),
            ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
            ("<div>" * 5000 + "deep", "deep"),
            ("<p>unclosed <b>bold", "unclosed bold"),
            ("<![CDATA[x]]><!--c--><?php x?>Hi", "Hi"),
        ],
    )
    def test_becomes_text(self, html: str, text: str) -> None:
        assert text_of_html(html) == text

    @pytest.mark.parametrize("program", IN_HTML)
    def test_the_answer_alone_in_any_language(self, program: str) -> None:
        """No pattern knows these words: the large programs mark what they put below."""
        html = "<html><head><style>p{}</style></head><body>" + IN_HTML[program] + "</body></html>"
        raw = b"From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
        assert answer_in(read_mail(raw).text) == "Two, please."

    def test_a_mail_that_has_only_that(self) -> None:
        raw = b"From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Zw\xc3\xb6lf</p><blockquote>We do.</blockquote>"
        assert answer_in(read_mail(raw).text) == "Zwölf"


HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "no head": b"\r\n\r\nwords",
    "NUL": b"From: a\x00@b\r\n\r\n\x00\x00words",
    "endless header": b"Subject: " + b"x" * 500_000 + b"\r\n\r\nwords",
    "folded header": b"Subject: a\r\n b\r\n\tBcc: x@y\r\n\r\nwords",
    "encoded line break": b"Subject: =?utf-8?q?a=0D=0ABcc:_x=40y?=\r\nFrom: =?utf-8?b?DQpCY2M6IHg=?= <a@b.example>\r\n\r\nwords",
    "unknown charset": b"Content-Type: text/plain; charset=klingon\r\n\r\nwords \xff",
    "wrong charset": b"Content-Type: text/plain; charset=utf-16\r\n\r\nwords",
    "charset of a codec that is none": b"Content-Type: text/plain; charset=base64\r\n\r\nwords",
    "bad base64": b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!=\r\n",
    "uuencode": b"Content-Type: text/plain\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n!!\r\nend",
    "no boundary": b"Content-Type: multipart/mixed\r\n\r\nwords",
    "never closed": b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nwords',
    "deep": b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)) + b"\r\nwords",
    "many parts": b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n" * 2000,
    "a mail in a mail": b"Content-Type: message/rfc822\r\n\r\nFrom: x@y\r\n\r\nwords",
    "bad content type": b"Content-Type: ;;;=\r\nContent-Disposition: =?\r\n\r\nwords",
    "bad RFC 2231": b"Content-Type: text/plain; charset*=bogus'x'%FF; name*0*=x''%zz\r\n\r\nwords",
    "bad encoded words": b"Subject: =?utf-8?b?!?= =?x?q?=\r\nFrom: =?\r\nMessage-ID: <\xff>\r\n\r\nwords",
    "many senders": b"From: " + b"a@b.example, " * 5000 + b"\r\n\r\nwords",
    "brackets": b"From: " + b"(" * 5000 + b"<" * 5000 + b"\r\n\r\nwords",
}


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        (b"Vera <vera@x.example>", "vera@x.example"),
        (b"vera@x.example", "vera@x.example"),
        (b"vera@x.example (Vera)", "vera@x.example"),
        (b'"vera@x.example" <mallory@y.example>', "mallory@y.example"),
        (b'"<vera@x.example>" <mallory@y.example>', "mallory@y.example"),
        (b"=?utf-8?q?vera=40x=2Eexample?= <mallory@y.example>", "mallory@y.example"),
        (b"undisclosed", ""),
    ],
)
def test_whom_it_says_it_is_from(header: bytes, sender: str) -> None:
    assert read_mail(b"From: " + header + b"\r\n\r\nwords").sender == sender


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_text_at_worst(name: str) -> None:
    mail = read_mail(HOSTILE[name])
    told: list[Any] = [mail.sender, mail.subject, mail.header("Subject"), *(one.name for one in mail.files)]
    assert all("\n" not in one and "\r" not in one and "\x00" not in one for one in told)
    assert "\x00" not in mail.text and len(mail.files) <= 50 and len(mail.sender) <= 254 and len(mail.subject) <= 300
    assert is_automatic(mail) in (True, False) and isinstance(answer_in(mail.text), str)


def test_hostile_words_stay_words() -> None:
    for payload in PAYLOADS:
        text = text_of_html(payload)
        assert "<script" not in text.lower() or "&lt;" in payload.lower() or "&#" in payload, payload
