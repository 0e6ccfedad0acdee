"""Files that come with mails are files of the conversation, behind the same checks as any; those that are not taken are named in it."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from pathlib import Path
from typing import Any

import pytest

from accounts.access import ProjectRef
from chat import queries
from chat.actions.check_file import check_file
from chat.files.store import Folder, place_of
from chat.models import Attachment, FileSpace, Message
from tests.cast import Cast
from tests.chat.files.samples import EICAR, EXE, SCRIPT, SECRET, photo, picture
from tests.widget.mail.writing import VERA, mail, reply_address, talk_of
from widget.mail.actions import take_in
from widget.mail.models import Arrival
from widget.mail.queries import mail_of
from widget.mail.reading.enclosed import SMALLEST_PICTURE, enclosed
from widget.mail.reading.parsing import read_mail
from widget.mail.reading.verdicts import Verdicts

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"
PHOTO = picture("BMP", (60, 40))  # larger than a logo


def with_files(text: str, *files: tuple[str, str, bytes], **more: Any) -> bytes:
    """A mail with attachments: name, type, content."""
    message = EmailMessage()
    message["From"], message["Message-ID"] = VERA, make_msgid(domain="vera.example")
    message.set_content(text)
    for name, kind, content in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name, **more)
    return message.as_bytes(policy=SMTP)


@pytest.fixture
def lying(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_BUCKET, settings.FILES_DIR = "", str(tmp_path / "files")
    return tmp_path / "files"


def take(cast: Cast, raw: bytes) -> take_in.Taken:
    return take_in.take_in(reply_address(cast), read_mail(raw, envelope_sender=VERA), Verdicts())


def shown(cast: Cast, *, for_visitor: bool = True) -> dict[str, Any]:
    return dict(queries.timeline(talk_of(cast), for_visitor=for_visitor).messages[-1])


def checked(cast: Cast) -> list[tuple[str, str, str]]:
    """Their names, what became of them, and why, when a worker has looked at them."""
    for row in Attachment.objects.filter(state="pending"):
        check_file(ProjectRef(cast.shop.pk, cast.shop.account_id), row.pk)
    return [(one["name"], one["state"], one["reason"] or "") for one in shown(cast)["attachments"]]


class TestWhatIsSent:
    def test_stands_in_the_message_and_is_made_anew(self, in_shop: Cast, lying: Path) -> None:
        take(in_shop, with_files("Here it is.", ("bowl.jpg", "image/jpeg", photo()), ("order.pdf", "application/pdf", PDF)))
        assert shown(in_shop)["text"] == "Here it is." and [one["state"] for one in shown(in_shop)["attachments"]] == ["pending", "pending"]
        assert checked(in_shop) == [("bowl.jpg", "ready", ""), ("order.pdf", "ready", "")]
        for row in Attachment.objects.all():
            kept = b"".join(Folder(lying).read(f"{place_of(row)}file"))
            assert SECRET.encode() not in kept, "a photo is its pixels"
        assert not list(lying.rglob("part-*"))
        used = FileSpace.objects.get().used_bytes
        assert used == sum(Attachment.objects.values_list("held", flat=True)) > 0

    def test_without_a_word_has_the_files_names_as_text(self, in_shop: Cast, lying: Path) -> None:
        take(in_shop, with_files("\n\nOn Sunday Ines wrote:\n> We do.\n", ("order.pdf", "application/pdf", PDF)))
        said = shown(in_shop)
        assert said["text"] == "order.pdf" and said["data"] == {"mail": True, "files": 1, "unsaid": True}

    def test_twice_is_there_once(self, in_shop: Cast, lying: Path) -> None:
        raw = with_files("Here it is.", ("order.pdf", "application/pdf", PDF))
        assert take(in_shop, raw).fresh and not take(in_shop, raw).fresh
        assert Attachment.objects.count() == 1 and FileSpace.objects.get().used_bytes == len(PDF)

    def test_a_store_that_is_away_is_asked_again(self, in_shop: Cast, lying: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        raw = with_files("Here it is.", ("order.pdf", "application/pdf", PDF))

        def away(*args: object) -> None:
            raise ConnectionError("away")

        before = Message.objects.count()
        with monkeypatch.context() as broken:
            broken.setattr(Folder, "write", away)
            with pytest.raises(ConnectionError):
                take(in_shop, raw)
        assert Message.objects.count() == before and not Arrival.objects.exists(), "the sender's server comes again"
        assert take(in_shop, raw).fresh and checked(in_shop) == [("order.pdf", "ready", "")]
        assert FileSpace.objects.get().used_bytes == len(PDF)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("name", "kind", "content", "became"),
        [
            ("run.exe", "image/png", EXE, ("run.exe", "refused", "program")),
            ("page.html", "text/html", SCRIPT.encode(), ("page.html", "ready", "")),  # as bytes, which nothing runs
            ("../../etc/passwd\u202egpj.txt", "text/plain", b"words", ("_.._etc_passwdgpj.txt", "ready", "")),
            ("a.png", "image/png", b"\x89PNG\r\n\x1a\nbroken", ("a.png", "refused", "broken")),
            ("b.heic", "image/heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, ("b.heic", "refused", "uncleanable")),
            ("none.pdf", "application/pdf", b"", ("none.pdf", "refused", "incomplete")),
        ],
    )
    def test_is_named_with_the_reason(
        self, in_shop: Cast, lying: Path, name: str, kind: str, content: bytes, became: tuple[str, str, str]
    ) -> None:
        take(in_shop, with_files("Look", (name, kind, content)))
        assert checked(in_shop) == [became]
        types = Attachment.objects.values_list("type", flat=True)
        assert "text/html" not in types and "image/png" not in types

    def test_no_more_than_a_message_holds(self, in_shop: Cast, lying: Path) -> None:
        take(in_shop, with_files("Look", *((f"{n:02}.txt", "text/plain", b"words %d" % n) for n in range(30))))
        states = [(state, why) for _name, state, why in checked(in_shop)]
        assert states == [("ready", "")] * 10 + [("refused", "too_much")] * 10, "and of thirty no more than twenty are named"
        assert len(Arrival.objects.get().files) == 30

    def test_nothing_where_there_is_no_room(self, in_shop: Cast, lying: Path) -> None:
        FileSpace.objects.create(project=in_shop.shop, quota_bytes=100, largest_bytes=60)
        files = [(f"{size}.txt", "text/plain", b"x" * size) for size in (49, 61, 52, 50)]
        take(in_shop, with_files("Look", *files))
        assert [state for _name, state, _why in checked(in_shop)] == ["ready", "refused", "refused", "ready"]
        assert FileSpace.objects.get().used_bytes == 99

    @pytest.mark.parametrize("closed", ["project", "installation"])
    def test_all_of_it_where_visitors_send_no_files(self, in_shop: Cast, lying: Path, settings: Any, closed: str) -> None:
        FileSpace.objects.create(project=in_shop.shop, from_visitors=closed != "project")
        settings.FILES_DIR = "" if closed == "installation" else settings.FILES_DIR
        take(in_shop, with_files("Look", ("order.pdf", "application/pdf", PDF)))
        assert checked(in_shop) == [("order.pdf", "refused", "kind")] and shown(in_shop)["text"] == "Look"
        assert not lying.exists()

    def test_nothing_of_a_machine(self, in_shop: Cast, lying: Path) -> None:
        raw = with_files("Away", ("order.pdf", "application/pdf", PDF)).replace(b"From:", b"Auto-Submitted: auto-replied\r\nFrom:", 1)
        assert take(in_shop, raw).outcome == "automatic"
        assert not Attachment.objects.exists() and not lying.exists()

    def test_a_virus_where_somebody_looks_for_one(self, in_shop: Cast, lying: Path) -> None:
        """Without a scanner it is what its content says: text. `tests/chat/files` has the scanner."""
        take(in_shop, with_files("Look", ("eicar.txt", "text/plain", EICAR)))
        assert checked(in_shop)[0][1] == "ready"


def html_mail(html: str, *pictures: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["Message-ID"] = VERA, make_msgid(domain="vera.example")
    message.set_content(html, subtype="html")
    for cid, content in pictures:
        message.add_related(content, maintype="image", subtype="bmp", cid=f"<{cid}>", filename=f"{cid}.bmp", disposition="inline")
    return message.as_bytes(policy=SMTP)


QUOTED = '<blockquote type="cite">We do.<img src="cid:quoted"></blockquote>'
SIGNED = '<div class="gmail_signature">Vera<img src="cid:logo"></div>'


class TestPicturesInTheText:
    @pytest.mark.parametrize(
        ("html", "kept"),
        [
            ('Like this: <img src="cid:mine">', ["mine"]),
            (f'Like this: <img src="cid:mine"><br>{SIGNED}{QUOTED}', ["mine"]),
            ('<p>Yes</p><div id="divRplyFwdMsg"><b>Von:</b> Shop</div><img src="cid:quoted">', []),
            (f"Yes{QUOTED}", []),
            ("Yes", []),
        ],
    )
    def test_those_of_quotations_and_signatures_are_not_sent(self, html: str, kept: list[str]) -> None:
        raw = html_mail(html, ("mine", PHOTO), ("logo", PHOTO + b"logo"), ("quoted", PHOTO + b"quoted"))
        assert [file.content_id for file in enclosed(read_mail(raw))] == kept

    def test_nor_small_ones_nor_one_that_comes_with_every_mail(self, in_shop: Cast, lying: Path) -> None:
        small = b"GIF89a" + b"\x00" * 40
        assert len(small) < SMALLEST_PICTURE < len(PHOTO)
        raw = lambda: html_mail('Yes <img src="cid:a"><img src="cid:b">', ("a", small), ("b", PHOTO))  # noqa: E731
        take(in_shop, raw())
        assert [name for name, _state, _why in checked(in_shop)] == ["b.bmp"]
        take(in_shop, raw())
        assert checked(in_shop) == [] and shown(in_shop)["text"] == "Yes"

    def test_one_that_was_chosen_is_sent_however_small(self) -> None:
        assert len(enclosed(read_mail(with_files("Look", ("dot.gif", "image/gif", b"GIF89a"))))) == 1

    def test_apple_writes_no_html_around_a_photo(self) -> None:
        raw = with_files("Like this:", ("photo.bmp", "image/bmp", PHOTO), disposition="inline")
        assert [file.name for file in enclosed(read_mail(raw))] == ["photo.bmp"]


def test_what_programs_add_is_no_file() -> None:
    kinds = ("application/pkcs7-signature", "application/pgp-signature", "application/ms-tnef")
    raw = with_files("Signed", *((f"{place}.bin", kind, b"x") for place, kind in enumerate(kinds)))
    assert enclosed(read_mail(raw)) == [] and len(read_mail(raw).files) == 3


def test_a_mail_in_a_mail_is_a_file(in_shop: Cast, lying: Path) -> None:
    inner = EmailMessage()
    inner["Subject"] = "Your order"
    inner.set_content("Two bowls")
    outer = EmailMessage()
    outer["From"], outer["Message-ID"] = VERA, make_msgid(domain="vera.example")
    outer.set_content("See there")
    outer.add_attachment(inner, filename="order.eml")
    take(in_shop, outer.as_bytes(policy=SMTP))
    assert checked(in_shop) == [("order.eml", "ready", "")]


def test_operators_see_what_came_without_digests(in_shop: Cast, lying: Path) -> None:
    take(in_shop, with_files("Here it is.", ("order.pdf", "application/pdf", PDF)))
    arrival = Arrival.objects.get()
    assert mail_of(talk_of(in_shop), str(arrival.public_id))["files"] == [
        {"name": "order.pdf", "type": "application/pdf", "size": len(PDF)}
    ]


def test_an_ordinary_mail_lays_nothing_anywhere(in_shop: Cast, lying: Path) -> None:
    take(in_shop, mail())
    assert not lying.exists() and not FileSpace.objects.exists()
