"""Files both ways, over a link that breaks; pictures and how they are looked at; and nothing that people send runs anywhere."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, Route, expect

from tests.browser.axe import violations
from tests.browser.conftest import took
from tests.browser.customers import Customer
from tests.browser.cutting import Link, link_to
from tests.browser.house import Parley
from tests.browser.people import Cast, Operator, Visitor
from tests.browser.site import Site, page
from tests.chat.files import samples

MB = 1_000_000
LARGE = 20 * MB
BREAKS, AFTER = 2, 3 * MB
CODE = re.compile(r"/chunk-[^/]+[.]js$")  # what the chat loads on need
ALL_OF_IT_MS = 60_000  # twenty megabytes, parts of them twice


@dataclass
class House:
    """Parley whose files' origin lies behind a link, with a worker that looks at files."""

    parley: Parley
    link: Link
    worker: subprocess.Popen[bytes]


@pytest.fixture(scope="class")
def house(parley: Parley) -> Iterator[House]:
    other = parley.elsewhere("files", ())
    with link_to(other.port) as link:
        other.env["PARLEY_FILES_URL"] = f"http://127.0.0.1:{link.port}"
        other.start()
        worker = other.begin("worker")
        yield House(other, link, worker)
        for process in (other.process, worker):
            process.terminate()
            process.wait()


@pytest.fixture
def cast(browser: Browser, house: House, site: Site, customer: Customer) -> Iterator[Cast]:
    people = Cast(browser, house.parley, site, customer)
    yield people
    complaints = people.leave()
    assert not complaints, "\n".join(complaints)


def talking(cast: Cast, **options: Any) -> tuple[Operator, Visitor]:
    vera, olga = cast.visitor(network=False, **options), cast.operator(network=False, **options)
    vera.open()
    vera.say("Hello, I have a picture for you")
    olga.view("Unassigned")
    olga.open("Hello, I have a picture for you")
    return olga, vera


def clip(person: Operator | Visitor) -> Locator:
    return (person.frame if isinstance(person, Visitor) else person.page).get_by_label("Attach a file")


def tray(person: Operator | Visitor) -> Locator:
    return (person.frame if isinstance(person, Visitor) else person.page).locator(".tray")


def files(person: Operator | Visitor) -> Locator:
    return (person.frame.locator(".files") if isinstance(person, Visitor) else person.page.locator(".atts")).locator("li")


def send(person: Operator | Visitor) -> None:
    box = person.box() if isinstance(person, Visitor) else person.composer()
    box.press("Enter")


def large(folder: Path, name: str) -> Path:
    """An archive that packs no further."""
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_STORED) as file:
        file.writestr("glaze.raw", os.urandom(LARGE))
    return folder / name


def same(one: Path, other: Path) -> bool:
    return hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(other.read_bytes()).digest()


class TestOverALinkThatBreaks:
    def test_twenty_megabytes_each_way_there_and_back(self, cast: Cast, house: House, tmp_path: Path) -> None:
        olga, vera = talking(cast)
        for sender, reader, name in ((vera, olga, "from-vera.zip"), (olga, vera, "from-olga.zip")):
            whole = large(tmp_path, name)
            house.link.breaks(BREAKS, after=AFTER)
            with took(f"20 MB by {name}, with {BREAKS} breaks"):
                clip(sender).set_input_files(whole)
                expect(tray(sender)).to_contain_text(name)
                send(sender)  # it goes by itself once it is there
                expect(files(reader).filter(has_text=name)).to_have_count(1, timeout=ALL_OF_IT_MS)
            assert house.link.broken == BREAKS
            expect(tray(sender).locator("li")).to_have_count(0)
            line = files(reader).filter(has_text=name).get_by_role("button")
            expect(line).to_be_enabled(timeout=ALL_OF_IT_MS)  # it was looked at
            house.link.breaks(BREAKS, after=AFTER)
            with reader.page.expect_download(timeout=ALL_OF_IT_MS) as saved:
                line.click()
            assert house.link.broken == BREAKS
            assert same(Path(saved.value.path()), whole) and saved.value.suggested_filename == name
            expect(files(sender).filter(has_text=name)).to_have_count(1)
        found = house.parley.rows(
            f"SELECT count(*), min(held) FROM chat_attachment WHERE name LIKE 'from-%' AND project_id = ({self.project(cast)})"
        )
        assert found == [f"2|{whole.stat().st_size}"], "each is there once"

    def project(self, cast: Cast) -> str:
        return f"SELECT id FROM accounts_project WHERE key = '{cast.customer.key}'"

    def test_too_big_is_said_and_the_rest_goes(self, cast: Cast, house: House, tmp_path: Path) -> None:
        olga, vera = talking(cast)
        (tmp_path / "kitchen-walk.mov").write_bytes(b"\0" * (26 * 1024 * 1024))
        (tmp_path / "note.txt").write_text("Five chairs")
        clip(vera).set_input_files([tmp_path / "kitchen-walk.mov", tmp_path / "note.txt"])
        expect(tray(vera).get_by_role("status")).to_contain_text("Too big: 25 MB is the most")
        send(vera)
        expect(files(olga)).to_have_count(1)
        tray(vera).get_by_label("Remove kitchen-walk.mov").click()
        expect(tray(vera).locator("li")).to_have_count(0)
        house.worker.send_signal(signal.SIGSTOP)  # what is refused before it is sent is only told to its sender
        try:
            clip(olga).set_input_files(FilePayload(name="run.exe", mimeType="image/png", buffer=samples.EXE))
            expect(tray(olga)).to_contain_text("run.exe")
            send(olga)
            expect(files(vera).filter(has_text="run.exe")).to_contain_text("being checked")
        finally:
            house.worker.send_signal(signal.SIGCONT)
        expect(files(vera).filter(has_text="Programs cannot be sent here")).to_have_count(1)

    def test_enter_before_the_tray_is_there_is_remembered(self, cast: Cast, tmp_path: Path) -> None:
        olga, vera = talking(cast)
        (tmp_path / "note.txt").write_text("Five chairs")
        held: list[Route] = []
        gate = Event()

        def hold(route: Route) -> None:
            if gate.is_set():
                route.continue_()
            else:
                held.append(route)

        vera.page.route(CODE, hold)
        with vera.page.expect_request(CODE):
            clip(vera).set_input_files(tmp_path / "note.txt")
        vera.box().fill("This is my list")
        vera.box().press("Enter")
        expect(vera.box()).to_have_value("This is my list")  # it goes with its file, not before
        gate.set()
        for route in held:
            route.continue_()
        expect(files(olga).filter(has_text="note.txt")).to_have_count(1)
        expect(vera.lines().last).to_contain_text("This is my list")
        expect(vera.box()).to_have_value("")


DROP = """({ name, type, data, event }) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  const options = { bubbles: true, cancelable: true, clipboardData: carried, dataTransfer: carried };
  const made = event === "paste" ? new ClipboardEvent(event, options) : new DragEvent(event, options);
  document.body.dispatchEvent(made);
}"""


def give(place: Any, event: str, name: str, data: bytes) -> None:
    """Drop or paste a file on a page or a frame."""
    import base64

    place.evaluate(DROP, {"name": name, "type": "image/png", "data": base64.b64encode(data).decode(), "event": event})


def chat_of(vera: Visitor) -> Any:
    return next(frame for frame in vera.page.frames if "/w/" in frame.url)


@pytest.mark.parametrize("theme", ["light", "dark"])
class TestPictures:
    def test_dropped_pasted_looked_at(self, cast: Cast, theme: str) -> None:
        olga, vera = talking(cast, color_scheme=theme)
        expect(clip(vera)).to_be_attached()
        give(chat_of(vera), "drop", "our-table.png", samples.picture(size=(800, 500)))
        give(chat_of(vera), "paste", "image.png", samples.picture(size=(300, 600)))
        expect(tray(vera).locator("li")).to_have_count(2)
        assert violations(chat_of(vera)) == [], "tray"
        vera.say("This is our table now")
        photos = vera.frame.get_by_role("button", name=re.compile("^Photo: "))
        expect(photos).to_have_count(2)
        box = photos.first.locator("img").bounding_box()
        assert box and round(box["width"] / box["height"], 1) == 1.6, "its place was kept for it"
        give(olga.page, "drop", "care-card.png", samples.picture(size=(640, 400)))
        expect(tray(olga).locator("li")).to_have_count(1)
        assert violations(olga.page, ".thread") == [], "panel's tray"
        send(olga)
        expect(photos).to_have_count(3)
        assert violations(chat_of(vera)) == [], "talk"
        self.walk(vera.frame, photos)
        theirs = olga.page.get_by_role("button", name=re.compile("^Photo: "))
        expect(theirs).to_have_count(3)
        assert violations(olga.page, ".thread") == [], "thread"
        self.walk(olga.page, theirs)

    def walk(self, place: Any, photos: Locator) -> None:
        """By keys alone: open, to the next, back, close; the focus is where it was, and the chat is still open."""
        photos.first.focus()
        photos.first.press("Enter")
        viewer = place.get_by_role("dialog", name="Photo: our-table.png")
        expect(viewer.locator("img")).not_to_have_js_property("naturalWidth", 0)
        expect(viewer).to_contain_text("1 of 3")
        viewer.press("ArrowRight")
        expect(place.get_by_role("dialog", name="Photo: image.png")).to_be_visible()
        place.get_by_role("dialog", name="Photo: image.png").press("Escape")
        expect(place.locator("dialog.viewer")).to_have_count(0)
        expect(photos.first).to_be_focused()


class TestNothingRuns:
    def test_a_page_a_drawing_and_a_script_from_the_files_origin(self, cast: Cast, site: Site, tmp_path: Path) -> None:
        """UPL4, with a link that is good, in every way that a page can load one."""
        olga, vera = talking(cast)
        payloads = {
            "page.html": samples.HTML,
            "drawing.svg": samples.SVG,
            "both.png": samples.PNG_AND_ZIP,
            "code.txt": b"parent.postMessage('ran', '*')",
        }
        for name, data in payloads.items():
            (tmp_path / name).write_bytes(data)
        clip(vera).set_input_files([tmp_path / name for name in payloads])
        expect(tray(vera).locator("li")).to_have_count(len(payloads))
        send(vera)
        expect(files(olga)).to_have_count(len(payloads))
        expect(files(olga).filter(has_text="being checked")).to_have_count(0)
        for name in payloads:
            link = self.link_of(olga.page, name)
            ways = (f'<{tag} src="{link}"></{tag}>' for tag in ("iframe", "script", "embed"))
            more = f'<object data="{link}"></object><link rel="stylesheet" href="{link}">{"".join(ways)}'
            listening = (
                "<script>window.ran = 0; addEventListener('message', ({ data }) => { if (data === 'ran') window.ran += 1 })</script>"
            )
            site.show({"/": page("Trap", "", more=listening + more)})
            with cast.browser.new_context() as context:
                assert context.request.get(link).status == 200, "the link is good"
                trap = context.new_page()
                trap.goto(site.url, wait_until="load")
                assert trap.evaluate("window.ran") == 0, name

    def link_of(self, shown: Page, name: str) -> str:
        ask = """async (name) => {
          const project = location.pathname.split("/")[2];
          const talk = location.pathname.split("/")[4];
          const { results } = await (await fetch(`/api/v1/projects/${project}/conversations/${talk}/messages`)).json();
          const found = results.flatMap(({ attachments }) => attachments).find((one) => one.name.startsWith(name.split(".")[0]));
          return (await (await fetch(`/api/v1/projects/${project}/files/${found.id}`)).json()).url;
        }"""
        link = shown.evaluate(ask, name)
        assert "/files/" in str(link)
        return str(link)
