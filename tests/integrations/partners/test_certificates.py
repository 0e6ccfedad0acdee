"""A certificate lies sealed, in a folder or in a bucket; another takes its place, keys change, and nothing of it stays behind."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import secrets
from accounts.actions.rotate_keys import renew_data_keys
from accounts.errors import Invalid
from accounts.secrets import Unreadable
from integrations.partners import certificates
from integrations.partners.actions.erase_partner import erase_partner
from integrations.partners.certificates import Bucket, Folder, kind_of
from integrations.partners.models import PartnersDataKey, TaxProfile
from integrations.partners.scope import partner_scope
from tests.accounts.test_export_places import store
from tests.integrations.partners.world import Office, browser_of, lind, office

__all__ = ["office", "store"]

PDF = b"%PDF-1.7 a certificate of residence"


@dataclass
class Kept:
    """Where they lie: each sealed text by its key, hidden versions too, and a way to put another in its place."""

    texts: Callable[[], list[tuple[str, bytes]]]
    swap: Callable[[str, bytes], object]


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    settings.PARTNER_DIR = str(tmp_path / "partners")
    if request.param == "folder":
        assert isinstance(certificates.where(), Folder)
        folder = tmp_path / "partners"
        return Kept(
            lambda: [(file.name, file.read_bytes()) for file in folder.iterdir()], lambda key, text: (folder / key).write_bytes(text)
        )
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "for-tests")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    settings.EXPORT_BUCKET, settings.EXPORT_ENDPOINT = f"exports-{uuid.uuid4()}", request.getfixturevalue("store")
    assert isinstance(certificates.where(), Bucket)
    return _bucket(settings.EXPORT_BUCKET, settings.EXPORT_ENDPOINT)


def _bucket(name: str, endpoint: str) -> Kept:
    """With versions, in which a deleted object is only hidden."""
    client = boto3.client("s3", endpoint_url=endpoint)
    client.create_bucket(Bucket=name)
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})

    def texts() -> list[tuple[str, bytes]]:
        said = client.list_object_versions(Bucket=name)
        found = [
            (one["Key"], client.get_object(Bucket=name, Key=one["Key"], VersionId=one["VersionId"])["Body"].read())
            for one in said.get("Versions", [])
        ]
        return [*found, *((one["Key"], b"") for one in said.get("DeleteMarkers", []))]

    return Kept(texts, lambda key, text: client.put_object(Bucket=name, Key=key, Body=text))


def hand_in(browser: Any, content: bytes = PDF) -> None:
    sent = SimpleUploadedFile("anything.exe", content)
    assert browser.post("/partners/tax/certificate/", {"certificate": sent}).headers["Location"] == "/partners/tax/?saved"


class TestBothPlaces:
    @pytest.mark.parametrize("content", [PDF, b"\x89PNG\r\n\x1a\n x", b"\xff\xd8\xff x"])
    def test_it_comes_back_and_lies_sealed_and_alone(self, office: Office, kept: Kept, content: bytes) -> None:
        browser = browser_of(lind(office))
        hand_in(browser, b"%PDF-1.4 the one before")
        hand_in(browser, content)
        assert browser.get("/partners/tax/certificate/").content == content
        ((_, text),) = kept.texts()
        assert text.startswith(b"s1.") and content not in text and content[:8] not in text

    def test_new_keys_reach_it(self, office: Office, kept: Kept) -> None:
        """SEC4: after a rotation nothing is sealed under the former data key, and no version of the former file is left."""
        partner = lind(office)
        browser = browser_of(partner)
        hand_in(browser)
        ((former, text),) = kept.texts()
        assert renew_data_keys() >= 1
        newest = PartnersDataKey.objects.latest("pk").pk
        ((now, again),) = kept.texts()
        assert text.split(b".")[1] != again.split(b".")[1] == str(newest).encode() and former != now
        assert browser.get("/partners/tax/certificate/").content == PDF

    def test_another_ones_does_not_open_here(self, office: Office, kept: Kept) -> None:
        """Moved by whoever may write there: it is bound to its name."""
        browser, other = browser_of(lind(office)), browser_of(lind(office))
        hand_in(browser)
        ((mine, _),) = kept.texts()
        hand_in(other, b"%PDF-1.7 of somebody else")
        theirs = next(text for key, text in kept.texts() if key != mine)
        kept.swap(mine, theirs)
        with pytest.raises(Unreadable):
            browser.get("/partners/tax/certificate/")

    def test_it_goes_with_its_partner(self, office: Office, kept: Kept) -> None:
        partner = lind(office)
        hand_in(browser_of(partner))
        with partner_scope(partner.pk):
            erase_partner(partner.pk)
        assert kept.texts() == []

    def test_a_lost_one_is_not_there(self, office: Office, kept: Kept) -> None:
        partner = lind(office)
        browser = browser_of(partner)
        assert browser.get("/partners/tax/certificate/").status_code == 404
        hand_in(browser)
        with partner_scope(partner.pk):
            certificates.where().remove(str(TaxProfile.objects.get().certificate))
        assert browser.get("/partners/tax/certificate/").status_code == 404
        assert secrets.RESEALERS["partners' certificates"]("partners") == 0, "and no rotation stumbles over it"


class TestWhatIsNone:
    @pytest.mark.parametrize("content", [b"", b"<html>", b"MZ%PDF-", b"%PDF-" + b"x" * 5 * 1024 * 1024], ids=len)
    def test_it_is_refused(self, content: bytes) -> None:
        with pytest.raises(Invalid):
            kind_of(content)

    def test_the_folder_is_for_its_user_alone(self, office: Office, settings: Any, tmp_path: Path) -> None:
        settings.PARTNER_DIR = str(tmp_path / "own")
        hand_in(browser_of(lind(office)))
        (file,) = (tmp_path / "own").iterdir()
        assert [oct(one.stat().st_mode)[-3:] for one in (file.parent, file)] == ["700", "600"]
