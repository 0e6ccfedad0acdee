"""The port that either server takes."""

from __future__ import annotations

import pytest

from config.serving.run import PortTaken, listen


class TestPort:
    def test_a_taken_one_is_said(self) -> None:
        with listen("127.0.0.1", 0) as taken:
            port = taken.getsockname()[1]
            with pytest.raises(PortTaken, match=f"Port {port} of 127.0.0.1 cannot be had"):
                listen("127.0.0.1", port)

    def test_it_does_not_wait(self) -> None:
        with listen("127.0.0.1", 0) as port:
            assert not port.getblocking()
