"""What a person who cannot see or use a mouse depends on, asked of a page: names, landmarks, and contrast of every word."""

from __future__ import annotations

from playwright.sync_api import Frame, Page

# Gives a sentence for each thing that is wrong. Words of disabled controls need no contrast (WCAG 1.4.3).
QUESTIONS = """
() => {
  const wrong = [];
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const outline = (element) => `<${element.tagName.toLowerCase()} class="${element.className}">`;
  if (all("main").length !== 1) wrong.push(`${all("main").length} main`);
  if (all("h1").length !== 1) wrong.push(`${all("h1").length} h1`);
  if (!document.documentElement.lang) wrong.push("no language");
  if (!document.title) wrong.push("no title");
  // What is not laid out before it comes into view has its words all the same.
  const words = (element) => (element.checkVisibility({ contentVisibilityAuto: true }) ? element.innerText : element.textContent);
  const named = (element) => element.ariaLabel || element.title || element.placeholder || words(element)?.trim()
    || element.ariaLabelledByElements?.some((other) => other.textContent.trim())
    || [...(element.labels ?? [])].some((label) => label.textContent.trim());
  for (const element of all("a[href], button, input:not([type=hidden]), textarea, select, [role=button], dialog[open], nav"))
    if (!named(element)) wrong.push(`no name: ${outline(element)}`);
  for (const image of all("img")) if (!image.hasAttribute("alt")) wrong.push(`no alt: ${outline(image)}`);
  for (const element of all("[tabindex]")) if (element.tabIndex > 0) wrong.push(`tabindex: ${outline(element)}`);
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push(`twice the id ${id}`);
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(at);
      if (backgroundImage !== "none") return null;
      layers.push(rgba(backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const light = (channel) => (channel /= 255, channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(element) || !shown(element)) continue;
    seen.add(element);
    if (element.closest("script, style, noscript, :disabled, [aria-hidden=true], .vh, .unseen, option")) continue;
    const behind = ground(element);
    if (!behind) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const [one, other] = [luminance(over(rgba(color), behind)), luminance(behind)].sort((a, b) => b - a);
    const large = parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && fontWeight >= 700);
    const contrast = (one + 0.05) / (other + 0.05);
    if (contrast < (large ? 3 : 4.5)) wrong.push(`contrast ${contrast.toFixed(2)}: ${outline(element)}`);
  }
  return wrong;
}
"""


def problems(page: Page | Frame) -> list[str]:
    """A sentence for each thing that is wrong on the page as it is now."""
    found: list[str] = page.evaluate(QUESTIONS)
    return found
