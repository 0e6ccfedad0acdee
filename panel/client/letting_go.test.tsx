import { options, render } from "preact";
import type { VNode } from "preact";
import { signal } from "@preact/signals";
import { afterEach, expect, test } from "vitest";
import "./letting_go.ts";

type Drawn = VNode & { __k?: readonly VNode[] | null };

const diffed = options.diffed?.bind(options);
afterEach(() => {
  if (diffed) options.diffed = diffed;
});

const drawn = () => new Promise((go) => setTimeout(go));

function Name({ name }: { name: string }) {
  return name.length % 2 ? <b>{name}</b> : <>{name}</>;
}

function Kept() {
  return <i>kept</i>;
}

test("what a component drew before is let go of, what it shows is not", async () => {
  const seen: Drawn[] = [];
  options.diffed = (vnode) => {
    diffed?.(vnode);
    if (vnode.type === Page) seen.push(vnode);
  };
  const turn = signal(0);
  function Page() {
    return (
      <p>
        {turn.value}
        <Kept />
      </p>
    );
  }
  const root = document.createElement("main");
  render(<Page />, root);
  for (let at = 1; at <= 3; at += 1) {
    turn.value = at;
    await drawn();
  }
  expect(root.textContent).toBe("3kept");
  expect(seen.map(({ __k }) => __k?.length ?? null)).toEqual([null, null, null, 1]);
});

test("lists that grow, shrink and change their order are drawn as before", async () => {
  const names = signal<string[]>([]);
  function List() {
    return (
      <p>
        <Kept />
        {names.value.map((name) => (
          <Name key={name} name={name} />
        ))}
        {names.value.length > 3 && <Kept />}
      </p>
    );
  }
  const root = document.createElement("main");
  render(<List />, root);
  for (let turn = 0; turn < 200; turn += 1) {
    // Another order and another length each time, without chance.
    names.value = ["a", "bb", "c", "dd", "e", "ff"].filter((_, at) => (turn >> at % 4) % 2).sort((a, b) => ((a.charCodeAt(0) * (turn + 3)) % 7) - ((b.charCodeAt(0) * (turn + 3)) % 7));
    await drawn();
    expect(root.textContent).toBe(`kept${names.value.join("")}${names.value.length > 3 ? "kept" : ""}`);
  }
});
