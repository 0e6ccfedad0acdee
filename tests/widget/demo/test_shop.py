"""The demo shop: a customer's website on another origin, with nothing of Parley in it but the tag."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

SHOP = {"host": "127.0.0.1:8000"}
PAGES = ["/demo/", "/demo/ash-dinner-set/", "/demo/ash-dinner-set/care/", "/demo/delivery/"]


@pytest.fixture(autouse=True)
def _demo_is_ready(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO_FILE = tmp_path / "demo.json"
    settings.DEMO_FILE.write_text(json.dumps({"url": "http://localhost:8000", "project_key": "fernhill"}))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_tag_and_no_policy_of_ours(client: Client, path: str) -> None:
    answer = client.get(path, headers=SHOP)
    assert '<script src="http://localhost:8000/w/fernhill.js" async></script>' in answer.content.decode()
    assert "Content-Security-Policy" not in answer.headers


def test_the_shop_is_another_site_than_parley(client: Client) -> None:
    answer = client.get("/demo/delivery/", headers={"host": "localhost:8000"})
    assert answer.headers["Location"] == "http://127.0.0.1:8000/demo/delivery/"


def test_a_tab_has_an_address_of_its_own(client: Client) -> None:
    page = client.get("/demo/ash-dinner-set/care/", headers=SHOP).content.decode()
    assert "<title>Care, ash dinner set" in page and '<p data-panel="about" hidden>' in page


def test_without_a_demo_there_is_a_shop_without_a_chat(client: Client, settings: Settings) -> None:
    settings.DEMO_FILE.unlink()
    answer = client.get("/demo/", headers=SHOP)
    assert answer.status_code == 200 and "/w/" not in answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_other_machines_see_nothing(client: Client, path: str) -> None:
    assert client.get(path, headers=SHOP, REMOTE_ADDR="203.0.113.9").status_code == 404


def test_production_has_no_shop(client: Client, settings: Settings) -> None:
    settings.PARLEY_ENV = "production"
    assert client.get("/demo/", headers=SHOP).status_code == 404
