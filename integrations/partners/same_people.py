"""Whether a customer and a partner are the same people, as far as two addresses can tell (no commission for oneself)."""

from __future__ import annotations

# Everybody may have an address there, so sharing the domain says nothing.
PUBLIC_DOMAINS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "yahoo.com",
        "ymail.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "aol.com",
        "gmx.de",
        "gmx.net",
        "gmx.com",
        "gmx.at",
        "gmx.ch",
        "web.de",
        "t-online.de",
        "freenet.de",
        "mail.com",
        "mail.ru",
        "yandex.ru",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "tutanota.com",
        "tuta.com",
        "posteo.de",
        "mailbox.org",
        "fastmail.com",
        "hey.com",
        "zoho.com",
        "orange.fr",
        "laposte.net",
        "free.fr",
        "libero.it",
        "wp.pl",
        "o2.pl",
        "seznam.cz",
        "bluewin.ch",
        "qq.com",
        "163.com",
        "126.com",
        "naver.com",
    }
)
DOTLESS = ("gmail.com", "googlemail.com")  # there olga.b and olgab are one mailbox


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].strip().lower().rstrip(".")


def mailbox_of(email: str) -> str:
    """Where mail to this address arrives: `olga+shop@…` is `olga@…`."""
    local, domain = email.strip().lower().rpartition("@")[0].partition("+")[0], domain_of(email)
    return f"{local.replace('.', '') if domain in DOTLESS else local}@{'gmail.com' if domain in DOTLESS else domain}"


def same_domain(one: str, other: str) -> bool:
    """Of one house: the same domain, or one below the other, unless everybody has an address there."""
    a, b = domain_of(one), domain_of(other)
    if a in PUBLIC_DOMAINS or b in PUBLIC_DOMAINS:
        return False
    return a == b or a.endswith("." + b) or b.endswith("." + a)
