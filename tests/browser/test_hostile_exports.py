"""OUT4, OUT5: every file that a customer takes away, with every hostile word in it, opened in Chromium: it is only read."""

from __future__ import annotations

import csv
import inspect
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver
from playwright.sync_api import APIResponse, Browser, Page

from integrations.partners.models import Partner, Statement
from integrations.partners.papers import csv_of, statement_pdf
from integrations.partners.profile import Profile
from integrations.partners.queries import Line
from tests.boot import ROOT
from tests.browser.hostile_world import fill_with_words
from tests.browser.house import DATABASE
from tests.browser.opening import Reader, pdf_with_script
from tests.browser.people import Cast, Visitor
from tests.browser.sending import worker
from tests.databases import sql
from tests.hostile import PAYLOADS
from tests.launcher.waiting import wait_for

__all__ = ["worker"]

EVERY = "\n".join(PAYLOADS)
# Every address that hands out a file, and where it is opened. A new one is missing here, and fails.
HERE = {"panel_export", "panel_audit_export", "panel_invoice_pdf", "panel_paper_file", "panel_reports_csv"}
# Partners' own, made here from the same functions: their words stand in none of a customer's files.
PARTNERS = {"partner_ledger", "partner_statement_pdf", "partner_statement_csv", "partner_certificate", "partner_export"}
VISITORS = {"transcript"}
# What people send, and pictures of articles: served at an origin of its own, opened in tests/browser/test_files.py, test_help_centre.py.
SENT = {"file", "help_picture"}
A_FILE = re.compile(
    r"attachment;|as_attachment|content_disposition_header|FileResponse|StreamingHttpResponse|text/csv|x-ndjson|application/(pdf|zip)"
)
APPS = ("accounts", "chat", "config", "integrations", "panel", "widget")
READ = {"text/plain", "application/json", "application/pdf", "kept"}  # what Chromium takes such files for: nothing of it runs
PROJECTS = 40  # one hostile project in so many stays: an export has a folder for each
EXPORT_S = 60.0  # a worker has to start first
FORMULA = re.compile(r"(?!-?\d+\.\d\d$)[=+\-@\t\r\n]")


def routes(patterns: list[Any]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every address by its name, with its view."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns)
        else:
            yield one.name or str(one.pattern), inspect.unwrap(one.callback)


def hands_out_a_file(view: Callable[..., Any]) -> bool:
    """Whether the view says so, or what it calls in its own module."""
    module = inspect.getmodule(view)
    own = {name: one for name, one in vars(module).items() if inspect.isfunction(one) and one.__module__ == view.__module__}
    seen, wanted = set[str](), [getattr(view, "view_class", getattr(view, "cls", view))]
    while wanted:
        source = inspect.getsource(inspect.unwrap(wanted.pop()))
        if A_FILE.search(source):
            return True
        called = {name for name in own if re.search(rf"\b{name}\(", source)} - seen
        seen |= called
        wanted += [own[name] for name in called]
    return False


class TestCatalogue:
    def test_every_export_is_opened(self) -> None:
        found = {name: view for which in ("config.urls", "config.staff_urls") for name, view in routes(get_resolver(which).url_patterns)}
        files = {name: view for name, view in found.items() if view.__module__.startswith(APPS) and hands_out_a_file(view)}
        assert files.keys() == HERE | VISITORS | PARTNERS | SENT
        says = {
            str(file.relative_to(ROOT)) for app in APPS for file in (ROOT / app).rglob("*.py") if "Content-Disposition" in file.read_text()
        }
        views = {view.__module__.replace(".", "/") + ".py" for view in files.values()}
        assert says - {"config/headers.py"} <= views, "a file that is handed out from somewhere else"


def served(page: Page, url: str) -> APIResponse:
    """A file as its door gives it: to be kept, as what it says it is, and under a policy that lets it do nothing."""
    answer = page.request.get(url)
    assert answer.ok, f"{url}: {answer.status}"
    said = answer.headers
    assert said["content-disposition"].startswith("attachment") and said["x-content-type-options"] == "nosniff"
    assert "sandbox" in said["content-security-policy"] and "default-src 'none'" in said["content-security-policy"]
    assert not re.search("html|xml|svg", said["content-type"])
    return answer


def kept(page: Page, url: str, folder: Path) -> Path:
    """The same as a person does it: pressed, it is saved, and the page stays."""
    before = page.url
    with page.expect_download() as coming:
        page.evaluate("url => { location.href = url }", url)
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    assert page.url == before
    return file


def no_formulas(file: Path, at_least: int = 50) -> None:
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode(), newline="")))
    cells = [cell for row in rows for cell in row]
    assert len(cells) > at_least and not [cell for cell in cells if FORMULA.match(cell)]


def only_read(reader: Reader, files: list[Path]) -> None:
    """Each is opened from the disk: a page is one of ours, all else is taken for nothing that could do something, and does nothing."""
    for one in files:
        kind = reader.open(one)
        assert (kind in READ or (kind, one.suffix) == ("text/html", ".html")) and reader.besides(one) == [], (
            f"{one.name} as {kind}: {reader.besides(one)}"
        )


def of_account(cast: Cast) -> str:
    return f"account_id = (SELECT account_id FROM accounts_project WHERE public_id = '{cast.customer.project}')"


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    opened = Reader(browser)
    yield opened
    opened.context.close()


class TestExports:
    def test_a_planted_word_is_heard(self, reader: Reader, tmp_path: Path) -> None:
        """The premise: what would run is seen, in a page, in a PDF, and in an export that were a page."""
        page, paper = tmp_path / "a.html", tmp_path / "a.pdf"
        page.write_text("<script>alert(1)</script><img src='http://127.0.0.1:9/x'>")
        assert reader.open(page) == "text/html" and {"1", "http://127.0.0.1:9/x"} <= set(reader.besides(page))
        reader.ran.clear()
        paper.write_bytes(pdf_with_script())
        assert reader.open(paper) == "application/pdf" and reader.ran == ["1"]
        assert reader.open_as_page('{"text": "<script>alert(1)</script>"}', None)

    @pytest.mark.usefixtures("worker")
    def test_files_are_only_read(self, cast: Cast, reader: Reader, tmp_path: Path) -> None:
        olga, vera = cast.operator(), cast.visitor()
        fill_with_words(cast, olga, vera)
        self.fewer_projects(cast)
        for files in (self.audit, self.invoices, self.exports, self.papers, self.reports):
            only_read(reader, files(olga.page, cast, tmp_path))
        olga.page.goto(f"{cast.parley.url}/panel/{cast.customer.project}/inbox/{self.talk(cast)}/")
        olga.page.get_by_role("button", name=re.compile("Done")).first.click()
        text, page = self.transcripts(vera, tmp_path)
        only_read(reader, [text])
        assert reader.open(page) == "text/html" and reader.besides(page) == []
        assert all("<script>alert(1)</script>" in one for one in (text.read_text(), str(reader.page.locator("body").text_content())))

    def test_partners_papers_are_only_read(self, reader: Reader, tmp_path: Path) -> None:
        day = date(2026, 11, 1)
        lines = [Line(day, word, word, 1, number) for number, word in enumerate(PAYLOADS)]
        sums = dict.fromkeys(("opening", "accrued", "reversed", "paid", "closing"), 0)
        statement = Statement(number=1, partner_id=1, month=day, currency="EUR", created_at=datetime.now(UTC), **sums)
        profile = Profile(legal_name=EVERY, address=EVERY, city=EVERY, vat_number=EVERY)
        paper, table = tmp_path / "PS-1.pdf", tmp_path / "PS-1.csv"
        paper.write_bytes(statement_pdf(statement, Partner(name=EVERY), profile, lines))
        table.write_text(csv_of(lines, "EUR"), newline="")
        no_formulas(table)
        only_read(reader, [paper, table])

    def talk(self, cast: Cast) -> str:
        of_project = f"(SELECT id FROM accounts_project WHERE public_id = '{cast.customer.project}')"
        (talk,) = cast.parley.rows(f"SELECT public_id FROM chat_conversation WHERE project_id = {of_project} ORDER BY number LIMIT 1")
        return talk

    def transcripts(self, vera: Visitor, folder: Path) -> list[Path]:
        """The talk as its visitor keeps it: a text, and a page that does nothing."""
        files = []
        for button in ("as text", "as a page"):
            with vera.page.expect_download() as coming:
                vera.frame.get_by_role("button", name=button).click()
            files.append(folder / coming.value.suggested_filename)
            coming.value.save_as(files[-1])
        return files

    def fewer_projects(self, cast: Cast) -> None:
        """An export has a folder for each: some stay. And one invoice gets every word."""
        every = EVERY.replace("'", "''")
        sql(
            f"""SET session_replication_role = replica;
            DELETE FROM accounts_project WHERE {of_account(cast)} AND key LIKE 'hostile%' AND id % {PROJECTS} <> 0;
            UPDATE accounts_invoice SET buyer = jsonb_build_object('name', '{every}'::text, 'address', '{every}'::text)
            WHERE id = (SELECT min(id) FROM accounts_invoice WHERE {of_account(cast)});""",
            DATABASE,
        )

    def audit(self, page: Page, cast: Cast, folder: Path) -> list[Path]:
        home = f"{cast.parley.url}/panel/settings/audit/export."
        files = [kept(page, home + kind, folder) for kind in ("csv", "jsonl")]
        no_formulas(files[0])
        for kind in ("csv", "jsonl"):
            answer = served(page, home + kind)
            worse = Reader(cast.browser)
            assert worse.open_as_page(answer.text(), answer.headers["content-security-policy"]) == []
            worse.context.close()
        return files

    def exports(self, page: Page, cast: Cast, folder: Path) -> list[Path]:
        """Of the account and of the visitor who talked: every file inside."""
        of_project = f"project_id = (SELECT id FROM accounts_project WHERE public_id = '{cast.customer.project}')"
        (visitor,) = cast.parley.rows(f"SELECT public_id FROM chat_visitor WHERE {of_project} ORDER BY id LIMIT 1")
        of_visitor = f"?project={cast.customer.project}&visitor={visitor}"
        account = self.exported(page, cast, folder / "account", "", "Start export")
        return [*account, *self.exported(page, cast, folder / "visitor", of_visitor, "Export what we hold about them")]

    def exported(self, page: Page, cast: Cast, folder: Path, query: str, button: str) -> list[Path]:
        home = f"{cast.parley.url}/panel/settings/data/"
        page.goto(home + query)
        page.get_by_role("button", name=button).click()
        ready = f"SELECT 1 FROM accounts_export WHERE kind = '{folder.name}' AND state = 'ready' AND {of_account(cast)}"
        wait_for(lambda: cast.parley.rows(ready), f"the export of the {folder.name}", within_s=EXPORT_S)
        page.goto(home)
        url = str(page.get_by_role("link", name="Download").first.evaluate("link => link.href"))
        served(page, url)
        folder.mkdir()
        with zipfile.ZipFile(kept(page, url, folder.parent)) as whole:
            whole.extractall(folder)
        inside = [one for one in folder.rglob("*") if one.is_file()]
        assert {one.suffix for one in inside} == {".html", ".json", ".jsonl"}
        assert "<script>alert(1)</script>" in "".join(one.read_text() for one in inside)
        return inside

    def papers(self, page: Page, cast: Cast, folder: Path) -> list[Path]:
        """The talk as its operators keep it."""
        home = f"{cast.parley.url}/panel/{cast.customer.project}/inbox/{self.talk(cast)}/paper."
        assert not any(
            word in served(page, home + "pdf").body() for word in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/OpenAction <<")
        )
        return [kept(page, home + kind, folder) for kind in ("pdf", "txt")]

    def reports(self, page: Page, cast: Cast, folder: Path) -> list[Path]:
        """A row for each conversation that was talked in, once a follower has counted them."""
        of_project = f"project_id = (SELECT id FROM accounts_project WHERE public_id = '{cast.customer.project}')"
        counted = f"SELECT 1 FROM reports_fact WHERE {of_project}"
        wait_for(lambda: bool(cast.parley.rows(counted)), "the conversations to be counted", within_s=EXPORT_S)
        url = f"{cast.parley.url}/panel/{cast.customer.project}/reports/conversations.csv"
        served(page, url)
        file = kept(page, url, folder)
        no_formulas(file, at_least=20)  # a line of names, and one of ours
        return [file]

    def invoices(self, page: Page, cast: Cast, folder: Path) -> list[Path]:
        """One that has every word, and some that have one."""
        files = []
        for one in cast.parley.rows(f"SELECT public_id FROM accounts_invoice WHERE {of_account(cast)} ORDER BY id")[::60]:
            url = f"{cast.parley.url}/panel/settings/billing/invoices/{one}/pdf/"
            assert not any(word in served(page, url).body() for word in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/OpenAction <<"))
            files.append(kept(page, url, folder))
        return files
