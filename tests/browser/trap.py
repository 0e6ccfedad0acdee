"""A trap for the loader: a script for the host page that notes which members of window and document it touches."""

from __future__ import annotations

# Only what the loader's own lines touch is noted: the page's own scripts and the browser's driver use the same objects.
TRAP = """
window.touched = new Set();
window.stored = new Set();
const language = new Set(("Object Function Array Number Boolean String Symbol Promise Error Map Set WeakMap Proxy Reflect JSON "
  + "Math Date RegExp undefined NaN Infinity eval globalThis window self "
  + "top parent frames location document touched stored parley").split(" "));
const ours = () => new Error().stack.includes("/w/");
function note(owner, name, described) {
  const { get, set, value } = described;
  if (!described.configurable || (!get && value === undefined)) return;
  const say = () => ours() && window.touched.add(`${owner}.${name}`);
  Object.defineProperty(owner === "window" ? window : document, name, {
    configurable: true,
    get() { say(); return get ? get.call(this) : value; },
    set(next) {
      say();
      if (set) set.call(this, next);
      else Object.defineProperty(this, name, { value: next, writable: true, configurable: true });
    },
  });
}
const storage = window.localStorage;
const every = (object) => Object.entries(Object.getOwnPropertyDescriptors(object));
for (const [name, described] of every(window)) if (!language.has(name)) note("window", name, described);
for (const [name, described] of every(Document.prototype)) {
  if (typeof described.value === "function") described.value = described.value.bind(document);
  note("document", name, described);
}
Object.defineProperty(window, "localStorage", { get() { return new Proxy(storage, {
  get(target, name) {
    const member = target[name];
    if (typeof member !== "function") { window.stored.add(String(name)); return member; }
    return (key, ...rest) => { window.stored.add(key); return member.call(target, key, ...rest); };
  },
}); } });
"""
