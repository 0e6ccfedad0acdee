"""The one last line of `make test`: what it counts."""

import json

from launcher.test import _failed_in, _from_pytest, _from_vitest


def test_pytest(tmp_path):
    file = tmp_path / "pytest.xml"
    file.write_text('<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/></testsuites>')
    assert _from_pytest(file) == {"passed": 4, "failed": 3, "skipped": 3}


def test_vitest(tmp_path):
    file = tmp_path / "vitest.json"
    file.write_text(json.dumps({"numPassedTests": 5, "numFailedTests": 1, "numPendingTests": 1, "numTodoTests": 1}))
    assert _from_vitest(file) == {"passed": 5, "failed": 1, "skipped": 2}


def test_a_runner_that_died_before_it_wrote_counts_nothing(tmp_path):
    assert not _from_pytest(tmp_path / "none.xml")
    assert not _from_vitest(tmp_path / "none.json")


def test_names_what_failed(tmp_path):
    file = tmp_path / "pytest.xml"
    passed, failed = (
        '<testcase classname="a" name="b"/>',
        '<testcase classname="c" name="d"><failure message="assert 1 == 2">…</failure></testcase>',
    )
    file.write_text(f"<testsuites><testsuite>{passed}{failed}</testsuite></testsuites>", encoding="utf-8")
    assert _failed_in(file) == ["  c::d: assert 1 == 2"]
    assert not _failed_in(tmp_path / "none.xml")
