// The log of what was sent elsewhere stays up to date while somebody looks at it: the page asks for itself, and takes over what changed.

const LOOK_EVERY_MS = 3_000;
const AFTER_TROUBLE_MS = 15_000;
/** A page that nobody touches stops: it must not keep a session alive at a desk that was left. */
const UNTOUCHED_MS = 30 * 60_000;

const log = document.querySelector<HTMLElement>("main");
let touchedAt = Date.now();
let timer: ReturnType<typeof setTimeout> | undefined;

for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, touch, { passive: true });
document.addEventListener("visibilitychange", touch);

function touch(): void {
  const slept = Date.now() - touchedAt > UNTOUCHED_MS;
  touchedAt = Date.now();
  if (slept || document.visibilityState === "visible") timer ??= setTimeout(lookAgain, slept ? 0 : LOOK_EVERY_MS);
}

/** A document, and no string of HTML: nothing on our pages may turn one into elements. */
function lookAgain(): void {
  timer = undefined;
  if (!log || document.hidden || Date.now() - touchedAt > UNTOUCHED_MS) return;
  const request = new XMLHttpRequest();
  request.open("GET", location.href);
  request.responseType = "document";
  request.onload = () => {
    const fresh = request.responseXML?.querySelector<HTMLElement>("main:has([data-live])");
    // Anything else is another page: signed out, or the integration has gone. The next press on this one will say so.
    if (request.status === 200 && fresh) takeOver(log, fresh);
    timer ??= setTimeout(lookAgain, request.status === 200 ? LOOK_EVERY_MS : AFTER_TROUBLE_MS);
  };
  request.onerror = () => (timer ??= setTimeout(lookAgain, AFTER_TROUBLE_MS));
  request.send();
}

/** Part by part, so that what was opened, selected or is being written stays. Other parts than before: all of it is new. */
function takeOver(old: HTMLElement, fresh: HTMLElement): void {
  const [parts, news] = [partsOf(old), partsOf(fresh)];
  const same = [...parts.keys()].join() === [...news.keys()].join();
  if (!same && !old.querySelector("details[open]")) return keepingFocus(() => replace(old, fresh));
  for (const [name, part] of parts) {
    const other = news.get(name);
    if (other && differ(part, other)) keepingFocus(() => replace(part, other));
  }
}

function partsOf(root: HTMLElement): Map<string, HTMLElement> {
  return new Map([...root.querySelectorAll<HTMLElement>("[data-live]")].map((part) => [part.dataset.live ?? "", part]));
}

/** By a word of the server's where there is a token in it, else by all of it. */
function differ(part: HTMLElement, other: HTMLElement): boolean {
  return other.dataset.liveAs === undefined ? !part.isEqualNode(other) : other.dataset.liveAs !== part.dataset.liveAs;
}

function replace(part: HTMLElement, other: HTMLElement): void {
  if (other.dataset.liveAs !== undefined) part.dataset.liveAs = other.dataset.liveAs;
  part.replaceChildren(...other.childNodes);
}

/** A link that had the focus has it again. */
function keepingFocus(change: () => void): void {
  const href = document.activeElement?.getAttribute("href");
  change();
  if (href && !document.activeElement?.getAttribute("href")) document.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]`)?.focus();
}

touch();
