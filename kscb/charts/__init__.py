"""Where things stand in a chart: arithmetic only, no models, no markup.

Across, places are percentages of the width and down they are pixels, so that a chart fits a phone
and a page of paper while its words stay the same size. (A heat table has too many columns for
that: it keeps its size and scrolls.) templates/components/charts/ draws them.
"""

from kscb.charts.bar_table import Bar, BarChart, Cell, Item, bars
from kscb.charts.heat_table import Count, HeatTable, heat
from kscb.charts.lines import (
    APART_NARROW,
    APART_WIDE,
    BOTTOM,
    TOP,
    LineChart,
    Reading,
    Spark,
    line,
    scale,
    spark,
)
from kscb.charts.share_bar import Part, Shares, shares
from kscb.charts.units import plain

__all__ = [
    "APART_NARROW",
    "APART_WIDE",
    "BOTTOM",
    "TOP",
    "Bar",
    "BarChart",
    "Cell",
    "Count",
    "HeatTable",
    "Item",
    "LineChart",
    "Part",
    "Reading",
    "Shares",
    "Spark",
    "bars",
    "heat",
    "line",
    "plain",
    "scale",
    "shares",
    "spark",
]
