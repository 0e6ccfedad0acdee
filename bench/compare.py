"""`make bench`: all stacks in alternating rounds, then growth to a million: a table, ratios, and `var/bench.json`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bench.figures import Figure, figures_of, ratios_of
from bench.growth.run import measure_growth
from bench.house import keep_house
from bench.machine import machine
from bench.options import Options
from bench.peers import install_peers, make_database, peers
from bench.rounds import Round, play_rounds
from bench.stacks import FLOOR, RAISED, Stack, parley
from bench.table import as_text, rows, turned
from bench.targets import targets
from launcher import places
from launcher.say import Trouble, say

RESULT = places.VAR / "bench.json"
GROWTH_TO = 1_000_000


def compare() -> int:
    """Run it all. Returns the exit code: 1 when a promise was not kept."""
    options = Options.read()
    install_peers()
    stacks = chosen(options)
    with keep_house(options.sockets) as house:
        make_database(house)
        rounds = play_rounds(house, stacks, options)
        about = machine(house)
    growth = measure_growth(GROWTH_TO) if options.growth else []
    titles = {stack.name: stack.title for stack in stacks}
    figures = {name: figures_of(played) for name, played in rounds.items()}
    ratios = {name: all_ratios(name, rounds) for name in rounds}
    told = {"machine": about, "options": asdict(options), "limits": RAISED, "titles": titles}
    result = {**told, "figures": _plain(figures), "ratios": _plain(ratios), "growth": growth, "rounds": rounds}
    RESULT.write_text(json.dumps(result, indent=1))
    floor_ratios = {name: ratios[name].get("floor", {}) for name in rounds}
    say("\n" + as_text(turned(rows(titles, figures, floor_ratios))))
    say(f"\n  × is the ratio to the floor in the same round. Limits raised: {' '.join(f'{k}={v}' for k, v in RAISED.items())}")
    return judge(figures, floor_ratios)


def chosen(options: Options) -> list[Stack]:
    """The floor, and what BENCH_ONLY names; without it all. Raises Trouble for a name that nobody has."""
    others = [parley("daphne"), parley("uvicorn"), *peers()]
    names = [one.name for one in others]
    if strangers := set(options.only) - {"floor", *names}:
        raise Trouble(f"BENCH_ONLY knows no {', '.join(sorted(strangers))}. There are {', '.join(names)}.")
    return [FLOOR, *(one for one in others if not options.only or one.name in options.only)]


def all_ratios(name: str, rounds: dict[str, list[Round]]) -> dict[str, dict[str, Figure]]:
    """A stack's ratios to each of the others."""
    return {other: ratios_of(rounds[name], played) for other, played in rounds.items() if other != name}


def judge(figures: dict[str, dict[str, Figure]], ratios: dict[str, dict[str, Figure]]) -> int:
    """Say which promises were kept; 1 when one was not."""
    say()
    broken = 0
    for server in ("uvicorn", "daphne"):
        name = f"parley-{server}"
        for target in targets(server) if name in figures else []:
            kept = target.kept(figures[name], ratios[name])
            found = (figures if target.absolute else ratios)[name].get(target.name)
            bound = f"{'≥' if target.at_least else '≤'} {target.bound:g}"
            said = "not measured" if found is None else f"{found.median:,.2f} ({found.least:,.2f}–{found.most:,.2f})"
            say(f"  {'✓' if kept else '✗'}  Parley on {server:<8} {target.name:<20} {said}, promised {bound}")
            broken += kept is False
    return 1 if broken else 0


def _plain(figures: Any) -> Any:
    return {name: asdict(one) if isinstance(one, Figure) else _plain(one) for name, one in figures.items()}
