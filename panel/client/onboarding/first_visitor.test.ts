import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { awaitFirstVisitor } from "./first_visitor.ts";

/** A server at the other end of the socket: it answers hello, and pushes what the test says. */
class FakeSocket {
  static readonly OPEN = 1;
  static last: FakeSocket;
  readyState = FakeSocket.OPEN;
  onopen?: () => void;
  onclose?: (event: { code: number }) => void;
  onmessage?: (event: { data: string }) => void;

  constructor(readonly url: string) {
    FakeSocket.last = this;
    queueMicrotask(() => this.onopen?.());
  }

  send(data: string): void {
    const { ref } = JSON.parse(data) as { ref: number };
    this.push({ type: "reply", ref, ok: true, heartbeat_s: 20, member: null, projects: [], presence: [] });
  }

  push(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  close(): void {}
}

const VERA = { id: "v1", name: "", email: "", pages: [{ url: "https://acme.example/", title: "Acme", at: "" }] };
let here: object[];

function make(tag: string, attributes: Record<string, string> = {}, ...inside: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

function wait(): HTMLElement {
  const hello = make("a", { "data-arrived": "", hidden: "" }, "Say hello");
  const box = make("div", { "data-first-visitor": "p1" }, make("b", {}, "Waiting"), make("p"), hello);
  const check = (name: string) => make("li", { "data-check": name }, make("span"), name, make("span", {}, "not yet"));
  document.body.replaceChildren(box, check("visitor"), check("message"));
  awaitFirstVisitor(box);
  return box;
}

beforeEach(() => {
  here = [];
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", () => Promise.resolve({ ok: true, json: () => Promise.resolve({ results: here, next: null }) }));
});
afterEach(() => vi.unstubAllGlobals());

test("the line changes when somebody comes", async () => {
  const box = wait();
  await vi.waitFor(() => expect(FakeSocket.last.onmessage).toBeDefined());
  expect(box.textContent).toContain("Waiting");
  FakeSocket.last.push({ type: "visitors", project: "p1", here: [VERA], gone: [] });
  expect(box.textContent).toContain("Your first visitor is here");
  expect(box.textContent).toContain("Reading Acme. The tag works.");
  expect(box.querySelector<HTMLElement>("[data-arrived]")?.hidden).toBe(false);
  expect(document.querySelector("[data-check=visitor]")?.textContent).toContain("here now");
});

test("somebody who came before the page is seen too", async () => {
  here = [{ ...VERA, name: "Vera" }];
  const box = wait();
  await vi.waitFor(() => expect(box.textContent).toContain("Vera is here"));
});

test("the chat alone proves nothing about the tag", async () => {
  here = [{ ...VERA, pages: [{ url: `${location.origin}/w/key/`, title: "Acme", at: "" }] }];
  const box = wait();
  await vi.waitFor(() => expect(box.textContent).toContain("The tag is still to be seen."));
});

test("somebody leaving is nobody arriving", async () => {
  const box = wait();
  await vi.waitFor(() => expect(FakeSocket.last.onmessage).toBeDefined());
  FakeSocket.last.push({ type: "visitors", project: "p1", here: [], gone: ["v1"] });
  expect(box.classList.contains("arrived")).toBe(false);
});

test("the first message is ticked off", async () => {
  wait();
  await vi.waitFor(() => expect(FakeSocket.last.onmessage).toBeDefined());
  FakeSocket.last.push({ type: "message", conversation: "c1", message: {} });
  expect(document.querySelector("[data-check=message]")?.className).toBe("ok");
});
