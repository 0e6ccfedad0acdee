"""Which port Parley gets."""

import socket

import pytest

from launcher import ports
from launcher.say import Trouble


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_given_and_free(taken):
    assert ports.choose_port({"PORT": "18431"}) == 18431


def test_given_and_taken(taken):
    with pytest.raises(Trouble, match=f"Port {taken} is taken"):
        ports.choose_port({"PORT": str(taken)})


@pytest.mark.parametrize("given", ["abc", "0", "-1", "65536", "8000.5", "٣"])
def test_given_and_no_port(given):
    with pytest.raises(Trouble, match="number from 1 to 65535"):
        ports.choose_port({"PORT": given})


def test_the_next_free_one(taken, monkeypatch):
    monkeypatch.setattr(ports, "DEFAULT_PORT", taken)

    chosen = ports.choose_port({})

    assert taken < chosen < taken + ports.TRIED


def test_one_that_listens_on_ipv6_alone():
    try:
        listener = socket.socket(socket.AF_INET6)
        listener.bind(("::1", 0))
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listener:
        listener.listen()
        assert not ports.is_free(listener.getsockname()[1])
