"""What Fernhill Pottery sells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    """One piece on the shelf; `drawing` is a file of static/demo/, `page` the address of its page, where it has one."""

    name: str
    price: str
    drawing: str
    page: str = ""


SHELF = (
    Product("Ash dinner set, 16 pieces", "€348", "dinner-set.svg", "/demo/ash-dinner-set/"),
    Product("Dinner plate, 27 cm", "€28", "plate.svg"),
    Product("Soup bowl", "€24", "bowl.svg"),
    Product("Tall mug", "€19", "mug.svg"),
)
