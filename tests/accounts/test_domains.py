"""Where a project's widget may stand: the spelling of allowed domains, and the matrix of origins (WID6)."""

from __future__ import annotations

import pytest

from accounts.domains import allows_origin, ancestors_of, clean_domain, clean_domains
from accounts.errors import Invalid


class TestSpelling:
    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("acme.example", "acme.example"),
            ("  ACME.Example ", "acme.example"),
            ("https://www.acme.example/shop?a=1#b", "www.acme.example"),
            ("https://acme.example:443/", "acme.example"),
            ("acme.example:443", "acme.example"),
            ("http://old.example:80", "http://old.example"),
            ("acme.example\n", "acme.example"),
            ("acme.example:8443", "acme.example:8443"),
            ("*.acme.example", "*.acme.example"),
            ("http://old.acme.example", "http://old.acme.example"),
            ("http://localhost:3000", "localhost:3000"),
            ("https://user:secret@acme.example", "acme.example"),
            ("acme.example.", "acme.example"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("https://bücher.example/", "xn--bcher-kva.example"),
            ("*.bücher.example", "*.xn--bcher-kva.example"),
            ("192.0.2.7", "192.0.2.7"),
        ],
    )
    def test_kept(self, written: str, kept: str) -> None:
        assert clean_domain(written) == kept

    @pytest.mark.parametrize(
        "written",
        [
            "",
            "*",
            "*.*.example",
            "a*.example",
            "acme..example",
            "-acme.example",
            "acme example",
            "javascript:alert(1)",
            "acme.example:99999",
            "acme.example:0",
            "acme.example;script-src *",
            "acme.example 'unsafe-inline'",
            "acme.example\r\nX: y",
            "acme.example\nevil.example",
            "https://[",
            "ftp://acme.example",
            "data:text/html,x",
            "a" * 64 + ".example",
            ("a." * 130) + "example",
            "https://",
            "*.com:x",
        ],
    )
    def test_refused(self, written: str) -> None:
        with pytest.raises(Invalid) as refusal:
            clean_domain(written)
        assert "allowed_domains" in refusal.value.fields

    def test_a_list_has_no_repeats_and_is_never_empty(self) -> None:
        assert clean_domains(["acme.example", " ", "ACME.example", "www.acme.example"]) == ["acme.example", "www.acme.example"]
        for nothing in ([], ["", "  "]):
            with pytest.raises(Invalid):
                clean_domains(nothing)


DOMAINS = [
    "acme.example",
    "*.acme.example",
    "shop.example:8443",
    "http://old.example",
    "xn--bcher-kva.example",
    "localhost",
    "127.0.0.1:5000",
]


class TestOrigins:
    @pytest.mark.parametrize(
        "origin",
        [
            "https://acme.example",
            "https://www.acme.example",
            "https://a.b.acme.example",
            "https://shop.example:8443",
            "http://old.example",
            "https://old.example",
            "https://xn--bcher-kva.example",
            "http://localhost",
            "http://localhost:3000",
            "https://localhost:3000",
            "http://127.0.0.1:5000",
        ],
    )
    def test_allowed(self, origin: str) -> None:
        assert allows_origin(DOMAINS, origin)

    @pytest.mark.parametrize(
        "origin",
        [
            "null",
            "",
            "http://acme.example",
            "https://acme.example:8443",
            "https://acme.example:notaport",
            "https://acme.example:99999",
            "https://evilacme.example",
            "https://acme.example.evil.example",
            "https://acme.example@evil.example",
            "https://evil.example@acme.example",
            "https://acme.example/",
            "https://acme.example#x",
            "https://evil.example/acme.example",
            "https://evil.example?acme.example",
            "https://evil.example#acme.example",
            "https://shop.example",
            "https://shop.example:8444",
            "https://www.old.example",
            "https://bücher.example",
            "https://xn--bcher-kva.example.evil.example",
            "http://127.0.0.1:5001",
            "http://127.0.0.2:5000",
            "https://[::1]",
            "https://[",
            "file://acme.example",
            "chrome-extension://acme.example",
            "acme.example",
            "//acme.example",
        ],
    )
    def test_refused(self, origin: str) -> None:
        assert not allows_origin(DOMAINS, origin)

    def test_a_wildcard_is_not_its_own_domain(self) -> None:
        assert not allows_origin(["*.acme.example"], "https://acme.example")

    def test_no_domains_allow_nobody(self) -> None:
        assert not allows_origin([], "https://acme.example")


def test_the_policy_of_the_frame_says_the_same() -> None:
    assert ancestors_of(DOMAINS) == [
        "https://acme.example",
        "https://*.acme.example",
        "https://shop.example:8443",
        "http://old.example",
        "https://old.example",
        "https://xn--bcher-kva.example",
        "http://localhost:*",
        "https://localhost:*",
        "http://127.0.0.1:5000",
        "https://127.0.0.1:5000",
    ]
