"""What Fernhill Pottery's help centre says, and how many have read each article."""

from __future__ import annotations

from typing import NamedTuple

TOPICS = (
    ("Delivery", "Livraison", "truck"),
    ("Returns", "Retours", "replay"),
    ("Care and glaze", "Entretien et émail", "pot"),
    ("Orders and payment", "Commandes et paiement", "bag"),
    ("Restaurants and wholesale", "Restaurants et revendeurs", "people"),
)


class Told(NamedTuple):
    """`helped`: of ten who answer, how many say yes. `french` is title, excerpt and body."""

    topic: str
    title: str
    excerpt: str
    body: str
    readers: int
    helped: int
    french: tuple[str, str, str] | None = None


DISHWASHER = """Yes. Our ash glaze is fired at 1,260 °C and takes a dishwasher every day. “With care” on the product page is about one \
thing: heat dries the matte surface and over years it can turn slightly glossy.

## How to keep it matte

- Use the lower rack, below 60 °C.
- Leave a finger of room between plates.
- Skip the drying cycle if yours lets you.

> [!NOTE]
> Gold rims are different: wash those by hand. The gold sits on top of the glaze.

## What each piece can take

| Piece | Dishwasher | Microwave | Oven |
| --- | --- | --- | --- |
| Plates and bowls | Every day | Yes | To 180 °C |
| Cups | Every day | Yes | No |
| Gold rim | No | No | No |
"""
DELIVERY = """Everything is insured until it is in your hands. You get the carrier's number the moment it leaves us.

| Country | Working days |
| --- | --- |
| Portugal, Spain | 2 to 3 |
| France, Germany, Italy | 3 to 5 |
| Rest of the EU | 4 to 7 |
| United Kingdom, Switzerland, Norway | 6 to 9 |

## Made to order

Sets are thrown for you: add nine days for the kiln. The product page says so.

## If a parcel is late

Write to us three days after the last day above. We ask the carrier and send a new one if it is lost: see \
[return or replace](return-or-replace-a-piece.md).
"""
RETURN = """You have 30 days from the day it arrived.

1. Write to us with your order number, and a picture if something is broken.
2. We send a label. What arrived broken costs you nothing.
3. The money is back within five days of the parcel.

## What cannot come back

Pieces that were made to your own drawing, and cups that have been used.
"""
ARTICLES = (
    Told(
        "Care and glaze",
        "Is the ash glaze dishwasher safe?",
        "Yes, every day, on the lower rack below 60 °C.",
        DISHWASHER,
        412,
        9,
        (
            "L’émail de cendre passe-t-il au lave-vaisselle ?",
            "Oui, tous les jours, en bas et à moins de 60 °C.",
            (
                "Oui. Notre émail de cendre est cuit à 1 260 °C et supporte le lave-vaisselle tous les jours.\n\n"
                "## Pour qu’il reste mat\n\n- En bas, à moins de 60 °C.\n- Un doigt d’espace entre les assiettes."
            ),
        ),
    ),
    Told("Delivery", "Delivery times by country", "2 to 9 working days, insured until it is in your hands.", DELIVERY, 361, 8),
    Told(
        "Orders and payment",
        "Choosing a plate size for your table",
        "How much room five, six or eight people need.",
        "A dinner plate is 27 cm across and wants 60 cm of table for each person.\n\n"
        "## For a round table\n\nFive people sit well at 110 cm, six at 125 cm, eight at 150 cm.\n\n"
        "## For a long one\n\nCount 60 cm for each, and leave the ends to whoever cooks.\n",
        228,
        8,
    ),
    Told("Returns", "Return or replace a piece", "30 days, and what to do if something arrives broken.", RETURN, 190, 8),
    Told(
        "Care and glaze",
        "Why two plates never look the same",
        "What the kiln does to ash glaze.",
        "Ash melts where the flame touches it. A plate from the front of the kiln is warmer and browner, one from the back greyer.\n\n"
        "## Choosing by hand\n\nTell us which you like: we look through the shelf and send pictures before we pack.\n",
        133,
        9,
    ),
    Told(
        "Orders and payment",
        "Gift wrapping and a note",
        "Add both in the basket, at no cost.",
        "Tick *It is a present* in the basket. We wrap in brown paper with a cotton ribbon, and write your words by hand.\n\n"
        "No invoice goes into the parcel: you get it by mail.\n",
        96,
        9,
    ),
    Told(
        "Care and glaze",
        "Small marks from cutlery",
        "Grey lines are metal, not scratches, and come off.",
        "Steel leaves a little of itself on a matte glaze. Rub the lines with a damp sponge and baking soda, then rinse.\n",
        74,
        4,
    ),
    Told(
        "Restaurants and wholesale",
        "Prices for restaurants",
        "From 40 pieces, with spare pieces kept for you.",
        "From 40 pieces on we make a price for you, keep ten spare pieces on our shelf, and throw the same form again for ten years.\n\n"
        "Write to us with the number of covers, and a picture of your room if you like.\n",
        31,
        8,
    ),
)
