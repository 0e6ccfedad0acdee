"""Search: by words, beginnings and misspellings, of any age, for its own project alone, and nothing of what was erased."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from accounts.access import ProjectRef
from accounts.actions.issue_api_key import issue_api_key
from accounts.models import Project
from accounts.tenancy import tenant
from chat.actions.catch_up import catch_up
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.erasing import erase_visitor
from chat.models import Message, SearchEntry, SearchWord
from chat.search.asking import search_messages, search_visitors, search_visitors_alike
from chat.search.filing import BUCKET_BITS, note_words
from chat.search.snippets import snippet
from chat.search.words import LONGEST, MOST_WORDS, words_of
from tests.cast import CANARY, Cast, build_cast

TEXTS = (
    "Is the blue bowl oven-safe?",
    "Crème BRÛLÉE dishes, please: order 4711",
    "Where is my parcel? It was the refunded one",
    "陶器は電子レンジで使えますか",
    "100%_sure\\ ' ; -- <b>bold</b>",
)


@pytest.fixture
def acme(cloned_database: str) -> Cast:
    cast = build_cast()
    with tenant(cast.shop):
        for text in TEXTS:
            post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text=text)
        post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text="Private glaze recipe", kind="note")
    file(cast.shop, cast.globex)
    return cast


def file(*projects: Project) -> None:
    for project in projects:
        catch_up(ProjectRef(project.pk, project.account_id))


def found(cast: Cast, question: str) -> list[str]:
    with tenant(cast.shop):
        return [row.text for row in search_messages(cast.shop, question).messages]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Blue blue BLUE", ["blue"]),
        ("Crème brûlée", ["creme", "brulee"]),
        ("Straße", ["strasse"]),
        ("It's 5 o'clock", ["it", "s", "5", "o", "clock"]),
        ("ines@fernhill.example", ["ines", "fernhill", "example"]),
        ("陶器は", ["陶器", "器は"]),
        ("  \u200b!?… ", []),
        ("x" * 500, ["x" * LONGEST]),
    ],
)
def test_a_text_becomes_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_text_of_many_words_keeps_the_first() -> None:
    assert words_of(" ".join(map(str, range(5000)))) == [str(n) for n in range(MOST_WORDS)]


@pytest.mark.parametrize(
    ("question", "at"),
    [
        ("bowl", 0),
        ("BLUE oven", 0),
        ("bow", 0),
        ("creme brulee", 1),
        ("brûlée", 1),
        ("4711", 1),
        ("parcle", 2),
        ("refund", 2),
        ("電子レンジ", 3),
        ("100% sure", 4),
        ("'; -- <b>", 4),
    ],
)
def test_a_message_is_found(acme: Cast, question: str, at: int) -> None:
    assert TEXTS[at] in found(acme, question)


@pytest.mark.parametrize(
    "question", ["", "   ", "4712", "'\"%\\_", "bowl parcel", "wheelbarrow", "%", "(a|b)*", "&& || !", "x" * 10_000, "🙂"]
)
def test_what_is_nowhere_is_not_found(acme: Cast, question: str) -> None:
    assert found(acme, question) == []


def test_notes_are_found_by_operators(acme: Cast) -> None:
    assert found(acme, "glaze") == ["Private glaze recipe"]


def test_another_project_finds_nothing(acme: Cast) -> None:
    with tenant(acme.globex):
        assert search_messages(acme.globex, "bowl").messages == []
        assert search_visitors(acme.globex, "Wanda") == []
        with pytest.raises(DatabaseError, match="outside of the open project"):
            search_messages(acme.shop, "bowl")


def test_people_are_found_by_name_and_address(acme: Cast) -> None:
    with tenant(acme.shop):
        assert [one.name for one in search_visitors(acme.shop, "wan")] == ["Wanda"]
        assert [one.name for one in search_visitors_alike(acme.shop, "Wandaa")] == ["Wanda"]
        assert search_visitors(acme.shop, "vera.exam") == [acme.vera]
        assert search_visitors(acme.shop, "Wandaa") == []
        assert search_visitors(acme.shop, "%") == search_visitors(acme.shop, "__") == []
        for long, people in ((f"{CANARY}@VERA.example", [acme.vera]), (f"{CANARY}@vara.example", []), (f"{CANARY}%vera.example", [])):
            assert search_visitors(acme.shop, long) == people


def test_the_newest_come_first_over_all_buckets_page_by_page(acme: Cast) -> None:
    """Ids are spread over many buckets, as years of messages would spread them."""
    with tenant(acme.shop):
        entry = SearchEntry.objects.first()
        assert entry is not None
        ids = [(n << BUCKET_BITS) + n for n in (90, 33, 32, 7, 2)]
        for row_id in ids:
            tokens = [f"{acme.shop.pk}.{row_id >> BUCKET_BITS}:ancient"]
            SearchEntry(
                project_id=acme.shop.pk, message_id=row_id, conversation_id=entry.conversation_id, number=entry.number, tokens=tokens
            ).save(force_insert=True)
            note_words(acme.shop.pk, {("ancient", row_id >> BUCKET_BITS)})
        with connection.cursor() as cursor:
            seen: list[int] = []
            before = 2**62
            while True:
                cursor.execute("SELECT * FROM search_messages(%s, %s, %s, 2)", [acme.shop.pk, '[["ancient"]]', before])
                page = [row[0] for row in cursor.fetchall()]
                if not page:
                    break
                seen += page
                before = page[-1]
    assert seen == ids


def test_a_common_word_is_found_page_by_page(acme: Cast) -> None:
    with tenant(acme.shop):
        rows = Message.objects.filter(kind__in=("text", "note")).order_by("-pk")
        expected = [row.pk for row in rows if any(word.startswith("is") for word in words_of(row.text))]
        assert len(expected) > 1
        seen: list[int] = []
        more = True
        while more:
            page = search_messages(acme.shop, "is", before=seen[-1] if seen else None, limit=1)
            seen += [row.pk for row in page.messages]
            more = page.more
    assert seen == expected


def test_a_word_knows_the_buckets_it_stands_in(acme: Cast) -> None:
    """Those that it stands in already write nothing: a common word is said in every message."""

    def row() -> tuple[list[int], str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT buckets, ctid::text FROM chat_searchword WHERE word = 'bowl'")
            ((buckets, place),) = cursor.fetchall()
            return buckets, place

    with tenant(acme.shop):
        ((bucket,), _) = row()
        note_words(acme.shop.pk, {("bowl", bucket + 7), ("bowl", bucket + 3)})
        before = row()
        assert before[0] == [bucket, bucket + 3, bucket + 7]
        note_words(acme.shop.pk, {("bowl", bucket + 3), ("bowl", bucket)})
        assert row() == before
        assert search_messages(acme.shop, "bowl").messages  # in buckets with nothing left there is nothing


def test_what_is_taken_back_is_not_found(acme: Cast) -> None:
    with tenant(acme.shop):
        row = Message.objects.get(text=TEXTS[0])
        with connection.cursor() as cursor:
            cursor.execute("UPDATE chat_message SET deleted = true, edited_at = now() WHERE id = %s", [row.pk])
        from chat.search.filing import _file

        _file(acme.shop, {row.pk: Message.objects.get(pk=row.pk)})
        assert search_messages(acme.shop, "oven").messages == []
        assert not SearchWord.objects.filter(word="oven").exists()
        assert SearchWord.objects.filter(word="is").exists()  # another message has it


def test_an_erased_visitor_leaves_no_word(acme: Cast) -> None:
    with tenant(acme.shop):
        post_visitor_message(acme.shop, acme.wanda, client_id=uuid.uuid4(), text="My secret is xylograph and parcel")
    file(acme.shop)
    assert found(acme, "xylograph")
    with tenant(acme.shop):
        erase_visitor(acme.shop, acme.wanda.public_id)
        assert not SearchWord.objects.filter(word="xylograph").exists()
        assert not SearchEntry.objects.filter(tokens__icontains="xylograph").exists()
        assert SearchWord.objects.filter(word="parcel").exists()
    assert found(acme, "xylograph") == []


def test_filing_twice_changes_nothing(acme: Cast) -> None:
    from chat.search.filing import file_lines

    with tenant(acme.shop):
        before = list(SearchEntry.objects.order_by("pk").values_list("pk", "tokens"))
        file_lines(acme.shop, [pk for pk, _ in before])
        assert list(SearchEntry.objects.order_by("pk").values_list("pk", "tokens")) == before


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Is the blue bowl safe?", {"bowl"}, "Is the blue [bowl] safe?"),
        ("Crème", {"creme"}, "[Crème]"),
        ("word " * 40 + "bowl " + "tail " * 60, {"bowl"}, "…" + "word " * 12 + "[bowl] " + "tail " * 22 + "tail…"),
    ],
)
def test_a_snippet_shows_why(text: str, words: set[str], shown: str) -> None:
    pieces = snippet(text, frozenset(words))
    said = "".join(f"[{piece['text']}]" if piece["hit"] else piece["text"] for piece in pieces)
    assert said.startswith(shown[:40]), said
    assert "[" in said
    assert len(said) < 300


def test_over_rest(acme: Cast) -> None:
    _, key = issue_api_key(acme.vic, name="Reader", scopes=["read"])
    reader = Client(headers={"authorization": f"Bearer {key}"})

    def ask(**query: Any) -> dict[str, Any]:
        answer = reader.get(f"/api/v1/projects/{acme.shop.public_id}/search", query)
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    (first,) = ask(q="oven")["results"]
    assert first["conversation"] == str(acme.talk.public_id)
    assert {"text": "oven", "hit": True} in first["snippet"]
    assert [one["name"] for one in ask(q="Wanda")["visitors"]] == ["Wanda"]
    assert [one["name"] for one in ask(q="Wandaa")["visitors"]] == ["Wanda"]
    assert ask(q="parcle")["results"]
    assert ask() == {"results": [], "visitors": [], "next": None}
    assert reader.get(f"/api/v1/projects/{acme.shop.public_id}/search", {"q": "bowl", "cursor": "nonsense"}).status_code == 400
