"""The page where the number is typed: what is paid, three fields, one button."""

from __future__ import annotations

from html import escape
from typing import Any

WRONG = {
    "number": "This is not the number of a card.",
    "expires": "Write the month as 04/31.",
    "refused": "The bank refused this card. Nothing was taken; try another one.",
}

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ground: #f2f1ed; --ink: #0e1c1f; --soft: #5c6a6e; --line: #8a979a;
  --go: #0f616f; --on: #fff; --bad: #a3123f; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #101e22; --ground: #0a1518; --ink: #e7eeef; --soft: #8c9da1; --line: #66787d;
    --go: #63c0cf; --on: #04191d; --bad: #ff9db4; }
}
* { box-sizing: border-box; }
body { display: grid; place-items: center; min-height: 100vh; margin: 0; padding: 16px; background: var(--ground); color: var(--ink);
  font: 15px/23px system-ui, sans-serif; }
main { width: 100%; max-width: 400px; padding: 28px; border-radius: 16px; background: var(--paper); }
h1 { margin: 0 0 4px; font-size: 28px; line-height: 36px; letter-spacing: -0.02em; }
p { margin: 0 0 16px; color: var(--soft); }
form { display: grid; grid-template-columns: 1fr 1fr; gap: 14px; }
label { display: grid; gap: 5px; font-weight: 500; }
label:first-of-type, button, .wrong { grid-column: 1 / -1; }
input { width: 100%; min-height: 44px; padding: 9px 12px; border: 1px solid var(--line); border-radius: 8px;
  background: none; color: inherit; font: inherit; }
button { min-height: 46px; border: 0; border-radius: 8px; background: var(--go); color: var(--on);
  font: 600 15px/22px system-ui, sans-serif; cursor: pointer; }
:is(input, button):focus-visible { outline: 2px solid var(--go); outline-offset: 2px; }
.wrong { margin: 0; color: var(--bad); }
small { display: block; margin-top: 18px; color: var(--soft); font-size: 13px; line-height: 19px; }
"""


def form(order: dict[str, Any], asked: dict[str, list[str]], wrong: str = "") -> str:
    """The page for a signed order; `wrong` says what could not be taken. What was typed is not sent back."""
    whole, rest = divmod(int(order["amount"]), 100)
    price = f"{escape(order['currency'])} {whole:,}.{rest:02}"
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(asked[name][0])}">' for name in ("order", "signature"))
    problem = f'<p class="wrong" role="alert">{WRONG[wrong]}</p>' if wrong else ""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pay {price}</title><link rel="stylesheet" href="/page.css"></head>
<body><main>
<h1>{price}</h1><p>{escape(order["words"])}</p>
<form method="post" action="/pay">{hidden}
<label>Card number<input name="number" inputmode="numeric" autocomplete="cc-number" required autofocus></label>
<label>Expires<input name="expires" inputmode="numeric" autocomplete="cc-exp" placeholder="04/31" required></label>
<label>Security code<input name="code" inputmode="numeric" autocomplete="cc-csc" required></label>
{problem}<button>Pay {price}</button>
</form>
<small>This machine’s own card page, not Parley: Parley never sees the number.
Try 4242 4242 4242 4242; 4000 0000 0000 0002 is refused.</small>
</main></body></html>"""
