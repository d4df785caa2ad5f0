"""What the records under a theme leave open, each with the page on which it is answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from kscb.dates import in_words, today
from reviews.figures.recurrence import Recurrence, amount, months
from reviews.figures.thread import Thread, Told
from reviews.models import Measure, Theme

A_YEAR = 12
SHOWN = 3


@dataclass(frozen=True)
class Question:
    """What is not known or not done. `links` are label and address, the first few of them."""

    words: str
    links: Sequence[tuple[str, str]] = ()
    more: int = 0


def questions_of(
    theme: Theme,
    thread: Thread,
    row: Recurrence,
    *,
    alarms: Iterable[tuple[int, str]] = (),
    may_keep: bool = False,
) -> list[Question]:
    """Open questions, the most pressing first. `alarms`: finding and reference, unanswered."""
    waiting = [(label, reverse("reviews:finding-alarms", args=[pk])) for pk, label in alarms]
    found = [
        asked(waiting, "Named again after actions were done, and the board has not answered."),
        verdict_question(theme, thread),
        asked(
            [recommended(told) for told in thread.of("recommendation") if is_unanswered(told)],
            "Recommendations that the board has not said yes or no to.",
        ),
        asked(
            [measured(told) for told in thread.of("measure") if is_due(told)],
            "Impact tests whose day has come.",
        ),
        untested(theme, row),
        asked(
            [measured(told) for told in thread.of("measure") if is_unresolved(told)],
            "Tested, and the board has not said what it does next.",
        ),
        audit_question(theme, thread),
        standard_question(theme, thread) if may_keep else None,
    ]
    return [question for question in found if question]


def asked(links: Sequence[tuple[str, str]], words: str) -> Question | None:
    return Question(words, links[:SHOWN], len(links[SHOWN:])) if links else None


def is_unanswered(told: Told) -> bool:
    return "unanswered" in told.marks


def recommended(told: Told) -> tuple[str, str]:
    return told.label, reverse("reviews:recommendation", args=[told.pk])


def measured(told: Told) -> tuple[str, str]:
    return told.label, reverse("reviews:recommendation", args=[told.first])


def is_due(told: Told) -> bool:
    return told.marks[0] == Measure.Status.PLANNED and told.on is not None and told.on <= today()


def is_unresolved(told: Told) -> bool:
    return told.marks[0] == Measure.Status.TESTED


def untested(theme: Theme, row: Recurrence) -> Question | None:
    if not row.untested:
        return None
    words = (
        f"{row.untested:,} of {amount(row.done, 'action')} accepted as done, never tested since."
    )
    query = urlencode({"theme": theme.pk, "impact": "untested"})
    return Question(words, [("Show them", f"{reverse('reviews:actions')}?{query}")])


def verdict_question(theme: Theme, thread: Thread) -> Question | None:
    """None yet, or older than a year."""
    given = [told.on for told in thread.of("verdict") if told.on]
    link = [("The board’s verdict", reverse("reviews:verdicts", args=[theme.pk]))]
    if not given:
        return Question("Nobody has given a verdict: is practice better?", link)
    if months(given[-1], today()) >= A_YEAR:
        return Question(f"The verdict is of {in_words(given[-1])}. Does it still hold?", link)
    return None


def audit_question(theme: Theme, thread: Thread) -> Question | None:
    """No audit has asked about it, or none for a year."""
    looked = [told.on for told in thread.of("round") if told.on and told.on <= today()]
    link = [("Audits", reverse("reviews:audit-rounds"))]
    if not looked:
        return Question("No audit that you may see has looked at it.", link)
    if months(looked[-1], today()) >= A_YEAR:
        query = urlencode({"theme": theme.pk})
        seen = [("Audits on it", f"{reverse('reviews:audit-rounds')}?{query}")]
        return Question(f"Nothing in audit since {in_words(looked[-1])}.", seen)
    return None


def standard_question(theme: Theme, thread: Thread) -> Question | None:
    if thread.of("standard"):
        return None
    link = [("Its words and standards", reverse("reviews:theme-words", args=[theme.pk]))]
    return Question(
        "No practice standard says what good looks like, so that it can be tested.", link
    )
