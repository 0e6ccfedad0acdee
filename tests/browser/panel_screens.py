"""Every page of the panel that is about reaching people, and the inbox around what has come: walked by whoever looks at it."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.screens import Walk
from tests.browser.widget_screens import SIGNED, UNSIGNED
from tests.browser.work_screens import walk_work
from tests.chat.files import samples

# The name of a page, where it is below /panel/, and the link that is pressed there. `{}` is the project.
PAGES = (
    ("install", "{}/install/", ""),
    ("invite-team", "{}/team/", ""),
    ("looks", "{}/settings/looks/", ""),
    ("looks-texts", "{}/settings/looks/texts/?language=de", ""),
    ("automatic-messages", "{}/settings/automatic-messages/", ""),
    ("automatic-message-new", "{}/settings/automatic-messages/new/", ""),
    ("automatic-message-editor", "{}/settings/automatic-messages/", "tbody a"),
    ("automatic-simulator", "{}/settings/automatic-messages/try/", ""),
    ("hours", "{}/settings/hours/", ""),
    ("departments", "{}/settings/departments/", ""),
    ("department", "{}/settings/departments/", "main .rows a"),
    ("forms", "{}/settings/forms/", ""),
    ("files", "{}/settings/files/", ""),
    ("identity", "{}/settings/identity/", ""),
    ("project", "{}/settings/", ""),
    ("ladder", "{}/settings/notifications/", ""),
    ("notifications", "settings/notifications/", ""),
    ("why-did-nothing-ring", "settings/notifications/why/", ""),
    ("language", "settings/language/", ""),
)

GIVEN = "Who is going to answer this?"
# The name of a talk, and its last words; files come last, for what opens over them.
TALKS = (
    ("talk", "Not now"),
    ("talk-unverified", UNSIGNED),
    ("talk-verified", SIGNED),
    ("talk-given", GIVEN),
    ("talk-with-files", "our table"),
)


def walk_panel(walk: Walk) -> None:
    """The inbox, reports, and then page by page."""
    _given(walk)
    _inbox(walk)
    _reports(walk)
    page, project = walk.olga.page, walk.cast.customer.project
    for name, path, link in PAGES:
        page.goto(f"{walk.cast.parley.url}/panel/{path.format(project)}")
        if link:
            page.locator(link).first.click()
        page.get_by_role("heading", level=1).first.wait_for()
        walk.look(name, page)
    walk_work(walk)


def _department(form: Page) -> None:
    form.get_by_label("Name").fill("Orders")
    form.get_by_role("checkbox", name="Olga Owner").check()


def _routing(form: Page) -> None:
    form.get_by_role("radio", name="Round robin").check()
    form.get_by_label("Active chats a person, at most").fill("0")


def _given(walk: Walk) -> None:
    """A chat that Olga is given, with the reason why."""
    walk.set_up("hours", lambda form: form.get_by_role("radio", name="The chat as always").check(), "Save hours")
    walk.set_up("departments", _department, "Add department")
    walk.set_up("departments", _routing, "Save routing")
    page = walk.olga.page
    page.goto(f"{walk.panel}/inbox/")
    expect(walk.olga.rows().first).to_be_visible()  # what the server says of her is there by then
    here = page.get_by_role("button", name="Olga Owner, available")
    expect(here.or_(page.get_by_role("button", name="Olga Owner, away"))).to_be_visible()
    if not here.is_visible():
        page.get_by_role("button", name="Olga Owner, away").click()
        page.get_by_label("Available for new chats").click()
        expect(here).to_be_visible()
    vera = walk.arrive()
    vera.frame.get_by_role("button", name="Send us a message").click()
    vera.say(GIVEN)
    # The round at once finds nobody where Redis is late; the next one is beat's.
    walk.cast.parley.run("-m", "celery", "-q", "-A", "config", "call", "chat.tasks.look_around_everywhere")
    walk.olga.view("Mine")
    expect(walk.olga.row(GIVEN)).to_be_visible()
    vera.page.close()


def _inbox(walk: Walk) -> None:
    """Talks with a form, with files, and with people whom the page knows; what opens over them."""
    olga = walk.olga
    page = olga.page
    page.goto(f"{walk.panel}/inbox/")
    olga.view("All")
    for name, words in TALKS:
        row = olga.row(words).first
        row.click()
        page.locator(".side .facts").first.wait_for()
        walk.look(name, page)
    page.get_by_role("button", name="Ask for…").click()
    page.get_by_role("dialog").wait_for()
    walk.look("ask-for", page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Photo: our-table.png").click()
    expect(page.locator("dialog.viewer img")).to_have_js_property("complete", True)
    walk.look("photo", page)
    page.keyboard.press("Escape")
    clip = page.get_by_label("Attach a file")
    clip.set_input_files(FilePayload(name="care-card.png", mimeType="image/png", buffer=samples.picture(size=(640, 400))))
    expect(page.locator(".tray li")).to_have_count(1)
    expect(page.locator(".tray progress")).to_have_count(0)
    walk.look("file-to-send", page)


def _reports(walk: Walk) -> None:
    """The numbers with their charts and tables, and the live board."""
    page = walk.olga.page
    page.goto(f"{walk.panel}/reports/")
    page.get_by_role("heading", name="Operators").wait_for()
    for table in page.get_by_text("As a table").all():
        table.click()
    walk.look("reports", page)
    page.get_by_label("Department", exact=True).select_option("Orders")
    page.get_by_label("Operator", exact=True).select_option("Nobody’s")
    page.locator("main[aria-busy=false]").wait_for()
    walk.look("reports-narrowed", page)
    page.get_by_role("link", name="Live board").click()
    page.get_by_role("heading", name="Team").wait_for()
    walk.look("live-board", page)
