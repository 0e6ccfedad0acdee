// What the public pages do beyond their HTML: show a password, switch the theme, and bring people to their first error.

const root = document.documentElement;
const YEAR_S = 31_536_000;

/** True when the page is dark now, by choice or by the system. */
function isDark(): boolean {
  const theme = root.dataset.theme ?? "auto";
  return theme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
}

function switchTheme(): void {
  const theme = isDark() ? "light" : "dark";
  root.dataset.theme = theme;
  // A cookie, so that the server writes the next page in this theme and nothing flashes.
  document.cookie = `parley_theme=${theme}; path=/; max-age=${YEAR_S}; samesite=lax`;
}

/** The eye in a password field: what was typed stays, only its look changes. */
function showPassword(button: HTMLButtonElement): void {
  const input = button.parentElement?.querySelector("input");
  if (!input) return;
  const shown = input.type === "text";
  input.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
}

/** A form is sent once: a second press while it travels does nothing. */
function sendOnce(form: HTMLFormElement, event: SubmitEvent): void {
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  button?.setAttribute("aria-busy", "true");
}

/** Says under a field what is wrong with it, in the hint's place, and gives the hint back when it is right. */
function check(input: HTMLInputElement): void {
  const field = input.closest(".field");
  if (!field || input.value === "") return;
  const note = field.querySelector<HTMLElement>(".hint, .error") ?? field.appendChild(document.createElement("span"));
  note.dataset.hint ??= note.textContent ?? "";
  note.id ||= `${input.id}_note`;
  input.setAttribute("aria-describedby", note.id);
  if (input.validity.valid) {
    input.removeAttribute("aria-invalid");
    note.className = "hint";
    note.textContent = note.dataset.hint;
    return;
  }
  input.setAttribute("aria-invalid", "true");
  const words = document.createElement("span");
  words.textContent = input.dataset.wrong ?? input.validationMessage;
  const icon = document.querySelector<HTMLTemplateElement>("#error-icon")?.content.cloneNode(true);
  note.className = "error";
  note.replaceChildren(...(icon ? [icon] : []), words);
}

/** Where the middle of something is, from the window's left. */
function centre(element: HTMLElement): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}

let pressing = false;
addEventListener("pointerdown", () => (pressing = true), true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (pressing = false), true);

/** Checks on leaving a field, but never while a button is being pressed: the new line would move it away. */
function checkOnLeaving(input: HTMLInputElement): void {
  if (!pressing) check(input);
  else addEventListener("pointerup", () => requestAnimationFrame(() => check(input)), { once: true });
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-checked]")) {
  form.addEventListener("submit", (event) => sendOnce(form, event));
  form.addEventListener("focusout", (event) => {
    if (event.target instanceof HTMLInputElement) checkOnLeaving(event.target);
  });
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (!button) return;
  if ("themeSwitch" in button.dataset) switchTheme();
  if ("showPassword" in button.dataset) showPassword(button);
  if ("print" in button.dataset) print();
});

// A page brought back from the browser's memory can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});

// On a phone the pages of the settings are a strip: the present one is in sight. Only the strip is moved, never the page.
const here = document.querySelector<HTMLElement>(".sub [aria-current]");
const strip = here?.closest<HTMLElement>(".sub");
if (here && strip) strip.scrollBy({ left: centre(here) - centre(strip), behavior: "instant" });

const firstError = document.querySelector<HTMLElement>("[aria-invalid=true]");
firstError?.focus();
