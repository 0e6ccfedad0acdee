"""OUT4: every hostile word, in every field that somebody else can set, on every screen: nothing runs, and nothing is reported."""

from __future__ import annotations

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from playwright.sync_api import Dialog, Page, Request, expect

from tests.browser.hostile_fields import ELSEWHERE, OURS, SEEDED
from tests.browser.hostile_world import fill_with_words
from tests.browser.people import Cast, Person
from tests.browser.test_long_lists import load_all
from tests.hostile import PAYLOADS

# With the apps inside them. Partners have a house of their own; their papers are opened in test_hostile_exports.py.
OWN_APPS = ("accounts", "chat", "integrations", "panel", "widget")
WORDS = (models.CharField, models.TextField, models.JSONField, ArrayField)
# Rows that hold neither anybody's words nor a copy of them: hashes, states, names of keys.
NOBODYS = {
    "accounts_browsersession",
    "accounts_callback",
    "accounts_card",
    "accounts_charge",
    "accounts_datakey",
    "accounts_invoicecounter",
    "accounts_revocation",
    "accounts_usersdatakey",
    "chat_follower",
}
PREPARED = ("replies", "replies/macros", "replies/tags")
OTHERS = ("automatic-messages/try", "hours", "forms", "identity", "looks", "looks/texts")
SETTINGS = ("security", "single-sign-on", "team", "api-keys", "audit", "support-access", "billing", "data", "bans")
LISTED = {"team", "api-keys", "bans", "support-access"}  # where the words themselves must stand, as words
OPENED = 30  # conversations whose visitor's column is looked at, from the top of the list


def test_there_are_enough() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 200


def test_every_field_is_seeded() -> None:
    """A new field in which words can stand must be seeded, or somebody must say whose words these are."""
    forgotten = set()
    for model in apps.get_models():
        table = model._meta.db_table
        if model.__module__.startswith(OWN_APPS) and model._meta.app_label != "partners" and table not in NOBODYS | ELSEWHERE.keys():
            fields = {field.name for field in model._meta.fields if isinstance(field, WORDS) and not field.choices}
            forgotten |= {f"{table}.{name}" for name in fields - SEEDED.get(table, {}).keys() - OURS.get(table, set())}
    assert not forgotten


def watch(person: Person, *own: str) -> list[str]:
    """What would have run: dialogs; and what was asked of anybody else (PRV5). What a policy stopped is among the console's
    complaints, which fail the story."""
    ran: list[str] = []

    def remember(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    def look(request: Request) -> None:
        if not request.url.startswith((*own, "data:", "blob:")):
            ran.append(request.url)

    person.page.on("dialog", remember)
    person.page.on("request", look)
    return ran


def no_address_runs(page: Page) -> None:
    addresses = page.locator("a[href], form[action], [formaction], iframe[src], img[src]").evaluate_all(
        "all => all.map((one) => one.href || one.action || one.formAction || one.src || '')"
    )
    assert not [one for one in addresses if str(one).lower().startswith(("javascript:", "data:text", "vbscript:"))]


class TestCorpus:
    def test_nothing_runs_on_any_screen(self, cast: Cast) -> None:
        olga, vera = cast.operator(), cast.visitor()
        ran = [watch(one, cast.parley.url, cast.site.url) for one in (olga, vera)]
        fill_with_words(cast, olga, vera)
        self.read_the_thread(olga.page, cast)
        self.walk_the_inbox(olga.page, cast)
        for section in SETTINGS:
            olga.page.goto(f"{cast.parley.url}/panel/settings/{section}/")
            expect(olga.page.locator("main")).to_be_visible()
            if section in LISTED:
                expect(olga.page.locator("main")).to_contain_text(PAYLOADS[0])
            no_address_runs(olga.page)
        self.look_at_reaching(olga.page, cast)
        self.look_at_help(olga.page, cast)
        self.look_at_integrations(olga.page, cast)
        self.look_at_invoices(olga.page, cast)
        of_account = f"(SELECT account_id FROM accounts_project WHERE public_id = '{cast.customer.project}')"
        copies = f"SELECT public_id FROM accounts_project WHERE key LIKE 'hostile%' AND account_id = {of_account} ORDER BY id"
        for project in cast.parley.rows(copies)[::20]:
            olga.page.goto(f"{cast.parley.url}/panel/{project}/settings/")
            expect(olga.page.locator("main")).to_be_visible()
        vera.page.reload()
        vera.open()
        expect(vera.lines().last).to_have_text(PAYLOADS[-1].strip())
        self.see_an_automatic_message(cast)
        assert ran == [[], []]

    def look_at_reaching(self, page: Page, cast: Cast) -> None:
        """How people are reached: rules, hours, forms, departments, keys, looks and whom the product called."""
        project = f"{cast.parley.url}/panel/{cast.customer.project}/settings"
        of_project = f"project_id = (SELECT id FROM accounts_project WHERE public_id = '{cast.customer.project}')"
        found = {
            "automatic-messages": cast.parley.rows(f"SELECT public_id FROM rules_rule WHERE {of_project} ORDER BY id"),
            "departments": cast.parley.rows(f"SELECT public_id FROM chat_department WHERE {of_project} ORDER BY id"),
        }
        ones = [f"{project}/{name}/{one}/" for name, rows in found.items() for one in rows[::40]]
        pages = [f"{project}/{name}/" for name in (*found, *PREPARED, *OTHERS)]
        of_macros = f"SELECT public_id FROM chat_macro WHERE {of_project} ORDER BY id"
        ones += [f"{project}/replies/macros/?change={one}" for one in cast.parley.rows(of_macros)[::40]]
        people = f"{cast.parley.url}/panel/settings/notifications"
        for address in (*pages, *ones, f"{people}/", f"{people}/why/"):
            page.goto(address)
            expect(page.locator("main")).to_be_visible()
            no_address_runs(page)
            if address in pages[: 2 + len(PREPARED)]:
                expect(page.locator("main")).to_contain_text(PAYLOADS[0])

    def look_at_help(self, page: Page, cast: Cast) -> None:
        """The help centre, as its team sees it and as everybody does."""
        project = f"(SELECT id FROM accounts_project WHERE public_id = '{cast.customer.project}')"
        (slug,) = cast.parley.rows(f"SELECT slug FROM accounts_project WHERE public_id = '{cast.customer.project}'")
        settings = f"{cast.parley.url}/panel/{cast.customer.project}/settings/help/"
        ones = cast.parley.rows(f"SELECT public_id FROM help_article WHERE project_id = {project} ORDER BY id")[::40]
        pages = [f"{rest}hostile-{number}/" for number in range(1, len(PAYLOADS), 40) for rest in ("", "topics/")]
        for address in (settings, *(f"{settings}{one}/" for one in ones)):
            page.goto(address)
            expect(page.locator("main")).to_be_visible()
            no_address_runs(page)
        for rest in ("", "search/?q=hostile", *pages):
            page.goto(f"{cast.parley.url}/help/{slug}/{rest}")
            expect(page.locator("main")).to_be_visible()
            if rest in ("", "hostile-1/"):
                expect(page.locator("main")).to_contain_text(PAYLOADS[0])
            no_address_runs(page)

    def see_an_automatic_message(self, cast: Cast) -> None:
        """Somebody who has not talked yet is shown the first rule, in words."""
        stranger = cast.visitor()
        ran = watch(stranger, cast.parley.url, cast.site.url)
        expect(stranger.page.locator("parley-chat aside")).to_contain_text(PAYLOADS[0][:40])
        assert ran == []

    def look_at_integrations(self, page: Page, cast: Cast) -> None:
        """All of them, and some with everything that can be done to one."""
        home = f"{cast.parley.url}/panel/{cast.customer.project}/settings/integrations/"
        page.goto(home)
        expect(page.locator("main")).to_contain_text(PAYLOADS[0])
        no_address_runs(page)
        ones = page.locator("article.integ a[href*='/settings/integrations/']:not([href*='/new/'])")
        for address in ones.evaluate_all("all => all.map((one) => one.href)")[::40]:
            page.goto(address)
            expect(page.get_by_role("button", name="Save settings")).to_be_visible()
            no_address_runs(page)

    def look_at_invoices(self, page: Page, cast: Cast) -> None:
        home = f"{cast.parley.url}/panel/settings/billing/"
        of_account = f"(SELECT account_id FROM accounts_project WHERE public_id = '{cast.customer.project}')"
        for one in cast.parley.rows(f"SELECT public_id FROM accounts_invoice WHERE account_id = {of_account} ORDER BY id")[::40]:
            page.goto(f"{home}invoices/{one}/")
            expect(page.locator("main")).to_be_visible()
            no_address_runs(page)

    def read_the_thread(self, page: Page, cast: Cast) -> None:
        """All pages of the conversation in which every word was said: by its address, for it may stand far down in the list."""
        of_project = f"(SELECT id FROM accounts_project WHERE public_id = '{cast.customer.project}')"
        (talk,) = cast.parley.rows(f"SELECT public_id FROM chat_conversation WHERE project_id = {of_project} ORDER BY number LIMIT 1")
        page.goto(f"{cast.parley.url}/panel/{cast.customer.project}/inbox/{talk}/")
        lines = page.locator(".feed li.msg:not(.typing) > .bub")
        expect(lines.first).to_be_visible()
        load_all(page, "Show earlier messages", ".feed", "-box.scrollHeight", ".feed li.msg")
        assert lines.count() >= len(PAYLOADS)
        no_address_runs(page)

    def walk_the_inbox(self, page: Page, cast: Cast) -> None:
        """The visitors' columns, one after the other."""
        page.get_by_role("group", name="View").get_by_role("button", name="All").click()
        for place in range(OPENED):
            page.locator("a.conv").nth(place).click()
            if place % 10 == 0:
                expect(page.locator("#composer")).to_be_visible()
                no_address_runs(page)
