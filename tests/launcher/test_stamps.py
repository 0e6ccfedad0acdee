"""What was done for which input."""

import pytest

from launcher import stamps
from launcher.stamps import digest_of, is_done, mark_done


@pytest.fixture(autouse=True)
def stamps_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")


def test_done_for_this_input_only():
    assert not is_done("build", "a")
    mark_done("build", "a")
    assert is_done("build", "a")
    assert not is_done("build", "b")


def test_the_digest_sees_contents_names_and_words(tmp_path):
    folder = tmp_path / "client"
    folder.mkdir()
    (folder / "a.ts").write_text("1")
    first = digest_of([folder], "3.11")

    assert digest_of([folder], "3.11") == first
    assert digest_of([folder], "3.12") != first
    (folder / "a.ts").write_text("2")
    changed = digest_of([folder], "3.11")
    assert changed != first
    (folder / "a.ts").rename(folder / "b.ts")
    assert digest_of([folder], "3.11") not in (first, changed)


def test_what_python_leaves_behind_is_no_change(tmp_path):
    (tmp_path / "a.py").write_text("1")
    first = digest_of([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("1")
    assert digest_of([tmp_path]) == first
