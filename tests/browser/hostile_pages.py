"""Pages that are hard on a widget: what each does to it, before the tag or in its headers."""

from __future__ import annotations

# What scripts of the page have changed for everybody, the way old libraries do, or worse. Only our own code is hurt, so that the
# test's driver, whose code runs in the page too, can look at it.
SHADOWED = """<script>
const ours = /\\/w\\/|\\/static\\//;
const root = document.documentElement;
function breakAll(owner, names) {
  for (let place = 0; place < names.length; place += 1) {
    const own = owner[names[place]];
    if (typeof own !== "function" || names[place] === "constructor") continue;
    const broken = function () {
      const { stack } = new Error();
      if (!ours.test(stack)) return new.target ? Reflect.construct(own, arguments) : Reflect.apply(own, this, arguments);
      root.dataset.broken = `${names[place]} ${stack}`;
      throw new Error("the page's own");
    };
    broken.prototype = own.prototype;
    owner[names[place]] = broken;
  }
}
breakAll(Array.prototype, Object.getOwnPropertyNames(Array.prototype));
breakAll(Array, ["from", "of", "isArray"]);
breakAll(Object, ["keys", "values", "entries", "assign", "fromEntries", "hasOwn"]);
breakAll(JSON, ["parse", "stringify"]);
breakAll(Promise.prototype, ["then", "catch", "finally"]);
breakAll(Promise, ["all", "resolve", "reject"]);
breakAll(window, ["Promise", "fetch", "Map", "Set", "WeakMap"]);
Array.prototype.toJSON = function () { return "prototype.js was here"; };
Array.prototype.extra = "enumerable";
window.parley = document.body;
</script>"""

# Rules of the page that mean every element.
CSS = """<style>
* { all: revert !important; display: block !important; position: static !important; font-size: 40px !important; color: red !important;
  transform: rotate(3deg) !important; opacity: 0.9; }
iframe, button, parley-chat { width: 10px !important; height: 10px !important; }
</style>"""

# Storage of the page that throws, as where cookies are blocked.
NO_STORAGE = "<script>Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })</script>"

RIGHT_TO_LEFT = "<script>document.documentElement.dir = 'rtl'; document.documentElement.lang = 'ar'</script>"

ISOLATED = {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}
NONCE = "bWVudQ"


def strict(origin: str) -> dict[str, str]:
    """A policy that lets in nothing but scripts with a nonce and the chat of this origin, and makes no string code."""
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src 'nonce-{NONCE}' 'strict-dynamic'; frame-src {origin}; connect-src {origin}; "
            "style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        )
    }


# Calls that are none, before there is anybody to take them.
THROWING = """<script>
window.parley = window.parley || function () { (parley.q = parley.q || []).push(arguments); };
window.heard = [];
parley("on", "ready", () => heard.push("ready"));
parley("on", "error", ({ command }) => heard.push(command));
parley("fly");
parley();
parley(null, {});
parley("identify", null);
parley("set", "nothing");
parley("on", "open", null);
parley("on", "ready");
parley("on", "ready", "document.title = 'Run'");
parley("set", ["a list"]);
</script>"""
