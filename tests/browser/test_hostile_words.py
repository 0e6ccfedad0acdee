"""Words that would like to be more than words: they stay text on both sides, and only addresses become links."""

from __future__ import annotations

from playwright.sync_api import Dialog, Locator, expect

from tests.browser.people import Cast

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</p></li><iframe srcdoc='<script>alert(1)</script>'>",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} {% debug %}",
    '"><a href="javascript:alert(1)">press</a>',
    "javascript:alert(1)//https://fine.example",
    "data:text/html,<script>alert(1)</script>",
    "&lt;b&gt; &amp; &#60;script&#62;",
    'https://fine.example/"onmouseover="alert(1)',
]
LINKS = "See https://fine.example/a?b=1&c=2, http://plain.example and mailto:olga@acme.example or ftp://old.example or JAVASCRIPT:alert(1)"


def links_of(lines: Locator) -> list[dict[str, str]]:
    """Every anchor in what was said."""
    drawn: list[dict[str, str]] = lines.locator("a").evaluate_all("links => links.map(({ href, rel, target }) => ({ href, rel, target }))")
    return drawn


class TestHostileWords:
    def test_they_stay_words_on_both_sides(self, cast: Cast) -> None:
        olga, vera = cast.operator(), cast.visitor()
        opened: list[str] = []

        def remember(dialog: Dialog) -> None:
            opened.append(dialog.message)
            dialog.dismiss()

        for person in (olga, vera):
            person.page.on("dialog", remember)
        vera.open()
        vera.say(HOSTILE[0])
        olga.view("Unassigned")
        olga.open(HOSTILE[0])
        for words in HOSTILE[1:]:
            vera.say(words)
        expect(olga.lines()).to_have_text(HOSTILE)
        for words in HOSTILE:
            olga.say(words)
        expect(vera.lines()).to_have_text(HOSTILE * 2)
        expect(olga.lines()).to_have_text(HOSTILE * 2)
        for lines in (olga.lines(), vera.lines()):
            expect(lines.locator("script, img, svg, iframe, b")).to_have_count(0)
            assert {link["href"].partition(":")[0] for link in links_of(lines)} <= {"https"}
        assert opened == []

    def test_only_addresses_become_links(self, cast: Cast) -> None:
        olga, vera = cast.operator(), cast.visitor()
        vera.open()
        vera.say(LINKS)
        olga.view("Unassigned")
        olga.open("See https://fine.example")
        olga.say(LINKS)
        expect(vera.lines()).to_have_text([LINKS] * 2)
        for lines in (olga.lines(), vera.lines()):
            links = links_of(lines)
            assert [link["href"] for link in links] == [
                "https://fine.example/a?b=1&c=2",
                "http://plain.example/",
                "mailto:olga@acme.example",
            ] * 2
            assert {(link["rel"], link["target"]) for link in links} == {("noopener nofollow ugc", "_blank")}
