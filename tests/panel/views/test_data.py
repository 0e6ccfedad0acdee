"""Privacy and export, as page and as REST: begin, fetch, erase, keep."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from accounts.access import account_of
from accounts.actions.carry_out_erasure import carry_out_erasure
from accounts.actions.issue_api_key import issue_api_key
from accounts.actions.make_export import make_export
from accounts.models import AuditRecord, Erasure, Export
from accounts.tenancy import account
from tests.cast import CANARY, Cast
from tests.panel.views.test_support_access import signed_in

PAGE = "/panel/settings/data/"


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[Path]:
    with override_settings(EXPORT_DIR=str(tmp_path / "exports"), TOMBSTONES_FILE=str(tmp_path / "tombstones")):
        yield tmp_path


def only(cast: Cast, model: Any) -> Any:
    with account(cast.olga.account_id):
        return model.objects.get()


class TestPage:
    def test_begin_watch_and_fetch(self, cast: Cast) -> None:
        ada = signed_in(cast, "ada")
        assert ada.post(PAGE, {"act": "export", "what": ""})["Location"] == PAGE
        row = only(cast, Export)
        assert "Cancel export" in ada.get(PAGE).content.decode()
        assert ada.get(f"{PAGE}{row.public_id}/").status_code == 404
        make_export(row.account_id, row.pk)
        assert f"{PAGE}{row.public_id}/" in ada.get(PAGE).content.decode()
        answer = ada.get(f"{PAGE}{row.public_id}/")
        assert "attachment" in answer["Content-Disposition"] and answer["Cache-Control"].startswith("max-age=0")
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
            assert CANARY in archive.read(f"projects/{cast.shop.public_id}/messages.jsonl").decode()
        with account(row.account_id):
            assert AuditRecord.objects.filter(action="export.downloaded").count() == 1

    def test_an_ended_link_is_no_address_any_more(self, cast: Cast) -> None:
        ada = signed_in(cast, "ada")
        ada.post(PAGE, {"act": "export", "what": str(cast.shop.public_id)})
        row = only(cast, Export)
        make_export(row.account_id, row.pk)
        with account(row.account_id):
            Export.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
        assert ada.get(f"{PAGE}{row.public_id}/").status_code == 404
        assert "Link ended" in ada.get(PAGE).content.decode()

    def test_whoever_was_away_is_asked_again(self, cast: Cast) -> None:
        ada = signed_in(cast, "ada", ago_s=3600)
        for act in ("export", "erase"):
            answer = ada.post(PAGE, {"act": act, "what": str(cast.shop.public_id), "visitor": str(cast.vera.public_id)})
            assert answer.status_code == 302 and "reauthenticate" in answer["Location"]
        with account(cast.ada.account_id):
            assert not Export.objects.exists() and not Erasure.objects.exists()

    def test_one_visitor(self, cast: Cast) -> None:
        ada = signed_in(cast, "ada")
        named = {"project": str(cast.shop.public_id), "visitor": str(cast.vera.public_id)}
        assert "Erase this visitor" in ada.get(PAGE, named).content.decode()
        assert ada.get(PAGE, {**named, "project": str(cast.outlet.public_id)}).status_code == 404
        form = {"what": named["project"], "visitor": named["visitor"]}
        ada.post(PAGE, {**form, "act": "export"})
        assert only(cast, Export).visitor == cast.vera.public_id
        ada.post(PAGE, {**form, "act": "erase", "when": "later"})
        waiting = only(cast, Erasure)
        assert waiting.state == "waiting" and "Keep it" in ada.get(PAGE).content.decode()
        ada.post(PAGE, {"act": "abort", "id": str(waiting.public_id)})
        assert only(cast, Erasure).state == "aborted" and "Nothing waits" in ada.get(PAGE).content.decode()

    def test_the_proof_stands_on_the_page(self, cast: Cast) -> None:
        ada = signed_in(cast, "ada")
        ada.post(PAGE, {"what": str(cast.shop.public_id), "visitor": str(cast.vera.public_id), "act": "erase", "when": "now"})
        row = only(cast, Erasure)
        carry_out_erasure(row.account_id, row.pk)
        page = ada.get(PAGE).content.decode()
        assert "Erased, with proof" in page and row.tombstone in page and str(cast.vera.public_id) not in page

    def test_only_the_owner_deletes_the_account_and_by_its_name(self, cast: Cast) -> None:
        name = account_of(cast.olga).name
        ada, olga = signed_in(cast, "ada"), signed_in(cast, "olga")
        assert "Delete in 30 days" not in ada.get(PAGE).content.decode()
        assert ada.post(PAGE, {"act": "delete", "name": name}).status_code == 403
        olga.post(PAGE, {"act": "delete", "name": "Somebody"})
        with account(cast.olga.account_id):
            assert not Erasure.objects.exists()
        olga.post(PAGE, {"act": "delete", "name": name})
        assert only(cast, Erasure).kind == "account" and "The whole account" in olga.get(PAGE).content.decode()


class TestRest:
    def test_export_and_erase_a_visitor(self, cast: Cast) -> None:
        ada = signed_in(cast, "ada")
        visitor = f"/api/v1/projects/{cast.shop.public_id}/visitors/{cast.vera.public_id}"
        started = ada.post(f"{visitor}/export", {}, content_type="application/json")
        assert started.status_code == 202 and started.json()["state"] == "running"
        one = f"/api/v1/account/exports/{started.json()['id']}"
        row = only(cast, Export)
        make_export(row.account_id, row.pk)
        seen = ada.get(one).json()
        assert seen["state"] == "ready" and seen["done"] == seen["total"] > 2 and seen["url"] == f"{PAGE}{row.public_id}/"
        assert [each["id"] for each in ada.get("/api/v1/account/exports").json()["results"]] == [started.json()["id"]]
        assert ada.post(f"{visitor}/erase", {"at_once": "yes"}, content_type="application/json").status_code == 400
        asked = ada.post(f"{visitor}/erase", {}, content_type="application/json")
        assert asked.status_code == 202 and asked.json()["state"] == "waiting"
        kept = ada.delete(f"/api/v1/account/erasures/{asked.json()['id']}")
        assert kept.json()["state"] == "aborted"
        assert ada.delete(one).status_code == 204 and ada.get(one).json()["url"] is None

    def test_a_key_needs_the_scope(self, cast: Cast) -> None:
        with account(cast.olga.account_id):
            keys = {scope: issue_api_key(cast.olga, name="Script", scopes=[scope], service=False)[1] for scope in ("settings", "data")}
        for scope, status in (("settings", 403), ("data", 202)):
            client = Client(headers={"authorization": f"Bearer {keys[scope]}"})
            assert client.post("/api/v1/account/exports", {}, content_type="application/json").status_code == status
            assert client.post("/api/v1/account/erasures", {}, content_type="application/json").status_code == 403

    def test_a_person_who_was_away_is_asked_again(self, cast: Cast) -> None:
        olga = signed_in(cast, "olga", ago_s=3600)
        for url in ("/api/v1/account/exports", "/api/v1/account/erasures"):
            answer = olga.post(url, {}, content_type="application/json")
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "reauthenticate")
