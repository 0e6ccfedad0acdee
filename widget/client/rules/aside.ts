// A message never stands over a cookie bar or a buy button: it looks what is under its own place, and moves up.

/** Where the bubble is looked through, in shares of its width and height. */
const POINTS = [0.04, 0.5, 0.96];
const GAP_PX = 12;
const STEPS = 3;

/** Moves the bubble above what it would cover. False where there is no room for it. */
export function stepAside(host: Element, bubble: HTMLElement): boolean {
  for (let step = 0; step < STEPS; step += 1) {
    const top = highestBelow(host, bubble.getBoundingClientRect());
    if (top === Infinity) return true;
    const bottom = innerHeight - top + GAP_PX;
    bubble.style.insetBlockEnd = `${bottom}px`;
    if (bubble.getBoundingClientRect().top < 0) return false;
  }
  return highestBelow(host, bubble.getBoundingClientRect()) === Infinity;
}

/** The upper edge of what must stay free under this place; Infinity where nothing must. */
function highestBelow(host: Element, { left, top, width, height }: DOMRect): number {
  return Math.min(...POINTS.flatMap((x) => POINTS.map((y) => edgeAt(host, left + x * width, top + y * height))));
}

function edgeAt(host: Element, x: number, y: number): number {
  const under = document.elementsFromPoint(x, y).find((one) => one !== host);
  const keeps = under?.closest("button,[type=submit],[role=button]") ?? barOf(under);
  return keeps?.getBoundingClientRect().top ?? Infinity;
}

/** What stays in its place while the page scrolls, unless it covers most of the page anyway. */
function barOf(element: Element | undefined): Element | null {
  for (let at: Element | null | undefined = element; at; at = at.parentElement)
    if (/fixed|sticky/.test(getComputedStyle(at).position)) return at.getBoundingClientRect().height < innerHeight / 2 ? at : null;
  return null;
}
