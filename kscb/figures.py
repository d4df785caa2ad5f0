"""The one figure that dashboards, reports and exports share, and how its value is written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Figure:
    """A number that can be questioned: what it counts, of what, when, from where.

    `value` is None where the source gives a change but no level. `printed` keeps the source's
    words (around, over). `rows_url` opens the records the figure was made from.
    """

    key: str
    label: str
    value: Decimal | None = None
    printed: str = ""
    unit: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    previous: Decimal | None = None
    change: Decimal | None = None
    as_at: date | None = None
    status: str = ""
    source: str = ""
    rows_url: str = ""
    note: str = ""

    @property
    def shown(self) -> str:
        """The value as a reader should see it."""
        if self.printed:
            return self.printed
        if self.value is None:
            return signed(self.change) if self.change is not None else ""
        return number(self.value, unit=self.unit)

    @property
    def change_words(self) -> str:
        """ "up 306", "down from 8.3%", or nothing where no change is known."""
        if self.change is None or self.value is None:
            return ""
        if not self.change:
            return "no change"
        way = "up" if self.change > 0 else "down"
        if self.unit == "%" and self.previous is not None:
            return f"{way} from {number(self.previous, unit='%')}"
        return f"{way} {number(abs(self.change), unit=self.unit)}"


def number(value: Decimal | int, *, unit: str = "") -> str:
    """9800 is "9,800"; 8.3 with the unit % is "8.3%"."""
    plain = Decimal(value).normalize()
    return f"{plain:,f}{unit if unit == '%' else ''}"


def signed(value: Decimal | int) -> str:
    """+68 or −238, with a true minus sign."""
    value = Decimal(value)
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{number(abs(value))}"
