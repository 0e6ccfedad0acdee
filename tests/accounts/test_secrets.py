"""Sealed secrets: what opens, what never does, and rotation while they are read (SEC3, SEC4)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections
from django.test import override_settings

from accounts import key_ring, secrets
from accounts.actions.rotate_keys import forget_unused_keys, renew_data_keys, rewrap_data_keys
from accounts.key_ring import KeyTrouble
from accounts.models import DataKey, Member, UsersDataKey
from accounts.secrets import USERS, Unreadable, place, seal, unseal
from accounts.tenancy import account
from launcher.secret import key_file_in
from tests.cast import Cast, build_cast

HERE = place("accounts_member", 7, "name")


@pytest.fixture(autouse=True)
def ring(tmp_path: Path) -> Iterator[Path]:
    """A key file of the test's own."""
    file = key_file_in(tmp_path)
    with override_settings(KEY_FILE=str(file), KMS_KEY=""):
        yield file


def changed(sealed: str, at: int) -> str:
    return sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]


class TestSealing:
    def test_it_comes_back_and_never_looks_the_same(self, cast: Cast) -> None:
        for scope in (USERS, cast.olga.account_id):
            first, second = seal(scope, "seed ✓", HERE), seal(scope, "seed ✓", HERE)
            assert first != second and "seed" not in first
            assert unseal(scope, first, HERE) == unseal(scope, second, HERE) == "seed ✓"
        assert seal(USERS, "", HERE) and unseal(USERS, seal(USERS, "", HERE), HERE) == ""

    def test_another_place_another_tenant(self, cast: Cast) -> None:
        sealed = seal(cast.olga.account_id, "seed", HERE)
        for elsewhere in (place("accounts_member", 8, "name"), place("accounts_member", 7, "email"), place("chat_visitor", 7, "name")):
            with pytest.raises(Unreadable):
                unseal(cast.olga.account_id, sealed, elsewhere)
        for scope in (cast.gus.account_id, USERS):
            seal(scope, "x", HERE)
            with pytest.raises(Unreadable):
                unseal(scope, sealed, HERE)

    def test_a_data_key_of_another_account_opens_nothing_there(self, cast: Cast) -> None:
        """A row copied past the walls, as its owner could: it is bound to its account."""
        sealed = seal(cast.olga.account_id, "seed", HERE)
        with account(cast.olga.account_id):
            stolen = DataKey.objects.get()
        with account(cast.gus.account_id):
            copy = DataKey(account_id=cast.gus.account_id, ring_key=stolen.ring_key, wrapped=bytes(stolen.wrapped))
            copy.save(force_insert=True)
        version, _, text = sealed.split(".")
        with pytest.raises(KeyTrouble):
            unseal(cast.gus.account_id, f"{version}.{copy.pk}.{text}", HERE)

    def test_each_changed_byte_and_each_cut(self, cast: Cast) -> None:
        sealed = seal(USERS, "a seed of some length", HERE)
        head = len(sealed) - len(sealed.rpartition(".")[2])
        for at in range(head, len(sealed) - 4):
            with pytest.raises(Unreadable):
                unseal(USERS, changed(sealed, at), HERE)
        for length in range(len(sealed)):
            with pytest.raises(Unreadable):
                unseal(USERS, sealed[:length], HERE)

    @pytest.mark.parametrize("text", ["", "seed", "s1..", "s1.x.AAAA", "s1.99999999999999999999999.AAAA", "s2.1.AAAA", "s1.1.ÄÄ", "s1.²."])
    def test_what_is_no_sealed_text(self, cast: Cast, text: str) -> None:
        with pytest.raises(Unreadable):
            unseal(USERS, text, HERE)


class TestKeyRing:
    def test_without_a_file(self, cast: Cast, tmp_path: Path) -> None:
        for file in ("", str(tmp_path / "nothing")):
            with override_settings(KEY_FILE=file), pytest.raises(KeyTrouble, match="PARLEY_KEY_FILE"):
                seal(USERS, "x", HERE)

    @pytest.mark.parametrize("text", ["", "one\n", "one two three\n", "one AAAA\n", "one Ä\n"])
    def test_a_file_of_something_else(self, cast: Cast, ring: Path, text: str) -> None:
        ring.write_text(text)
        with pytest.raises(KeyTrouble, match="PARLEY_KEY_FILE"):
            seal(USERS, "x", HERE)

    def test_only_its_owner_reads_the_file(self, ring: Path) -> None:
        assert ring.stat().st_mode & 0o777 == 0o600
        key_ring.add_key()
        assert ring.stat().st_mode & 0o777 == 0o600

    def test_a_new_key_wraps_and_the_former_opens(self, cast: Cast, ring: Path) -> None:
        sealed = [(scope, seal(scope, "seed", HERE)) for scope in (USERS, cast.olga.account_id, cast.gus.account_id)]
        (former,) = [line.split()[0] for line in ring.read_text().splitlines()]
        name = key_ring.add_key()
        assert [line.split()[0] for line in ring.read_text().splitlines()] == [name, former]
        assert all(unseal(scope, text, HERE) == "seed" for scope, text in sealed)
        assert forget_unused_keys() == []
        assert rewrap_data_keys() == 3 and rewrap_data_keys() == 0
        assert forget_unused_keys() == [former]
        key_ring.unwrap.cache_clear()
        assert all(unseal(scope, text, HERE) == "seed" for scope, text in sealed)

    def test_a_forgotten_key_is_said(self, cast: Cast, ring: Path) -> None:
        sealed = seal(USERS, "seed", HERE)
        ring.unlink()
        key_file_in(ring.parent)
        key_ring.unwrap.cache_clear()
        with pytest.raises(KeyTrouble, match="has no key"):
            unseal(USERS, sealed, HERE)


class TestKms:
    @pytest.fixture(autouse=True)
    def kms(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
        """AWS's own interface, served by moto in this process."""
        import boto3
        from moto import mock_aws

        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "testing")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        key_ring._kms.cache_clear()
        key_ring.unwrap.cache_clear()
        with mock_aws():
            key = boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]
            yield key
        key_ring._kms.cache_clear()

    def test_from_the_file_to_kms(self, cast: Cast, kms: str) -> None:
        sealed = seal(USERS, "seed", HERE)
        with override_settings(KMS_KEY=kms):
            assert unseal(USERS, sealed, HERE) == "seed"
            assert rewrap_data_keys() == 1
            assert UsersDataKey.objects.get().ring_key == f"kms:{kms}"
            with override_settings(KEY_FILE=""):
                key_ring.unwrap.cache_clear()
                assert unseal(USERS, sealed, HERE) == "seed"

    def test_kms_opens_for_its_own_scope_only(self, cast: Cast, kms: str) -> None:
        with override_settings(KMS_KEY=kms), pytest.raises(KeyTrouble):
            key_ring.unwrap(key_ring.wrap(b"k" * 32, "1"), "2")


@contextmanager
def beside(*works: Callable[[], None]) -> Iterator[list[str]]:
    """Do each of these again and again, in a thread of its own, while the block runs. What went wrong is in the list."""
    done, errors = threading.Event(), list[str]()

    def go(work: Callable[[], None]) -> None:
        try:
            while not done.is_set():
                work()
        except Exception as error:  # noqa: BLE001  whatever it is, it is what we look for
            errors.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield errors
    finally:
        done.set()
        for thread in threads:
            thread.join()


class TestRotationUnderLoad:
    def test_nobody_meets_an_error(self, cloned_database: str, ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Readers and writers all the while, through three rotations of everything. A member's name stands in for a secret."""
        everybody = build_cast()
        scope, member = everybody.olga.account_id, everybody.members["olga"].pk
        aad = place("accounts_member", member, "name")
        with account(scope):
            Member.objects.filter(pk=member).update(name=seal(scope, "seed 0", aad))
        olga = lambda: Member.objects.filter(pk=member)  # noqa: E731  the rows, asked for anew
        monkeypatch.setattr(secrets, "RESEALERS", {"test": lambda one: secrets.reseal_rows(one, olga(), "name") if one == scope else 0})
        reads, writes = [0], [0]

        def read() -> None:
            with account(scope):
                text = olga().get().name
            assert unseal(scope, text, aad).startswith("seed")
            reads[0] += 1

        def write() -> None:
            with account(scope):
                olga().select_for_update(no_key=True).get()
                olga().update(name=seal(scope, f"seed {writes[0]}", aad))
            writes[0] += 1

        with beside(read, read, write) as errors:
            for _ in range(3):
                key_ring.add_key()
                assert rewrap_data_keys() >= 1 and renew_data_keys() == 1
                key_ring.unwrap.cache_clear()
                forget_unused_keys()
        print(f"three rotations beside {reads[0]} reads and {writes[0]} writes")
        assert errors == [] and reads[0] and writes[0]
        assert len(ring.read_text().splitlines()) == 1
