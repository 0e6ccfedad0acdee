"""What axe-core finds wrong on a page: the rules of WCAG 2.2 A and AA, and its own best practices."""

from __future__ import annotations

from functools import cache

from playwright.sync_api import Frame, Page

from tests.boot import ROOT

# A sentence for each: the rule, what to do, and where.
ASK = """
async (scope) => {
  const { violations } = await axe.run(scope ?? document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.flat(9).join(" ")})`));
}
"""


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page | Frame, scope: str | None = None) -> list[str]:
    """Everything that axe finds on the page as it is now, or inside what the selector `scope` names."""
    page.evaluate(_axe())
    found: list[str] = page.evaluate(ASK, scope)
    return found
