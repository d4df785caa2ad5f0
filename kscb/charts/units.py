"""How the numbers of a chart are written, in its words and as places in it."""

from decimal import Decimal


def plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def per_cent(value: Decimal) -> str:
    return f"{value:.2f}%"


def pixels(value: Decimal) -> str:
    return f"{value:.1f}"
