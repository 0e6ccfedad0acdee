"""Articles: what Markdown becomes, what is published and what is not, languages, search, and what machines read of it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from accounts.errors import Conflict, Forbidden, Invalid, NotFound
from accounts.models import AuditRecord
from accounts.tenancy import account
from panel.demo.help_pages import OWN, OWN_TOPICS, pages, publish_pages
from tests.cast import Cast
from tests.hostile import PAYLOADS
from tests.widget.help.world import PLATES, article, reader, topic
from widget.help.actions.add_article import add_article
from widget.help.actions.add_picture import add_picture
from widget.help.actions.edit_article import edit_article, move_article, remove_article
from widget.help.actions.edit_topics import add_topic, move_topic, remove_topic
from widget.help.actions.publish_article import publish_article, withdraw_article
from widget.help.actions.set_centre import set_centre
from widget.help.actions.write_article import take_up_edition, write_article
from widget.help.languages import shown_texts
from widget.help.models import ArticleText, Picture
from widget.help.nodes import contents_of, html_of, lead_of, nodes_of


def get(cast: Cast, path: str = "", **more: str) -> HttpResponse:
    answer: Any = Client().get(f"/help/{cast.shop.slug}/{path}", **{**reader(1), **more})  # type: ignore[arg-type]
    return answer


def words(answer: HttpResponse) -> str:
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


class TestMarkdown:
    @pytest.mark.parametrize(
        ("body", "html"),
        [
            ("**a** *b* ~~c~~", "<p><strong>a</strong> <em>b</em> <s>c</s></p>"),
            ("# Big", '<h2 id="big">Big</h2>'),
            ("## Same\n\n## Same", '<h2 id="same">Same</h2><h2 id="same-2">Same</h2>'),
            ("> [!TIP]\n> Do *this*.", "<aside><p>Do <em>this</em>.</p></aside>"),
            ("[a](other.md#part)", '<p><a href="other.md#part">a</a></p>'),
            ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
            ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>"),
            ("![a](https://elsewhere.example/x.png)", "<p>a</p>"),
            ("![a](picture:1)", '<p><img alt="a" src="picture:1"></p>'),
            ("<b onclick=x>a</b>", "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>"),
            ("|a|b|\n|-|-:|\n|1|2|", '<th class="end">b</th>'),
        ],
    )
    def test_it_becomes_what_is_allowed(self, body: str, html: str) -> None:
        assert html in html_of(nodes_of(body))

    def test_no_word_of_a_stranger_becomes_markup(self) -> None:
        allowed = re.compile(r"</?(p|ul|ol|li|blockquote|pre|code|em|strong|s|hr|br|table|thead|tbody|tr|t[hd]|h[234]|a|img|aside|div)[ >]")
        for word in PAYLOADS:
            for body in (word, f"[{word}]({word})", f"![{word}]({word})", f"## {word}", f"> [!NOTE] {word}", f"|{word}|\n|-|\n|{word}|"):
                html = html_of(nodes_of(body.replace("\x00", "")))
                assert all(allowed.match(html, tag.start()) for tag in re.finditer(r"<", html)), html
                assert not re.search(r'(href|src)="\s*(javascript|vbscript|data):', html, re.IGNORECASE), html

    @pytest.mark.parametrize(
        ("attributes", "written"),
        [
            ({"href": "/x", "onclick": "alert(1)", "style": "position: fixed", "HREF": "x", "a b=c": "x"}, ' href="/x"'),
            ({"href": "javascript:alert(1)//"}, ""),
            ({"href": " java\tscript:alert(1)"}, ""),
            ({"href": "javascript&colon;x:1"}, ""),
            ({"href": "x?to=a:b"}, ' href="x?to=a:b"'),
            ({"href": "MAILTO:a@b.example"}, ' href="MAILTO:a@b.example"'),
        ],
    )
    def test_no_row_becomes_more_than_an_article(self, attributes: dict[str, str], written: str) -> None:
        """Whatever stands in the database: an import, a slip of ours."""
        assert html_of([["a", attributes, "words"]]) == f"<a{written}>words</a>"

    def test_what_nests_without_end_ends(self) -> None:
        for body in (">" * 5_000 + "a", "[" * 5_000, "*" * 9_999, "- " * 3_000 + "a", "`" * 9_999, "|" * 9_999):
            assert isinstance(html_of(nodes_of(body)), str)

    def test_the_contents(self) -> None:
        assert contents_of(nodes_of(PLATES)) == [("how-to-keep-it-matte", "How to keep it matte")]

    def test_what_stands_under_its_title(self) -> None:
        assert lead_of(nodes_of("## Heading\n\nYes, *every* day.\n\nSecond.")) == "Yes, every day."
        assert lead_of(nodes_of("- one\n- two")) == "one two"


class TestPublishing:
    def test_a_draft_is_nobodys_until_it_is_published(self, in_shop: Cast) -> None:
        care = topic(in_shop.olga, in_shop.shop)
        plates = article(in_shop.olga, in_shop.shop, "Plates", under=care, body=PLATES)
        text = write_article(in_shop.olga, in_shop.shop, plates, "en", {"title": "Plates, secretly", "body": "A secret draft."})
        assert text.changed and "secret" not in words(get(in_shop, "plates/")) + words(get(in_shop))
        publish_article(in_shop.olga, in_shop.shop, plates, "en")
        assert publish_article(in_shop.olga, in_shop.shop, plates, "en").number == 2, "twice is once"
        assert "A secret draft." in words(get(in_shop, "plates/"))
        take_up_edition(in_shop.olga, in_shop.shop, plates, "en", 1)
        assert "A secret draft." in words(get(in_shop, "plates/"))
        publish_article(in_shop.olga, in_shop.shop, plates, "en")
        assert "dishwasher" in words(get(in_shop, "plates/"))
        withdraw_article(in_shop.olga, in_shop.shop, plates, "en")
        assert get(in_shop, "plates/").status_code == get(in_shop).status_code == 404
        with account(in_shop.shop.account_id):
            acts = set(AuditRecord.objects.values_list("action", flat=True))
        assert {"help.article_added", "help.article_edited", "help.article_published", "help.article_withdrawn"} <= acts

    def test_refused(self, in_shop: Cast) -> None:
        care = topic(in_shop.olga, in_shop.shop)
        draft = {"title": "Plates", "category": str(care.public_id)}
        with pytest.raises(Forbidden):
            add_article(in_shop.oscar, in_shop.shop, draft)
        with pytest.raises(Forbidden):
            add_topic(in_shop.gus, in_shop.shop, {"names": {"en": "Mine"}})
        for wrong in (
            {"title": ""},
            {"title": "x" * 161},
            {"body": "x" * 40_001},
            {"slug": "de"},
            {"slug": "search"},
            {"category": "x"},
            {"pin": 0},
            {"pin": True},
            {"language": "xx"},
            {"html": "<b>"},
        ):
            with pytest.raises(Invalid) as refused:
                add_article(in_shop.olga, in_shop.shop, draft | wrong)
            assert set(refused.value.fields) == set(wrong)
        text = add_article(in_shop.olga, in_shop.shop, draft)
        with pytest.raises(Conflict):
            publish_article(in_shop.olga, in_shop.shop, text.article, "en")  # there is nothing to read
        with pytest.raises(NotFound):
            publish_article(in_shop.olga, in_shop.shop, text.article, "de")
        with pytest.raises(NotFound):
            take_up_edition(in_shop.olga, in_shop.shop, text.article, "en", 2**40)
        with pytest.raises(Conflict):
            remove_topic(in_shop.olga, in_shop.shop, care)  # an article stands under it
        assert add_article(in_shop.olga, in_shop.shop, draft).article.slug == "plates-2"
        with pytest.raises(Invalid):
            edit_article(in_shop.olga, in_shop.shop, text.article, {"slug": "plates-2"})

    def test_moved_and_removed(self, in_shop: Cast) -> None:
        care, sending = topic(in_shop.olga, in_shop.shop), topic(in_shop.olga, in_shop.shop, "Delivery")
        one, two = (article(in_shop.olga, in_shop.shop, title, under=care) for title in ("One", "Two"))
        three = article(in_shop.olga, in_shop.shop, "Three", under=sending)

        def order() -> list[str]:
            return [shown.title for shown in shown_texts(in_shop.shop, "en")]

        move_article(in_shop.olga, in_shop.shop, two, to=1)
        assert order() == ["Two", "One", "Three"]
        move_topic(in_shop.olga, in_shop.shop, sending, to=1)
        assert order() == ["Three", "Two", "One"]
        remove_article(in_shop.olga, in_shop.shop, three)
        remove_topic(in_shop.olga, in_shop.shop, sending)
        assert order() == ["Two", "One"] and not ArticleText.objects.filter(article_id=three.pk).exists()
        with pytest.raises(Invalid):
            move_article(in_shop.olga, in_shop.shop, one, to=2**63)

    def test_a_picture_is_made_anew_and_anything_else_refused(self, in_shop: Cast, settings: Any, tmp_path: Path) -> None:
        settings.FILES_DIR = str(tmp_path)
        whole = BytesIO()
        Image.new("RGB", (40, 30), "red").save(whole, "PNG", pnginfo=None)
        data = whole.getvalue() + b"<script>alert(1)</script>"
        row = add_picture(in_shop.olga, in_shop.shop, file=BytesIO(data), size=len(data), name="../a.png")
        host = settings.FILES_URL.partition("//")[2]
        answer = Client().get(f"/files/help/{in_shop.shop.public_id}/{row.public_id}", HTTP_HOST=host)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png") and b"script" not in answer.getvalue()
        assert answer["Content-Disposition"].startswith("attachment") and "sandbox" in answer["Content-Security-Policy"]
        assert Client().get(f"/files/help/{in_shop.globex.public_id}/{row.public_id}", HTTP_HOST=host).status_code == 404
        shows = f"Three:\n\n![Red](picture:{row.public_id})\n\n![Gone](picture:{in_shop.shop.public_id})\n\n![None](picture:none)"
        article(in_shop.olga, in_shop.shop, "Red", under=topic(in_shop.olga, in_shop.shop), body=shows)
        images = re.findall(r"<img [^>]*>", words(get(in_shop, "red/")))
        assert [("width=" in image, 'height="30"' in image) for image in images] == [(True, True), (False, False), (False, False)]
        for bad in (b"<svg onload='alert(1)'/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\nbroken"):
            with pytest.raises(Invalid):
                add_picture(in_shop.olga, in_shop.shop, file=BytesIO(bad), size=len(bad), name="a.png")


class TestLanguages:
    def test_who_has_no_text_sees_the_first_that_is_there(self, in_shop: Cast) -> None:
        set_centre(in_shop.olga, in_shop.shop, {"languages": ["en", "de", "fr"]})
        plates = article(in_shop.olga, in_shop.shop, "Plates", under=topic(in_shop.olga, in_shop.shop))
        write_article(in_shop.olga, in_shop.shop, plates, "de", {"title": "Teller", "body": "Jeden Tag."})
        publish_article(in_shop.olga, in_shop.shop, plates, "de")
        german, french, english = (words(get(in_shop, path)) for path in ("de/plates/", "fr/plates/", "plates/"))
        assert "Jeden Tag." in german and '<html lang="de"' in german and "Ist die Frage damit beantwortet?" in german
        assert "Something to read." in french and "Cet article n’existe pas encore en Français" in french
        root = f"/help/{in_shop.shop.slug}/"
        assert f'rel="canonical" href="http://localhost:8000{root}de/plates/"' in german.replace(_origin(german), "http://localhost:8000")
        canonical = re.search(r'rel="canonical" href="([^"]+)"', french)
        assert canonical and canonical[1].endswith(f"{root}plates/"), "a page that says the same is no page of its own"
        assert set(re.findall(r'hreflang="([a-z-]+)" href', english)) >= {"en", "de", "x-default"}
        assert get(in_shop, "pl/plates/").status_code == 404
        assert get(in_shop, "en/plates/").status_code == 404, "each page has one address"

    def test_the_pages_say_what_they_are(self, in_shop: Cast) -> None:
        care = topic(in_shop.olga, in_shop.shop)
        article(in_shop.olga, in_shop.shop, 'Is "it" <safe>?', under=care, body=PLATES, slug="safe", excerpt="Yes & no.")
        html = words(get(in_shop, "safe/"))
        assert "<title>Is &quot;it&quot; &lt;safe&gt;?" in html and '<meta name="description" content="Yes &amp; no.">' in html
        assert 'itemtype="https://schema.org/Article"' in html and 'itemtype="https://schema.org/BreadcrumbList"' in html
        assert html.count("<h1") == 1 and "<script nonce" in html and "onclick" not in html
        assert f"/help/{in_shop.shop.slug}/delivery-times/#by-post" in html, "another article's file name is its address"
        assert "noindex" in words(get(in_shop, "search/?q=plates"))
        policy = get(in_shop, "safe/")["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "set-cookie" not in {name.lower() for name in get(in_shop, "safe/").headers}
        sitemap = words(get(in_shop, "sitemap.xml"))
        assert sitemap.count("<loc>") == 2 and f"/help/{in_shop.shop.slug}/safe/</loc>" in sitemap

    @pytest.mark.parametrize(
        ("path", "is_a"), [("", "CollectionPage"), ("topics/care-and-glaze/", "CollectionPage"), ("plates/", "Article")]
    )
    def test_what_machines_read(self, in_shop: Cast, path: str, is_a: str) -> None:
        set_centre(in_shop.olga, in_shop.shop, {"languages": ["en", "ar"]})
        plates = article(in_shop.olga, in_shop.shop, "Plates", under=topic(in_shop.olga, in_shop.shop), excerpt="Every day.")
        write_article(in_shop.olga, in_shop.shop, plates, "ar", {"title": "الأطباق", "body": "كل يوم."})
        publish_article(in_shop.olga, in_shop.shop, plates, "ar")
        for language, direction in (("en", "ltr"), ("ar", "rtl")):
            html = words(get(in_shop, path if language == "en" else f"ar/{path}"))
            assert f'<html lang="{language}" dir="{direction}"' in html
            for one in ("<title>", 'name="description"', 'rel="canonical"', 'property="og:title"', 'hreflang="x-default"', "<h1"):
                assert html.count(one) == 1, one
            assert f'itemtype="https://schema.org/{is_a}"' in html
            root = f"{_origin(html)}/help/{in_shop.shop.slug}/"
            there = re.findall(r'rel="(canonical|alternate)"(?: hreflang="([a-z-]+)")? href="([^"]+)"', html)
            pages = {"en": root + path, "ar": f"{root}ar/{path}"}
            assert set(there) == {
                ("canonical", "", pages[language]),
                *(("alternate", each, href) for each, href in pages.items()),
                ("alternate", "x-default", pages["en"]),
            }

    def test_a_closed_centre_is_not_there(self, in_shop: Cast) -> None:
        article(in_shop.olga, in_shop.shop, "Plates", under=topic(in_shop.olga, in_shop.shop))
        assert get(in_shop).status_code == 200, "the premise"
        set_centre(in_shop.olga, in_shop.shop, {"open": False})
        key = in_shop.shop.key
        for path in (
            f"/help/{in_shop.shop.slug}/",
            f"/help/{in_shop.shop.slug}/plates/",
            "/help/no-such-shop/",
            f"/w/api/help?project={key}",
        ):
            assert Client().get(path, SERVER_NAME="localhost").status_code == 404


def _origin(html: str) -> str:
    found = re.search(r'rel="canonical" href="(https?://[^/]+)', html)
    assert found
    return found[1]


def test_the_articles_of_our_own_help_are_whole(in_shop: Cast, settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = str(tmp_path)
    assert {page.topic for page in pages()} == set(OWN_TOPICS) and len(pages()) >= 20
    assert publish_pages(in_shop.olga, in_shop.shop) == len(pages())
    assert publish_pages(in_shop.olga, in_shop.shop) == 0, "twice changes nothing"
    pictures = {file.stem: file.stat().st_size for file in (OWN / "pictures").iterdir()}
    assert max(pictures.values()) <= 60_000 and Picture.objects.count() == len(pictures) <= 8
    named = [found for page in pages() for found in re.findall(r"!\[([^\]]+)\]\(pictures/([a-z-]+)\.webp\)", page.body)]
    assert sorted(name for _, name in named) == sorted(pictures), "each picture is shown once"
    assert all(len(shows) > 20 for shows, _ in named), "and said in words"
    for page in pages():
        html = words(get(in_shop, f"{page.slug}/"))
        assert html.count("<img ") == html.count(' width="') == page.body.count("](pictures/")
        assert page.excerpt.split("<")[0] in html.replace("&#x27;", "'") and "](" not in html
        led = set(re.findall(r"\]\(([a-z-]+)\.md[)#]", page.body))
        assert led <= {other.slug for other in pages()}, f"{page.slug} leads to articles that are not there"
