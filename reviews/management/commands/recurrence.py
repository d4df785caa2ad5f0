from django.core.management.base import BaseCommand, CommandError

from boards.models import Board
from kscb.dates import in_words, today
from reviews.figures.recurrence import Recurrence, Seen, recurrence

HEADS = (
    "Theme, then its agencies",
    "Named",
    "Reviews",
    "Audits",
    "Actions",
    "Done",
    "Tested",
    "Helped",
    "Came back",
    "Months since",
)
WIDEST = 64
ALL_ROWS = (
    "Counted from every row, restricted reviews included: for the board's own operator, "
    "not to be passed on."
)


class Command(BaseCommand):
    help = (
        "Print what came back after it was done: each theme of a board, then its agencies. "
        f"{ALL_ROWS}"
    )

    def add_arguments(self, parser):
        parser.add_argument("--board", help="the short name of one board, such as KSCB")

    def handle(self, *args, **options):
        boards = Board.objects.order_by("name")
        if options["board"]:
            boards = boards.filter(short_name=options["board"])
            if not boards:
                raise CommandError(f"No board has the short name “{options['board']}”.")
        for board in boards:
            self.stdout.write("\n".join(told(board)))


def told(board: Board) -> list[str]:
    """The table of one board, as aligned lines that end with the totals of its themes."""
    seen = Seen.everything(board)
    rows = recurrence(seen.findings, seen.actions, seen.measures)
    lines = [HEADS, *map(cells, rows), totals([row for row in rows if row.agency is None])]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADS))]
    written = [aligned(line, widths) for line in lines]
    rule = "-" * len(written[0])
    return [
        f"{board.name}, {in_words(today())}",
        ALL_ROWS,
        "",
        written[0],
        rule,
        *written[1:-1],
        rule,
        written[-1],
        "",
    ]


def cells(row: Recurrence) -> tuple[str, ...]:
    name = row.name if row.agency is None else f"    {row.agency_name}"
    return (short(name), *map(str, numbers(row)), since(row))


def numbers(row: Recurrence) -> list[int]:
    return [
        row.named,
        row.reviews,
        row.audits,
        row.actions,
        row.done,
        row.tested,
        row.helped,
        row.recurrences,
    ]


def since(row: Recurrence) -> str:
    return "-" if row.months_since is None else str(row.months_since)


def totals(rows: list[Recurrence]) -> tuple[str, ...]:
    """What the themes' rows add up to. An action on two themes is counted under both."""
    sums = [sum(column) for column in zip(*map(numbers, rows), strict=True)] or [0] * 8
    return (f"{len(rows)} themes together", *map(str, sums), "")


def short(name: str) -> str:
    return name if len(name) <= WIDEST else f"{name[: WIDEST - 1]}…"


def aligned(line: tuple[str, ...], widths: list[int]) -> str:
    first, *others = (
        (cell.ljust if at == 0 else cell.rjust)(width)
        for at, (cell, width) in enumerate(zip(line, widths, strict=True))
    )
    return "  ".join([first, *others]).rstrip()
