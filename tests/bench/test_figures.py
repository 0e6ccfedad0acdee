"""Medians, ratios and promises."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from bench.figures import Figure, figures_of, ratios_of
from bench.picture import draw
from bench.table import as_markdown, rows, turned
from bench.targets import targets


def a_round(per_s: float, cpu_us: float) -> dict[str, dict[str, Any]]:
    return {"saturate": {"per_s": per_s, "server_cpu_us": cpu_us, "delivered": 1.0}}


# The machine was twice as fast in the second round, for both.
FLOOR = [a_round(1000, 100), a_round(2000, 50), a_round(1500, 80)]
PARLEY = [a_round(900, 140), a_round(1800, 70), a_round(750, 200)]


def test_a_ratio_is_made_within_its_round():
    ratio = ratios_of(PARLEY, FLOOR)["messages_per_s"]
    assert ratio == Figure(0.9, 0.5, 0.9)


def test_what_a_stack_did_not_measure_has_no_figure():
    assert "thread_per_s" not in figures_of(FLOOR)


def test_a_promise_is_kept_by_the_median_and_unknown_without_figures():
    figures, ratios = figures_of(PARLEY), ratios_of(PARLEY, FLOOR)
    by_name = {target.name: target.kept(figures, ratios) for target in targets("uvicorn")}
    assert by_name["messages_per_s"] is True
    assert by_name["server_cpu_us"] is True
    assert by_name["idle_socket_bytes"] is None
    slow = ratios_of([a_round(700, 160)] * 3, FLOOR)
    assert [target.kept(figures, slow) for target in targets("uvicorn")][:2] == [False, False]


def test_table_and_picture_hold_every_stack():
    titles = {"floor": "the floor", "parley-uvicorn": "Parley & uvicorn"}
    figures = {"floor": figures_of(FLOOR), "parley-uvicorn": figures_of(PARLEY)}
    ratios = {"floor": {}, "parley-uvicorn": ratios_of(PARLEY, FLOOR)}
    text = as_markdown(turned(rows(titles, figures, ratios)))
    assert "| msgs/s | 1,500 (1,000–2,000) | 900 (750–1,800) ×0.90 |" in text
    plain = {stack: {name: vars(figure) for name, figure in told.items()} for stack, told in figures.items()}
    to_floor = {stack: {"floor": {name: vars(figure) for name, figure in told.items()}} for stack, told in ratios.items()}
    drawn = draw(titles, plain, to_floor)
    words = [node.text for node in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
    assert words.count("Parley & uvicorn") == 2
    assert "900  × 0.90" in words
