"""An export is imported in the browser: a broken one is refused with its row, one that runs is stopped, a whole one becomes a project."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.audit import problems
from tests.browser.axe import violations
from tests.browser.house import DATABASE
from tests.browser.people import Cast
from tests.browser.sending import pictures, worker
from tests.browser.test_every_screen import THEMES, fits
from tests.databases import sql
from tests.launcher.waiting import wait_for

__all__ = ["worker"]
WORKED_S = 60.0  # a busy machine's worker, which has to start first


def item(page: Page, name: str) -> Locator:
    """What became of an archive."""
    return page.get_by_role("listitem").filter(has_text=name).first


@pytest.mark.usefixtures("worker")
class TestImports:
    def test_refused_stopped_and_imported(self, cast: Cast, tmp_path: Path) -> None:
        vera, olga = cast.visitor(), cast.operator()
        vera.open()
        vera.say("Blue bowls?")
        olga.view("All")
        olga.open("Blue bowls?")
        olga.say("Yes, in blue")
        expect(vera.lines().last).to_have_text("Yes, in blue")
        page = olga.page
        whole = self.exported(page, cast, tmp_path / "shop.zip")

        self.upload(page, cast, broken(whole, tmp_path / "broken.zip"), "refused")
        refused = item(page, "broken.zip")
        expect(refused).to_contain_text("Nothing was imported")
        expect(refused).to_contain_text("messages.jsonl:1: text is no text")
        self.look(page, "import-refused")

        self.as_if_running(page, cast)
        expect(page.get_by_role("progressbar", name="broken.zip")).to_have_attribute("value", "48210")
        self.look(page, "import-running")
        page.get_by_role("button", name="Stop import").click()
        expect(item(page, "broken.zip")).to_contain_text("Stopped")

        self.upload(page, cast, whole, "done")
        expect(item(page, "shop.zip")).to_contain_text("Imported")
        self.look(page, "import-done")
        item(page, "shop.zip").get_by_role("link", name="Open project").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert cast.customer.project not in page.url
        page.goto(page.url.replace("/settings/", "/inbox/"))
        olga.view("All")
        olga.open("Yes, in blue")
        expect(olga.lines().last).to_have_text("Yes, in blue")
        assert olga.complaints == []

    def exported(self, page: Page, cast: Cast, file: Path) -> Path:
        page.goto(f"{cast.parley.url}/panel/settings/data/")
        page.get_by_label("What", exact=True).select_option(value=cast.customer.project)
        page.get_by_role("button", name="Start export").click()
        wait_for(lambda: bool(self.states(cast, "accounts_export", "ready")), "the export", within_s=WORKED_S)
        page.goto(f"{cast.parley.url}/panel/settings/data/")
        with page.expect_download() as started:
            page.get_by_role("link", name="Download").first.click()
        started.value.save_as(file)
        return file

    def upload(self, page: Page, cast: Cast, file: Path, state: str) -> None:
        page.get_by_label("The ZIP of a project’s export").set_input_files(file)
        page.get_by_role("button", name="Import", exact=True).click()
        wait_for(lambda: bool(self.states(cast, "imports_import", state)), f"the import to be {state}", within_s=WORKED_S)

    def states(self, cast: Cast, table: str, state: str) -> list[str]:
        ours = f"(SELECT account_id FROM accounts_project WHERE public_id = '{cast.customer.project}')"
        return [str(one) for one in cast.parley.rows(f"SELECT id FROM {table} WHERE state = '{state}' AND account_id = {ours}")]

    def as_if_running(self, page: Page, cast: Cast) -> None:
        """A large one would be at it for minutes: this row says that it is."""
        (row,) = self.states(cast, "imports_import", "refused")
        said = "state = 'running', stage = 'checking', total = 77400, done = 48210, ended_at = NULL, touched_at = now()"
        sql(f"UPDATE imports_import SET {said} WHERE id = {row};", DATABASE)
        page.reload()

    def look(self, page: Page, name: str) -> None:
        for theme, rules in THEMES.items():
            page.emulate_media(color_scheme=theme)
            assert violations(page, rules=rules) + problems(page) == [], f"{name}, {theme}"
        assert fits(page, name)
        pictures(page, name, full_page=True)


def broken(whole: Path, file: Path) -> Path:
    """The same archive, with a row that cannot be."""
    with zipfile.ZipFile(io.BytesIO(whole.read_bytes())) as archive, zipfile.ZipFile(file, "w") as made:
        for name in archive.namelist():
            said = archive.read(name)
            made.writestr(name, said.replace(b'"text": "', b'"text": 7, "was": "', 1) if name == "messages.jsonl" else said)
    return file
