"""The world of the demo: Fernhill Pottery on an afternoon, its operators, and the people who write to it.

Lines are (who, minutes ago, text): `v` the visitor, `i` Ines, `m` Marek, `n` a private note by Marek.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Line = tuple[str, float, str]

OPERATORS = (("Marek Nowak", "marek@fernhill.example"), ("Sofia Almeida", "sofia@fernhill.example"))


@dataclass(frozen=True)
class Person:
    """Somebody on the site, and what they said. `unread` is how many of their newest lines Ines has not seen."""

    name: str
    lines: tuple[Line, ...] = ()
    email: str = ""
    locale: str = "en"
    device: str = "Computer, Chrome"
    referrer: str = ""
    visits: int = 1
    here_min: float | None = None
    pages: tuple[tuple[str, str], ...] = ()
    mine: bool = True
    unread: int = 0
    closed: bool = False
    score: int | None = None
    phone: str = field(default="")


def _at(path: str, title: str) -> tuple[str, str]:
    return (path, title)


DINNER_SET = _at("ash-dinner-set/", "Ash dinner set, 16 pieces")
DELIVERY = _at("delivery/", "Delivery and returns")
SHELF = _at("", "Stoneware for every day")
YES_EVERY_DAY = (
    "Hello Camille. Yes, every day is fine. “With care” only means the lower rack below 60 °C, so the matte surface keeps its feel."
)
SEARCH = "https://www.search.example/"

PEOPLE = (
    Person(
        "Camille Bernard",
        (
            ("v", 70, "Hi! Is the ash glaze dishwasher safe? The page says “with care”."),
            ("v", 69, "We are a family of five, so it would be every day"),
            ("i", 67, YES_EVERY_DAY),
            ("i", 66, "There is a care card in the box as well."),
            ("n", 64, "@Ines the French courier is back to 4 days, safe to promise."),
            ("v", 2, "This is our table now. Would the 27 cm plates look too big on it?"),
        ),
        email="camille@atelier-b.example",
        phone="+33 4 05 55 01 12",
        locale="fr",
        device="Phone, Safari",
        referrer=SEARCH,
        visits=3,
        here_min=14,
        pages=(SHELF, DELIVERY, DINNER_SET),
    ),
    Person(
        "Tomás Oliveira",
        (
            ("v", 22, "Hello, my order FH-2291 came today"),
            ("i", 20, "Hi Tomás, good to hear. Is everything in one piece?"),
            ("v", 7, "All whole, thank you for the packing"),
            ("v", 6, "The glaze on two plates came out different, is that normal?"),
        ),
        email="tomas@oliveira.example",
        locale="pt",
        device="Phone, Chrome",
        visits=2,
        here_min=9,
        pages=(SHELF, DELIVERY),
        unread=2,
    ),
    Person(
        "",
        (("v", 0.7, "Καλημέρα! Κάνετε συσκευασία δώρου;"),),
        locale="el",
        device="Phone, Safari",
        referrer=SEARCH,
        here_min=5,
        pages=(SHELF, DINNER_SET),
        unread=1,
    ),
    Person(
        "Noor Haddad",
        (
            ("v", 84, "When will the 24 cm bowl be back?"),
            ("i", 79, "The 24 cm bowl is back on the 3rd. Shall I put one aside for you?"),
        ),
        email="noor@haddad.example",
        locale="en",
        device="Computer, Firefox",
        here_min=31,
        pages=(SHELF,),
    ),
    Person(
        "Jonas Weber",
        (
            ("v", 118, "We are opening a small place and would need 40 covers. Do you do wholesale?"),
            ("i", 108, "We do, from 30 covers. Which glaze did you have in mind?"),
        ),
        email="jonas@weber.example",
        locale="de",
        device="Computer, Edge",
    ),
    Person(
        "Priya Kulkarni",
        (
            ("v", 160, "Could you send the care leaflet by email? I have to run"),
            ("i", 150, "Sent by email, have a lovely weekend"),
        ),
        email="priya@kulkarni.example",
        device="Phone, Chrome",
    ),
    Person(
        "Elif Lindqvist",
        (
            ("v", 2900, "Is the rain cup sold out for good?"),
            ("m", 2890, "Only until Monday, the kiln is full of them."),
            ("v", 2885, "Thanks, I will wait for the restock then."),
            ("m", 2884, "You are welcome."),
        ),
        email="elif@lindqvist.example",
        locale="sv",
        mine=False,
    ),
    Person(
        "Ruth Mbeki",
        (
            ("v", 215, "Do you deliver to the islands?"),
            ("i", 205, "Yes, two days longer and the same price."),
            ("v", 202, "Perfect, that answers it. Thank you!"),
        ),
        email="ruth@mbeki.example",
        closed=True,
        score=5,
    ),
    Person(
        "Daniel Kowalczyk",
        (
            ("v", 300, "The lid of the jar came broken"),
            ("i", 292, "I am sorry. Replacement lid is on its way, tracking comes by email."),
        ),
        email="daniel@kowalczyk.example",
        closed=True,
    ),
    Person("Ana Ribeiro", visits=5, here_min=24, pages=(SHELF, DINNER_SET, DELIVERY), locale="pt", device="Computer, Safari"),
    Person("", here_min=12, pages=(SHELF, DINNER_SET), locale="de", device="Computer, Firefox"),
    Person("", here_min=4, pages=(SHELF,), locale="ja", device="Phone, Safari", referrer="https://blog.design.example/"),
    Person("", here_min=3, pages=(SHELF,), locale="es", device="Computer, Chrome"),
    Person("", here_min=2, pages=(SHELF, DELIVERY), locale="nl", device="Tablet, Safari", referrer=SEARCH, visits=2),
    Person("", here_min=0.4, pages=(DINNER_SET,), locale="en", device="Phone, Chrome"),
)
