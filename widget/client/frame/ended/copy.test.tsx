// A copy by email: what became of it stays on the screen, however often that is drawn anew.

import { render } from "preact";
import { afterEach, expect, it, vi } from "vitest";
import type { ScreenOptions } from "../home.tsx";
import type { Session } from "../session.ts";
import { newStore } from "../state.ts";
import type { State } from "../state.ts";
import { Copy } from "./copy.tsx";

const VERA = "vera@example.com";
const root = document.body;

/** A chat that has ended, drawn as often as its state changes. `answers` are what the server says, in order; null is a refusal. */
function ended(answers: (object | null)[], email = "") {
  const store = newStore();
  const ask = vi.fn<(frame: object) => Promise<object | null>>(() => Promise.resolve(answers.shift() ?? null));
  const options = { session: { store, ask } as unknown as Session, configuration: { key: "k" } } as unknown as ScreenOptions;
  const draw = (): void => render(<Copy {...options} state={store.value} />, root);
  store.set({ conversation: { id: "c" }, visitor: { email } } as unknown as Partial<State>);
  store.subscribe(draw);
  draw();
  const anew = (): void => {
    render(null, root);
    draw();
  };
  return { ask, store, anew };
}

const press = (): void => root.querySelector("button")!.click();
const says = (words: string) => vi.waitFor(() => expect(root.textContent).toContain(words));

afterEach(() => render(null, root));

it("says where a copy went, also when all of it is drawn anew", async () => {
  const { ask, anew } = ended([{ to: VERA }], VERA);
  press();
  await says(`A copy is on its way to ${VERA}`);
  anew();
  await says(`A copy is on its way to ${VERA}`);
  expect(ask).toHaveBeenCalledTimes(1);
});

it("says so too when it was drawn anew while the answer was on its way", async () => {
  const { anew } = ended([{ to: VERA }], VERA);
  press();
  anew();
  await says(`A copy is on its way to ${VERA}`);
});

it("asks nobody for an address that the server has", async () => {
  ended([{ to: VERA }]);
  press();
  await says(`A copy is on its way to ${VERA}`);
});

it("asks for an address, and puts the cursor there", async () => {
  const { ask } = ended([null, { visitor: { email: VERA } }, { to: VERA }]);
  press();
  await says("Your email");
  const field = root.querySelector("input")!;
  expect(document.activeElement).toBe(field);
  expect(field.autofocus).toBe(false);
  field.value = VERA;
  root.querySelector("form")!.requestSubmit();
  await says(`A copy is on its way to ${VERA}`);
  expect(ask.mock.calls.map(([frame]) => frame)).toEqual([{ type: "transcript" }, { type: "identify", email: VERA }, { type: "transcript" }]);
});

it("keeps to the conversation that it was", async () => {
  const { store } = ended([{ to: VERA }], VERA);
  press();
  await says("A copy is on its way");
  store.set({ conversation: { id: "another" } } as unknown as Partial<State>);
  await says("Email me a copy");
});
