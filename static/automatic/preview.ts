// The message as the visitor sees it, while it is being written.

export function showPreview(form: HTMLFormElement): void {
  const field = (name: string): string => (form.elements.namedItem(name) as HTMLInputElement | null)?.value ?? "";
  const put = (place: string, words: string): void => {
    const element = document.querySelector(`[data-${place}]`);
    if (element) element.textContent = words;
  };
  const read = (id: string): unknown => JSON.parse(document.getElementById(id)?.textContent ?? "null");
  const { project } = read("simulator") as { project: string };
  const me = String(read("me") ?? "");
  const person = field("sender") === "here" ? me : "";
  put("who", person ? `${person.split(" ")[0]}, ${project}` : project);
  put("face", initials(person || project));
  put("text", field("text"));
  put("count", String(field("text").length));
  const answers = [...form.querySelectorAll<HTMLInputElement>('[name="answers"]')].map(({ value }) => value.trim()).filter(Boolean);
  document.querySelector("[data-quick]")?.replaceChildren(...answers.map(chip));
}

function chip(answer: string): HTMLElement {
  const made = document.createElement("span");
  made.textContent = answer;
  return made;
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "").join("").toLocaleUpperCase();
}

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-size]"))
  button.addEventListener("click", () => {
    document.querySelector<HTMLElement>("[data-stage]")?.setAttribute("data-stage", button.dataset.size ?? "");
    for (const each of document.querySelectorAll("[data-size]")) each.setAttribute("aria-pressed", String(each === button));
  });
