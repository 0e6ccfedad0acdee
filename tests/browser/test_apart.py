"""The main story with the product in a network of its own: nothing leaves before the first press, and then what was pressed, exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest
import trustme
from playwright.sync_api import Browser, expect

from tests.browser.apart import Apart, why_not
from tests.browser.conftest import tell
from tests.browser.customers import Customer
from tests.browser.house import Parley
from tests.browser.people import Cast, Operator, Visitor
from tests.browser.site import Site
from tests.integrations.outbound.conftest import tls
from tests.integrations.outbound.partner import Partner, answer
from tests.launcher.waiting import wait_for
from tests.name_server import NameServer

# A public address, so that the guarded door needs no exception; in this network `lo` has it, and nobody else.
NAME, ADDRESS = "hooks.partner.shop", "93.184.215.14"


@pytest.fixture(scope="class")
def apart() -> Apart:
    if reason := why_not():
        pytest.skip(reason)
    return Apart(f"{ADDRESS}/32")


@pytest.fixture
def partner(apart: Apart) -> Iterator[Partner]:
    """Somebody's server on the public internet, as far as anybody in this network can tell."""
    with apart.within(lambda: Partner(ADDRESS, 443)) as opened:
        yield opened


@pytest.fixture
def house(apart: Apart, partner: Partner, parley: Parley, tmp_path: Path) -> Iterator[Parley]:
    """Web process and worker in the network, with no exception at the door: a name server and an authority are all they are given."""
    authority, file = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    partner.context = tls(authority, NAME)
    names = apart.within(NameServer)
    names.knows(NAME, [ADDRESS])
    given = {"PARLEY_OUTBOUND_ALLOW": "", "PARLEY_OUTBOUND_CA_FILE": str(file), "PARLEY_OUTBOUND_NAMESERVERS": names.place}
    moved = parley.elsewhere("apart", apart.inside, **given)
    apart.relay(moved.port)
    moved.start()
    processes: list[Popen[bytes]] = [moved.process, moved.begin("worker")]
    yield moved
    for process in processes:
        process.terminate()
        process.wait()


@pytest.fixture
def cast(browser: Browser, house: Parley, site: Site, customer: Customer) -> Iterator[Cast]:
    people = Cast(browser, house, site, customer)
    yield people
    complaints = people.leave()
    assert not complaints, "\n".join(complaints)


class TestApart:
    def test_nothing_leaves_before_the_press(self, apart: Apart, cast: Cast, house: Parley, partner: Partner) -> None:
        project, olga_is = cast.customer.project, cast.customer.olga
        house.run("-m", "tests.browser.hook", project, olga_is, f"https://{NAME}/hooks")
        olga, vera = self._they_talk(cast)
        page = olga.page
        page.get_by_role("button", name="Send to Order webhook").click()
        dialog = page.get_by_role("dialog", name="Send this conversation to Order webhook?")
        dialog.get_by_text("See what is sent").click()
        expect(dialog.locator("pre")).to_contain_text("Do you have blue bowls?")
        before = (partner.connections, apart.opened(), apart.lost())
        assert before == (0, 0, 0), "INT1: looking is no pressing"

        partner.script = answer("503 Service Unavailable", b"Later")
        dialog.get_by_role("button", name="Send to Order webhook").click()
        expect(page.get_by_text(re.compile(r"1 try, next \d"))).to_be_visible()
        assert (partner.connections, apart.opened(), apart.lost()) == (1, 1, 0)
        partner.script = answer("200 OK", b"fine")
        page.get_by_role("button", name="Try now").click()
        expect(page.get_by_text(re.compile(r"Delivered \d"))).to_be_visible()
        assert (partner.connections, apart.opened(), apart.lost()) == (2, 2, 0)
        page.get_by_role("button", name="Send again").click()
        again = page.get_by_role("dialog", name="Send again to Order webhook?")
        again.get_by_label("Why").fill("They lost it")
        again.get_by_role("button", name="Send again").click()
        wait_for(lambda: len(partner.heard) == 3, "the third request")
        vera.say("And white ones?")
        expect(olga.lines()).to_have_count(3)
        after = (partner.connections, apart.opened(), apart.lost())
        tell(f"in a network of its own: {before[1]} connections before the press, then {after[1]} of 3 tries, {after[2]} elsewhere")
        assert after == (3, 3, 0), "each try of what was pressed, and nothing else"
        self._would_have_been_seen(apart)

    def _they_talk(self, cast: Cast) -> tuple[Operator, Visitor]:
        """The main job: a visitor writes, an operator answers."""
        vera = cast.visitor()
        vera.open()
        vera.say("Do you have blue bowls?")
        olga = cast.operator()
        olga.view("Unassigned")
        olga.open("blue bowls")
        olga.say("Yes, in three sizes.")
        vera.lines().get_by_text("Yes, in three sizes.").wait_for()
        return olga, vera

    def _would_have_been_seen(self, apart: Apart) -> None:
        lost = apart.lost()
        with pytest.raises(OSError, match="unreachable"):
            apart.within(apart.try_to_leave)
        assert apart.lost() == lost + 1
