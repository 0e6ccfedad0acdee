"""Sending files: limits before the first byte, messages with them, who may see them, scanners, exports and erasures."""

from __future__ import annotations

import json
import socket
import threading
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.make_export import make_export
from accounts.actions.start_export import start_export
from accounts.actors import Actor
from accounts.errors import BadFrame, Conflict, Forbidden, Invalid, NotFound, TooLarge
from accounts.export_files import place
from accounts.models import Export
from accounts.tenancy import account, tenant
from chat import erasing, queries
from chat.access import file_for, file_of_visitor, own_file
from chat.actions.check_file import check_file
from chat.actions.finish_upload import missing_parts
from chat.actions.post_files import FILES_AT_MOST, WithFiles, ids_of, post_files
from chat.actions.post_visitor_message import post_visitor_files
from chat.actions.register_visitor import visitor_actor
from chat.actions.start_upload import UNSENT_AT_MOST, UNSENT_FOR, start_upload
from chat.actions.sweep_files import files_due, sweep_file
from chat.files.links import LINK_FOR_S, looked_at
from chat.models import Attachment, Conversation, FileSpace, Message
from integrations.composing import envelope_of
from tests.cast import Cast
from tests.chat.files import samples
from tests.chat.files.conftest import Lying
from tests.chat.files.sending import HOST, announced, fetched, put, ref, sent

TEXT = b"Five chairs, one is small.\n"


@pytest.fixture
def vera(cast: Cast) -> Actor:
    return visitor_actor(cast.shop, cast.vera)


@pytest.fixture
def shop(cast: Cast, folder: Lying) -> Iterator[Cast]:
    """The cast with files in a folder, and the shop as the open tenant."""
    with tenant(cast.shop):
        yield cast


def space(**to: int) -> FileSpace:
    FileSpace.objects.update(**to)
    return FileSpace.objects.get()


class TestLimits:
    """UPL1: before the first byte."""

    def test_size(self, shop: Cast, vera: Actor) -> None:
        announced(vera, shop.shop, TEXT)
        most = space().largest_bytes
        assert most == 25 * 1024 * 1024
        assert start_upload(vera, shop.shop, client_id=uuid.uuid4(), name="a.bin", size=most).held == most
        for size in (most + 1, 2**63):
            with pytest.raises(TooLarge, match="25 MB is the most"):
                start_upload(vera, shop.shop, client_id=uuid.uuid4(), name="a.bin", size=size)
        for wrong in (0, -1, "7", None, True, 1.5):
            with pytest.raises(Invalid):
                start_upload(vera, shop.shop, client_id=uuid.uuid4(), name="a.bin", size=wrong)

    def test_quota_is_taken_once_and_given_back(self, shop: Cast, vera: Actor) -> None:
        row = announced(vera, shop.shop, TEXT)
        assert start_upload(vera, shop.shop, client_id=row.client_id, name="a.txt", size=len(TEXT)).pk == row.pk
        assert space().used_bytes == len(TEXT)
        space(quota_bytes=2 * len(TEXT))
        second = announced(vera, shop.shop, TEXT)
        with pytest.raises(Conflict, match="no more room"):
            announced(vera, shop.shop, b"x")
        Attachment.objects.filter(pk=second.pk).update(created_at=timezone.now() - 2 * UNSENT_FOR)
        assert [row_id for _, row_id in files_due()] == [second.pk]
        assert sweep_file(ref(shop.shop), second.pk) is False and space().used_bytes == len(TEXT)

    def test_count(self, shop: Cast, vera: Actor) -> None:
        for _ in range(UNSENT_AT_MOST):
            announced(vera, shop.shop, b"x")
        with pytest.raises(Conflict, match="Send the files"):
            announced(vera, shop.shop, b"x")
        announced(shop.oscar, shop.shop, b"x")  # another's own
        with pytest.raises(BadFrame):
            ids_of([str(uuid.uuid4())] * (FILES_AT_MOST + 1))

    def test_who_may(self, shop: Cast, vera: Actor, settings: Any) -> None:
        with pytest.raises(Forbidden):
            announced(shop.vic, shop.shop, TEXT)
        announced(vera, shop.shop, TEXT)
        space(from_visitors=False)
        with pytest.raises(Invalid):
            announced(vera, shop.shop, TEXT)
        announced(shop.oscar, shop.shop, TEXT)
        settings.FILES_DIR = ""
        with pytest.raises(Invalid):
            announced(shop.oscar, shop.shop, TEXT)

    def test_what_lies_of_its_length(self, shop: Cast, vera: Actor) -> None:
        (form,) = missing_parts(announced(vera, shop.shop, TEXT))
        body = b"x" * (2 * 1024 * 1024)
        assert put(form, body) == 400
        chunked = Client().generic(
            "POST", "/files/in", b"", "multipart/form-data; boundary=x", HTTP_HOST=HOST, HTTP_TRANSFER_ENCODING="chunked"
        )
        assert chunked.status_code == 403


class TestMessages:
    def test_both_ways_once_each(self, shop: Cast, vera: Actor) -> None:
        mine, theirs = sent(vera, shop.shop, TEXT, "chairs.txt"), sent(shop.oscar, shop.shop, samples.picture(), "table.png")
        client_id, said = uuid.uuid4(), WithFiles("Look", (mine.public_id,))
        first = post_visitor_files(shop.shop, shop.vera, client_id=client_id, said=said)
        again = post_visitor_files(shop.shop, shop.vera, client_id=client_id, said=said)
        assert first.fresh and not again.fresh and first.message.pk == again.message.pk
        post_files(shop.oscar, shop.shop, shop.talk, client_id=uuid.uuid4(), said=WithFiles(" ", (theirs.public_id,)))
        for for_visitor in (True, False):
            shown = [one for one in queries.timeline(shop.talk, for_visitor=for_visitor).messages if one["attachments"]]
            assert [(one["text"], [file["name"] for file in one["attachments"]]) for one in shown] == [
                ("Look", ["chairs.txt"]),
                ("table.png", ["table.png"]),
            ]
            assert shown[1]["attachments"][0]["width"] == 60 and "/thumbnail" in str(shown[1]["attachments"][0]["thumbnail"])
        assert Conversation.objects.get(pk=shop.talk.pk).last_text == "table.png"

    def test_a_note_s_files_are_the_team_s(self, shop: Cast, vera: Actor) -> None:
        row = sent(shop.oscar, shop.shop, TEXT)
        post_files(shop.oscar, shop.shop, shop.talk, client_id=uuid.uuid4(), said=WithFiles("For us", (row.public_id,), "note"))
        with pytest.raises(NotFound):
            file_of_visitor(shop.vera, row.public_id)
        assert file_for(shop.vic, shop.shop, row.public_id).pk == row.pk

    def test_whose_they_are(self, shop: Cast, vera: Actor) -> None:
        wanda = visitor_actor(shop.shop, shop.wanda)
        hers = sent(wanda, shop.shop, TEXT)
        for ids in ((hers.public_id,), (uuid.uuid4(),)):
            with pytest.raises(NotFound):
                post_visitor_files(shop.shop, shop.vera, client_id=uuid.uuid4(), said=WithFiles("x", ids))
        with pytest.raises(NotFound):
            file_of_visitor(shop.vera, hers.public_id)
        assert not Message.objects.filter(text="x").exists()

    def test_not_there_refused_or_sent(self, shop: Cast, vera: Actor) -> None:
        rows = [announced(vera, shop.shop, TEXT), sent(vera, shop.shop, samples.EXE, "run.jpg"), sent(vera, shop.shop, TEXT)]
        assert (rows[1].state, rows[1].reason, rows[1].held) == ("refused", "program", 0)
        post_visitor_files(shop.shop, shop.vera, client_id=uuid.uuid4(), said=WithFiles("", (rows[2].public_id,)))
        for row in rows:
            with pytest.raises(Conflict):
                post_visitor_files(shop.shop, shop.vera, client_id=uuid.uuid4(), said=WithFiles("", (row.public_id,)))

    def test_a_press_names_them_and_gives_none(self, shop: Cast, vera: Actor) -> None:
        row = sent(vera, shop.shop, TEXT, "chairs.txt")
        post_visitor_files(shop.shop, shop.vera, client_id=uuid.uuid4(), said=WithFiles("Look", (row.public_id,)))
        envelope = envelope_of(shop.oscar, shop.shop, shop.talk, fields=["messages"], forward=uuid.uuid4(), at=timezone.now())
        assert envelope.messages[-1]["attachments"] == [{"name": "chairs.txt", "type": "text/plain", "size": len(TEXT)}]


class TestLinks:
    def test_headers_and_an_end(self, shop: Cast, vera: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
        """UPL4, UPL5, UPL7."""
        row = sent(vera, shop.shop, samples.HTML, 'naïve "page"\r\nX: y.html')
        link = str(looked_at(row, for_visitor=True)["url"])
        said = fetched(link, origin="http://localhost:8000")
        assert said["Content-Type"] == "application/octet-stream" and said["X-Content-Type-Options"] == "nosniff"
        assert said["Content-Disposition"].startswith("attachment; filename*=utf-8''na%C3%AFve%20_page_")
        assert "sandbox" in said["Content-Security-Policy"] and "default-src 'none'" in said["Content-Security-Policy"]
        assert said["Cross-Origin-Resource-Policy"] == "cross-origin" and said["Access-Control-Allow-Origin"] == "http://localhost:8000"
        assert not said.cookies and "Set-Cookie" not in said
        assert "Access-Control-Allow-Origin" not in fetched(link, origin="https://elsewhere.example")
        assert Client().get(link.removeprefix(f"http://{HOST}"), HTTP_HOST="localhost:8000").status_code == 404, "on no origin of ours"
        assert "page" not in link, "a name is in no address"
        changed = link.replace("/files/", "/files/x", 1)
        assert fetched(changed).status_code == 403
        now = timezone.now().timestamp()
        monkeypatch.setattr("django.core.signing.time.time", lambda: now + LINK_FOR_S + 2)
        assert fetched(link).status_code == 403, "a minute later it is nobody's"


@contextmanager
def clamd(verdict: bytes) -> Iterator[str]:
    """What speaks like clamd; finds the EICAR file and nothing else, unless `verdict` says something for all."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    line, _ = listening.accept()
                except OSError:
                    return
                with line:
                    heard = b""
                    while not heard.endswith(b"\0\0\0\0") and (more := line.recv(65536)):
                        heard += more
                    assert heard.startswith(b"zINSTREAM\0")
                    line.sendall(verdict or (b"stream: Eicar-Signature FOUND\0" if samples.EICAR in heard else b"stream: OK\0"))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(10)


class TestScanner:
    """UPL9."""

    def test_what_it_knows_is_blocked(self, shop: Cast, vera: Actor, settings: Any) -> None:
        with clamd(b"") as settings.FILES_SCANNER:
            bad, good = sent(vera, shop.shop, samples.EICAR, "eicar.txt"), sent(vera, shop.shop, TEXT)
        assert (bad.state, bad.reason, good.state) == ("refused", "harmful", "ready")
        with pytest.raises(NotFound):
            file_of_visitor(shop.wanda, bad.public_id)

    @pytest.mark.parametrize("answer", ["away", "size limit"])
    def test_without_a_verdict_it_stays_pending_and_visible(self, shop: Cast, vera: Actor, settings: Any, answer: str) -> None:
        settings.FILES_SCANNER = "127.0.0.1:1"
        with clamd(b"INSTREAM size limit exceeded. ERROR\0") as there:
            settings.FILES_SCANNER = there if answer == "size limit" else "127.0.0.1:1"
            row = sent(vera, shop.shop, TEXT, "chairs.txt")
        assert row.state == "pending"
        post_visitor_files(shop.shop, shop.vera, client_id=uuid.uuid4(), said=WithFiles("", (row.public_id,)))
        shape = queries.timeline(shop.talk, for_visitor=False).messages[-1]["attachments"][0]
        assert (shape["state"], shape["thumbnail"]) == ("pending", None)
        assert looked_at(row, for_visitor=False)["url"] is None
        Attachment.objects.update(touched_at=timezone.now() - UNSENT_FOR)
        assert [row_id for _, row_id in files_due()] == [row.pk] and sweep_file(ref(shop.shop), row.pk)
        with clamd(b"") as settings.FILES_SCANNER:
            check_file(ref(shop.shop), row.pk)
        assert own_file(vera, row.public_id).state == "ready"


class TestPrivacy:
    def test_an_export_has_them_and_an_erasure_leaves_nothing(self, cast: Cast, lying: Lying, settings: Any, tmp_path: Any) -> None:
        settings.EXPORT_DIR = str(tmp_path / "exports")
        vera, wanda = visitor_actor(cast.shop, cast.vera), visitor_actor(cast.shop, cast.wanda)
        with tenant(cast.shop):
            mine, theirs = sent(vera, cast.shop, TEXT, "chairs.txt"), sent(cast.oscar, cast.shop, samples.picture(), "table.png")
            post_visitor_files(cast.shop, cast.vera, client_id=uuid.uuid4(), said=WithFiles("", (mine.public_id,)))
            post_files(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), said=WithFiles("", (theirs.public_id,)))
            sent(vera, cast.shop, TEXT, "unsent.txt")
            others = sent(wanda, cast.shop, TEXT)
            row = start_export(cast.olga, project=cast.shop, visitor=cast.vera.public_id)
        make_export(cast.shop.account_id, row.pk)
        with account(cast.shop.account_id):
            made = place().open(Export.objects.get(pk=row.pk))
        assert made is not None
        with made, zipfile.ZipFile(made) as archive:
            assert archive.read(f"files/{mine.public_id}/chairs.txt") == TEXT
            lines = [json.loads(line) for line in archive.read("files.jsonl").splitlines()]
            assert {line["name"] for line in lines} == {"chairs.txt", "table.png"}
            assert str(others.public_id) not in " ".join(archive.namelist())
        with tenant(cast.shop):
            counts = erasing.erase_visitor(cast.shop, cast.vera.public_id)
            assert counts["files"] == 3 and list(Attachment.objects.values_list("pk", flat=True)) == [others.pk]
            assert FileSpace.objects.get().used_bytes == len(TEXT)
        assert len(lying.everything()) == 1, "only Wanda's is left, no version of another"


def test_two_at_once_take_room_once(shop: Cast, vera: Actor) -> None:
    """The second of two announcements of the same file finds the first's row."""
    row = announced(vera, shop.shop, TEXT)
    again = start_upload(vera, shop.shop, client_id=row.client_id, name="other.txt", size=999)
    assert (again.pk, again.size) == (row.pk, len(TEXT)) and FileSpace.objects.get().used_bytes == len(TEXT)
