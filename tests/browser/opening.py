"""Files as a customer opens them: in Chromium, from the disk, with somebody who hears whatever they do besides being read."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Dialog, Error, Request, Route

WORSE = "http://worse.test/"
PAGES = "() => document.querySelector('pdf-viewer')?.shadowRoot?.querySelector('viewer-toolbar')?.docLength > 0"
VIEWER = ("chrome-extension://", "chrome://")  # Chromium's own, around a PDF


class Reader:
    """Opens one file after the other. `ran` are dialogs: scripts; `asked` is whatever was fetched or sent besides the file itself."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context()
        self.ran: list[str] = []
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page = self.context.new_page()
        self.page.on("dialog", self._hear)
        self.context.on("request", self._note)
        self.context.on("console", lambda said: self.complaints.append(said.text))
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _hear(self, dialog: Dialog) -> None:
        self.ran.append(dialog.message)
        dialog.dismiss()

    def _note(self, request: Request) -> None:
        if not request.url.startswith(VIEWER):
            self.asked.append(request.url)

    def open(self, file: Path) -> str:
        """What Chromium took it for, as a media type; or `kept`, where it does not show such files."""
        self.asked.clear()
        try:
            self.page.goto(file.as_uri(), wait_until="load")
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            return "kept"
        kind = str(self.page.evaluate("document.contentType"))
        if kind == "application/pdf":
            self._wait_for_viewer()
        return kind

    def _wait_for_viewer(self) -> None:
        """Until it knows how many pages there are: by then it has read the file, and run what there was to run on opening."""
        if len(self.page.frames) < 2 or not self.page.frames[1].url.startswith(VIEWER):
            self.page.wait_for_event("framenavigated", lambda frame: frame.url.startswith(VIEWER))
        viewer = next(frame for frame in self.page.frames if frame.url.startswith(VIEWER))
        viewer.wait_for_function(PAGES)

    def besides(self, file: Path) -> list[str]:
        """What the file that was opened last did, besides being read: a PDF is read twice."""
        others = [one for one in self.asked if one != file.as_uri()]
        return [*self.ran, *others, *self.complaints]

    def open_as_page(self, text: str, policy: str | None) -> list[str]:
        """The worst reader: a text is shown as HTML. What ran, with this policy or with none."""
        headers = {"Content-Security-Policy": policy} if policy else {}

        def answer(route: Route) -> None:
            if route.request.url == WORSE:
                route.fulfill(headers={**headers, "Content-Type": "text/html; charset=utf-8"}, body=text)
            else:
                self.ran.append(route.request.url)
                route.abort()

        self.ran.clear()
        self.page.route("**/*", answer)
        self.page.goto(WORSE, wait_until="load")
        self.page.unroute("**/*")
        return list(self.ran)


def pdf_with_script() -> bytes:
    """A PDF that says `alert(1)` as soon as it is opened."""
    objects = (
        rb"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\(1\))>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
    )
    made, places = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, one in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(made)
        made += b"%d 0 obj%b endobj\n" % (number, one)
    table = b"xref\n0 4\n%btrailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (places, len(made))
    return made + table
