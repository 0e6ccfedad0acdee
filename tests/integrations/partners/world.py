"""Lena Vogt's Studio Lind, which refers customers; what they pay; and two people of Parley's who check commissions."""

from __future__ import annotations

import itertools
import os
import re
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.access import hash_of_key
from accounts.actions.open_account import open_account
from accounts.billing.models import Invoice
from accounts.models import User
from accounts.tenancy import account
from integrations.partners.actions.apply import apply
from integrations.partners.actions.attribute import attribute, note_touch
from integrations.partners.models import Partner
from tests.databases import sql, with_database

_numbers = itertools.count(5000)
PASSWORD = "quiet-harbour-lamp"
SAID = {
    "kind": "company",
    "legal_name": "Studio Lind GmbH",
    "country": "DE",
    "vat_number": "DE 136 695 976",
    "tax_number": "",
    "address": "Hafenstraße 12",
    "postcode": "20359",
    "city": "Hamburg",
    "iban": "DE89 3704 0044 0532 0130 00",
    "declared_by": "Lena Vogt",
    "declared": "on",
}


def person(email: str, name: str = "") -> User:
    return User.objects.create_user(email, PASSWORD, name=name or email.partition("@")[0].title())


def lind(office: Office | None = None, *, email: str = "") -> Partner:
    """A partner: one that our staff has approved, where there is an office."""
    partner = apply(person(email or f"lena-{uuid.uuid4().hex[:8]}@{uuid.uuid4().hex[:8]}.example", "Lena Vogt"), name="Studio Lind")
    return office.approve(partner) if office else partner


def refer(partner: Partner, *, email: str = "", days_ago: int = 1, shop: str = "Fernhill Pottery") -> int:
    """Somebody follows the link, signs up and opens an account; its internal id."""
    customer = person(email or f"kim-{uuid.uuid4().hex[:8]}@{uuid.uuid4().hex[:8]}.example")
    note_touch(customer, partner.code, timezone.now() - timedelta(days=days_ago))
    opened = open_account(customer, name=shop)
    attribute(opened.pk, customer.pk)
    return opened.pk


def paid_invoice(account_id: int, *, net: int = 9600, days_ago: int = 0, given_back: int = 0) -> int:
    """An invoice that was paid some days ago; its internal id."""
    at = timezone.now() - timedelta(days=days_ago)
    tax = net * 23 // 100
    with account(account_id):
        invoice = Invoice(
            account_id=account_id,
            number=next(_numbers),
            plan="team",
            currency="EUR",
            net=net,
            tax=tax,
            total=net + tax,
            given_back=given_back,
            seller={},
            buyer={},
            period_start=at,
            period_end=at + timedelta(days=30),
            issued_at=at,
            paid_at=at,
        )
        invoice.save(force_insert=True)
    return invoice.pk


def credit(account_id: int, invoice_id: int, amount: int) -> None:
    """So much of it is given back now, besides what was before."""
    with account(account_id):
        invoice = Invoice.objects.get(pk=invoice_id)
        Invoice.objects.filter(pk=invoice_id).update(given_back=min(invoice.total, invoice.given_back + amount))


@dataclass(frozen=True)
class Office:
    """Aino and Bea of Parley, each with a session at the staff address, in a database where commits are commits."""

    database: str
    url: str
    keys: dict[str, bytes]
    staff: psycopg.Connection[Any]

    def ask(self, question: str, *arguments: Any) -> Any:
        """As parley_staff, each in a transaction of its own."""
        ((answer,),) = self.staff.execute(question, arguments).fetchall()
        return answer

    def of_its_own(self) -> Office:
        """The same with another connection, for threads."""
        return replace(self, staff=psycopg.connect(self.url, autocommit=True))

    def approve(self, partner: Partner) -> Partner:
        assert self.ask("SELECT staff_partner_decide(%s, %s, 'approved')", self.keys["aino"], partner.pk)
        return partner

    def begin(self, who: str, partner: Partner, kind: str) -> int | None:
        found: int | None = self.ask("SELECT staff_check_ask(%s, %s, %s)", self.keys[who], partner.pk, kind)
        return found

    def answer(self, who: str, partner: Partner, check: int | None, *, agreed: bool = True) -> bool:
        return bool(self.ask("SELECT staff_check_answer(%s, %s, %s, %s)", self.keys[who], partner.pk, check, agreed))

    def both(self, partner: Partner, kind: str) -> bool:
        """Aino asks and Bea agrees."""
        return self.answer("bea", partner, self.begin("aino", partner, kind))


def open_office(clone_url: str) -> Office:
    name = urlsplit(clone_url).path.strip("/")
    keys = {}
    for who in ("aino", "bea"):
        user = User.objects.create_user(f"{who}@parley.example", uuid.uuid4().hex, name=who.title(), is_staff=True)
        keys[who] = hash_of_key(uuid.uuid4().hex)
        sql(
            f"""WITH k AS (INSERT INTO accounts_staffpasskey (user_id, credential_id, credential, name)
                VALUES ({user.pk}, '{who}', '', 'Laptop') RETURNING id)
            INSERT INTO accounts_staffsession (user_id, passkey_id, hash, challenge)
            SELECT {user.pk}, k.id, '\\x{keys[who].hex()}', '{who}' FROM k""",
            name,
        )
    url = with_database(os.environ["DATABASE_STAFF_URL"], name)
    return Office(name, url, keys, psycopg.connect(url, autocommit=True))


@pytest.fixture(scope="class")
def office(cloned_database_of_class: str) -> Iterator[Office]:
    opened = open_office(cloned_database_of_class)
    with opened.staff:
        yield opened


def declare(office: Office, partner: Partner, *, changed: str = "NULL") -> None:
    """A tax profile that is complete as far as a payment asks."""
    sql(
        f"""INSERT INTO partners_taxprofile (partner_id, sealed, declared_at, payout_changed_at, certificate_type)
        VALUES ({partner.pk}, '', now(), {changed}, '') ON CONFLICT (partner_id) DO UPDATE SET payout_changed_at = {changed}""",
        office.database,
    )


def browser_of(partner: Partner) -> Client:
    """Signed in just now, as a person does it."""
    assert partner.user is not None
    EmailAddress.objects.get_or_create(user=partner.user, email=partner.user.email, verified=True, primary=True)
    client = Client()
    answer = client.post("/accounts/login/?next=/partners/", {"login": partner.user.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/partners/"
    return client


def words_of_pdf(content: bytes) -> str:
    """What is drawn, out of the compressed streams."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    drawn = b"".join(zlib.decompress(one) for one in streams if one[:1] == b"\x78")
    return " ".join(re.findall(r"\((.*?)\) Tj", drawn.decode("latin-1")))
