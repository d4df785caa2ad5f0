"""The rows of a list, for a page and for a file.

The library asks of every cell which arguments its column takes; here each column is asked once.
Asking is half the work of a long file, and a quarter of that of a page of 100.
"""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django_tables2.rows import BoundRow
from django_tables2.utils import signature

Way = tuple[Callable[..., Any], tuple[str, ...] | None]


class Row(BoundRow):
    """A row whose columns were asked (`ways_of`); what asks them again is not called."""

    def __init__(self, record: Any, table: tables.Table, ways: dict[str, Way]):
        super().__init__(record, table)
        self.ways = ways

    def _call_value(self, bound_column: Any, value: Any = None) -> Any:
        read, wanted = self.ways[bound_column.name]
        offered = self._optional_cell_arguments(bound_column, value)
        return read(**(offered if wanted is None else {name: offered[name] for name in wanted}))

    _call_render = _call_value


def ways_of(table: tables.Table, read: Callable[[Any], Callable[..., Any]]) -> dict[str, Way]:
    """Of each column, what gives a cell and the arguments it takes (None: all of them)."""
    return {column.name: way_of(read(column)) for column in table.columns.iterall()}


def way_of(read: Callable[..., Any]) -> Way:
    wanted, takes_all = signature(read)
    return read, None if takes_all else wanted


def shown(column: Any) -> Callable[..., Any]:
    """What gives a cell on a page."""
    return column.render


def written(column: Any) -> Callable[..., Any]:
    """What gives a cell in a file. All that the general `value` does is to call the other."""
    is_general = getattr(column.value, "__func__", None) is tables.Column.value
    return column.column.render if is_general else column.value
