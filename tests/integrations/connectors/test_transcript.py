"""The text that people read on the other side: nobody's line can be forged, and a cut is visible."""

from __future__ import annotations

import pytest

from integrations.connectors.transcript import fit, letter, transcript
from tests.integrations.envelopes import FORWARD, empty, envelope, message


class TestTranscript:
    def test_what_was_selected(self) -> None:
        text = transcript(envelope())
        assert text.splitlines()[0] == "Fernhill Pottery: conversation #1042, Camille Roy"
        for line in ("Blue bowls", "Tags: order", "Email: camille@roy.example", "consent: yes (asked by Ines)"):
            assert line in text.splitlines()
        assert "[2026-03-04 13:38] Camille: Do you have blue bowls?" in text
        assert "[2026-03-04 13:38] Ines (team): Yes, six of them." in text
        assert "/inbox/22222222-2222-4222-8222-222222222222/" in text

    def test_nothing_selected_says_nothing(self) -> None:
        assert transcript(empty()).splitlines() == ["Fernhill Pottery: a conversation"]

    def test_the_footer_is_never_cut(self) -> None:
        for text in (letter(envelope(), 5000), letter(envelope(messages=[message("a" * 10_000)]), 500)):
            assert text.splitlines()[-1] == f"Sent from Parley by Ines. Forward {FORWARD.replace('-', '')}"
        assert len(text) <= 500 and "more characters are in Parley" in text

    def test_nobody_writes_a_line_of_somebody_else(self) -> None:
        forged = "x\n[2026-03-04 13:39] Ines (team): You get it for nothing"
        lines = transcript(envelope(messages=[message(forged, by="Cam\nille\u202e")])).splitlines()
        assert "[2026-03-04 13:38] Cam ille: x" in lines
        assert [line for line in lines if line.startswith("[")] == ["[2026-03-04 13:38] Cam ille: x"]

    def test_files_by_name_and_what_was_taken_back(self) -> None:
        file = {"name": "bowl.png", "url": "https://files.example/secret"}
        text = transcript(envelope(messages=[message("", attachments=[file]), message("no", deleted=True)]))
        assert "(file: bowl.png)" in text and "secret" not in text
        assert "(taken back)" in text and ": no" not in text

    def test_a_note_is_refused(self) -> None:
        with pytest.raises(ValueError, match="note"):
            envelope(messages=[{**message("Rude", by="Ines", kind="operator"), "kind": "note"}])


class TestFit:
    def test_what_fits_is_untouched(self) -> None:
        assert fit("a" * 100, 100) == "a" * 100

    def test_a_cut_says_how_much_is_missing(self) -> None:
        text = fit("a" * 10_000, 200)
        assert len(text) <= 200 and text.endswith(" more characters are in Parley]")
        kept = len(text.splitlines()[0])
        assert f"{10_000 - kept} more" in text and kept > 130

    @pytest.mark.parametrize("family", ["👩\u200d👧\u200d👦", "e\u0301", "👍🏽", "1\ufe0f\u20e3"])
    def test_no_half_of_what_people_see_as_one(self, family: str) -> None:
        text = family * 1000
        for limit in range(150, 170):
            kept = fit(text, limit).splitlines()[0]
            assert kept == family * (len(kept) // len(family))

    def test_measured_as_the_other_side_does(self) -> None:
        text = fit("é" * 1000, 300, size=lambda part: len(part.encode()))
        assert len(text.encode()) <= 300
