// Rows of conditions: added, taken away, or made into another fact. The server has drawn an empty one of each kind.

export function followEditor(form: HTMLFormElement, changed: () => void): void {
  const list = form.querySelector<HTMLElement>("[data-conditions]");
  if (!list) return;
  form.addEventListener("input", changed);
  form.addEventListener("change", (event) => {
    const select = event.target;
    if (select instanceof HTMLSelectElement && select.name === "fact") exchange(select);
    changed();
  });
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("button[data-add], button[data-remove]") : null;
    if (!button) return;
    if ("add" in button.dataset) add(list);
    else remove(button, list, form);
    changed();
  });
}

function blank(fact: string): HTMLLIElement | null {
  const template = document.querySelector<HTMLTemplateElement>(`template[data-blank="${CSS.escape(fact)}"]`);
  const row = template?.content.querySelector("li")?.cloneNode(true);
  return row instanceof HTMLLIElement ? row : null;
}

/** The first fact that no row has yet. */
function add(list: HTMLElement): void {
  const used = new Set([...list.querySelectorAll("li")].map(({ dataset }) => dataset.fact));
  const templates = [...document.querySelectorAll<HTMLTemplateElement>("template[data-blank]")];
  const next = templates.find(({ dataset }) => !used.has(dataset.blank)) ?? templates[0];
  const row = blank(next?.dataset.blank ?? "");
  if (!row) return;
  list.append(row);
  row.querySelector("select")?.focus();
}

function exchange(select: HTMLSelectElement): void {
  const row = blank(select.value);
  if (!row) return;
  select.closest("li")?.replaceWith(row);
  row.querySelector("select")?.focus();
}

function remove(button: HTMLElement, list: HTMLElement, form: HTMLFormElement): void {
  const row = button.closest("li");
  const near = row?.nextElementSibling ?? row?.previousElementSibling;
  row?.remove();
  const next = near && list.contains(near) ? near.querySelector<HTMLElement>("[data-remove]") : form.querySelector<HTMLElement>("[data-add]");
  next?.focus();
}
