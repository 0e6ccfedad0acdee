"""The same contract for a folder and for a bucket: what a form allows, the whole way of a file, and that nothing of it stays."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from accounts.actors import Actor
from accounts.tenancy import tenant
from chat.access import own_file
from chat.actions.check_file import check_file
from chat.actions.finish_upload import cancel_upload, finish_upload, missing_parts
from chat.actions.register_visitor import visitor_actor
from chat.files.links import looked_at
from chat.files.store import Vanished, place_of
from tests.cast import CANARY, Cast
from tests.chat.files import samples
from tests.chat.files.conftest import Lying, client_of
from tests.chat.files.sending import announced, fetched, in_project, put, ref, sent

TEXT = b"The glaze came out darker than on the picture.\n" * 30


@pytest.fixture
def vera(cast: Cast) -> Actor:
    return visitor_actor(cast.shop, cast.vera)


class TestForms:
    def test_one_key_one_size_once_signed(self, cast: Cast, vera: Actor, lying: Lying) -> None:
        """UPL6: alter each."""
        key = "files/x/y/part-00"
        form = lying.store.form(key, 5)
        assert put(form, b"12345") == 204 and lying.store.sizes(key) == {key: 5}
        other = lying.store.form("files/x/z/part-00", 5)
        assert put(form, b"1234") >= 400 and put(form, b"123456") >= 400, "a byte less, a byte more"
        for name in form["fields"]:
            assert put(form, b"12345", **{name: f"{form['fields'][name]}x"}) in (400, 403), name
        assert put(form, b"12345", key="files/x/z/part-00") == 403
        mixed = {**other, "fields": {**other["fields"], "policy": form["fields"]["policy"]}}
        assert put(mixed, b"12345") == 403  # type: ignore[arg-type]
        assert list(lying.everything()) == [key]

    def test_a_store(self, lying: Lying) -> None:
        kept, data = lying.store, bytes(range(256)) * 3000
        for _ in range(2):  # twice is fine
            kept.write("files/a/b/file", io.BytesIO(data))
        kept.write("files/a/bb/file", io.BytesIO(b"another's"))
        assert b"".join(kept.read("files/a/b/file")) == data
        assert b"".join(kept.read("files/a/b/file", 700, 300_000)) == data[700:300_001]
        assert kept.sizes("files/a/b/") == {"files/a/b/file": len(data)}
        assert kept.remove("files/a/b/") >= 1 and kept.remove("files/a/b/") == 0
        assert list(lying.everything()) == ["files/a/bb/file"], "no version of it is left, and nothing else is touched"
        with pytest.raises(Vanished):
            b"".join(kept.read("files/a/b/file"))


class TestTheWholeWay:
    def test_announced_put_checked_looked_at(self, cast: Cast, vera: Actor, lying: Lying) -> None:
        with tenant(cast.shop):
            row = sent(vera, cast.shop, TEXT, "glaze.txt")
            assert (row.state, row.type, row.size) == ("ready", "text/plain", len(TEXT))
            links = looked_at(row, for_visitor=True)
        said = fetched(str(links["url"]))
        assert said.status_code == 200 and said.getvalue() == TEXT
        part = fetched(str(links["url"]), range="bytes=10-19")
        assert part.status_code == 206 and part.getvalue() == TEXT[10:20]
        assert part["Content-Range"] == f"bytes 10-19/{len(TEXT)}"
        assert fetched(str(links["url"]), range=f"bytes={len(TEXT)}-").status_code == 416
        # What was uploaded is gone, what is kept lies below the project's own id (TEN9).
        (key,) = lying.everything()
        assert key.startswith(f"files/{cast.shop.public_id}/") and key.endswith("/file")

    def test_a_picture_is_kept_without_its_place(self, cast: Cast, vera: Actor, lying: Lying) -> None:
        row = in_project(vera, cast.shop, samples.photo(), "home.jpg")
        assert (row.width, row.height) == (40, 60)
        kept = b"".join(b"".join(lying.store.read(key)) for key in lying.everything())
        assert len(lying.everything()) == 2 and samples.SECRET.encode() not in kept

    def test_a_line_that_broke_goes_on(self, cast: Cast, vera: Actor, lying: Lying, settings: Any) -> None:
        settings.FILES_PART_BYTES = 500
        with tenant(cast.shop):
            row = announced(vera, cast.shop, TEXT)
            parts = missing_parts(row)
            assert sum(part["size"] for part in parts) == len(TEXT)
            for part in parts[1:]:
                assert put(part, TEXT[part["first"] : part["first"] + part["size"]]) == 204
            with pytest.raises(Exception, match="1 parts"):
                finish_upload(vera, row)
            (left,) = missing_parts(row)
            assert (left["first"], left["size"]) == (0, 500)
            assert put(left, TEXT[:500]) == put(left, TEXT[:500]) == 204
            finish_upload(vera, row)
            check_file(ref(cast.shop), row.pk)
            check_file(ref(cast.shop), row.pk)  # two workers
            assert own_file(vera, row.public_id).state == "ready"
            assert b"".join(lying.store.read(f"{place_of(row)}file")) == TEXT

    def test_called_off(self, cast: Cast, vera: Actor, lying: Lying) -> None:
        with tenant(cast.shop):
            row = announced(vera, cast.shop, TEXT)
            for part in missing_parts(row)[:1]:
                put(part, TEXT[: part["size"]])
            cancel_upload(cast.shop, row)
            cancel_upload(cast.shop, row)
        assert lying.everything() == {}


class TestBucketAlone:
    def test_private_and_versioned(self, cast: Cast, vera: Actor, lying: Lying) -> None:
        """UPL8: whoever has no key of ours gets nothing, though they know where it lies."""
        if not lying.bucket:
            pytest.skip("a folder is this user's alone")
        row = in_project(vera, cast.shop, TEXT)
        stranger = client_of(str(lying.store.client.meta.endpoint_url), aws_access_key_id="no", aws_secret_access_key="body")  # type: ignore[attr-defined]
        with pytest.raises(ClientError):
            stranger.get_object(Bucket=lying.bucket, Key=f"{place_of(row)}file")
        assert lying.store.client.get_bucket_versioning(Bucket=lying.bucket)["Status"] == "Enabled"  # type: ignore[attr-defined]

    def test_encryption_is_a_field_that_nobody_can_leave_out(self, lying: Lying, settings: Any) -> None:
        settings.FILES_ENCRYPTION, settings.FILES_KMS_KEY = "aws:kms", "key-1"
        if not lying.bucket:
            pytest.skip("the disk's own business")
        form = lying.store.form("files/x/y/part-00", 5)
        assert form["fields"]["x-amz-server-side-encryption"] == "aws:kms"
        assert form["fields"]["x-amz-server-side-encryption-aws-kms-key-id"] == "key-1"
        fields = {name: value for name, value in form["fields"].items() if "encryption" not in name}
        assert put({**form, "fields": fields}, b"12345") == 403


def test_nothing_of_a_file_stays_in_a_log_or_a_key(cast: Cast, vera: Actor, folder: Lying, caplog: pytest.LogCaptureFixture) -> None:
    in_project(vera, cast.shop, TEXT, f"{CANARY}-{uuid.uuid4()}.txt")
    assert CANARY not in "".join(folder.everything()) and CANARY not in caplog.text
