/** The ways to paste the tag: each button opens its steps and closes the others'. */

export function openOnPress(ways: HTMLElement): void {
  const buttons = [...ways.querySelectorAll<HTMLButtonElement>("button[aria-controls]")];
  const stepsOf = (button: HTMLButtonElement) => document.getElementById(button.getAttribute("aria-controls") ?? "");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      for (const each of buttons) {
        each.setAttribute("aria-expanded", String(open && each === button));
        const steps = stepsOf(each);
        if (steps) steps.hidden = !(open && each === button);
      }
    });
  }
}
