"""axe-core over what is on the screen now: names, contrast, roles, landmarks and order, by its whole list of rules.

Evaluated by the debugger, so that no policy of the page is in the way.
"""

from __future__ import annotations

from functools import cache

from playwright.sync_api import Frame, Page

from tests.boot import ROOT

# A sentence for each: the rule, what to do, and where. What moves has come to rest first: half faded words have no contrast.
ASK = """
async ([scope, rules]) => {
  const moving = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity);
  await Promise.allSettled(moving.map(({ finished }) => finished));
  const options = { iframes: false, resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  const { violations } = await axe.run(scope ?? document, options);
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.flat(9).join(" ")})`));
}
"""


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page | Frame, scope: str | None = None, *, rules: tuple[str, ...] = ()) -> list[str]:
    """Everything that axe finds on the page as it is now, or inside what the selector `scope` names: shadow roots too, frames not.

    By its whole list of rules, unless some are named.
    """
    page.evaluate(_axe())
    found: list[str] = page.evaluate(ASK, [scope, list(rules) or None])
    return found
