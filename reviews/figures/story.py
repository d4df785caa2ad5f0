"""A theme's story in entries of a time line; never with the words of a restricted review."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from kscb.dates import in_words, today, year_label
from kscb.story import Entry
from kscb.text import fold
from reviews.figures.recurrence import Return, Source, amount, time_words
from reviews.figures.thread import Thread, Told, sources_of
from reviews.models import Finding, Measure, Relook, Theme, Verdict

WORDS = 45  # of a finding or an answer; the rest is where it came from
MOST = 150


def story_of(theme: Theme, thread: Thread, came_back: Iterable[Return]) -> list[Entry]:
    """Everything that happened under the theme until today, in no order."""
    back = {one.source: one for one in came_back}
    entries = [
        *named(thread, back),
        *well_done(thread),
        *done(theme, thread.of("action")),
        *map(tested, (told for told in thread.of("measure") if told.marks[1])),
        *map(looked_at, thread.of("relook")),
        *audited(thread),
        *taught(thread),
        *map(judged, thread.of("verdict")),
        *map(answered, thread.of("answer")),
    ]
    return [entry for entry in entries if entry.day <= today()]


def latest(entries: Sequence[Entry]) -> tuple[list[Entry], int]:
    """The last of a long story, and how many entries were left out."""
    in_order = sorted(entries, key=lambda entry: entry.day)
    return in_order[-MOST:], max(0, len(in_order) - MOST)


# Named


def named(thread: Thread, back: dict[Source, Return]) -> Iterable[Entry]:
    made = Counter(told.first for told in thread.of("recommendation"))
    asked = Counter(told.first for told in thread.of("action"))
    for (review, audit_round), rows in thread.learning.items():
        one = back.get(Source(review, audit_round))
        yield Entry(
            day=one.found_on if one else rows[0].day,
            tag=back_words(one) if one else "Named",
            tone="recurs" if one else "new",
            title=naming_title(rows[0]),
            url=source_url(review, audit_round),
            words=first_of(rows),
            meta=sentence(
                [what_followed(made[review], asked[review]), grounds(one) if one else ""]
            ),
        )


def naming_title(told: Told) -> str:
    if told.is_restricted:
        return f"A restricted review named it: {told.label}"
    return f"Named in {'the audit ' if told.second else ''}{told.label}"


def back_words(one: Return) -> str:
    """ "Recurs, 8 months after “done”" """
    return f"Recurs, {time_words(one.months_after)} after “done”"


def grounds(one: Return) -> str:
    """The dates that make it a recurrence, in words."""
    stood = f"{amount(one.actions, 'action')} on it stood as done"
    if one.done_on == one.last_done_on:
        return f"Found on {in_words(one.found_on)}; {stood} since {in_words(one.done_on)}"
    return (
        f"Found on {in_words(one.found_on)}; {stood}, accepted between "
        f"{in_words(one.done_on)} and {in_words(one.last_done_on)}"
    )


def what_followed(made: int, asked: int) -> str:
    """ "2 recommendations, 5 actions" """
    return ", ".join([amount(made, "recommendation"), amount(asked, "action")]) if made else ""


def well_done(thread: Thread) -> Iterable[Entry]:
    good = [told for told in thread.of("finding") if Finding.Kind.GOOD_PRACTICE in told.marks]
    for (review, audit_round), rows in sources_of(good).items():
        found = "A restricted review found it:" if rows[0].is_restricted else "Found in"
        yield Entry(
            day=rows[0].day,
            tag="Good practice",
            tone="good",
            title=f"{found} {rows[0].label}",
            url=source_url(review, audit_round),
            words=first_of(rows),
        )


def first_of(rows: Sequence[Told]) -> str:
    """The words of the first, and that there are more; nothing of a restricted review."""
    if rows[0].is_restricted:
        return ""
    more = f" (And {amount(len(rows) - 1, 'more finding')}.)" if len(rows) > 1 else ""
    return f"{shortened(rows[0].words)}{more}"


def source_url(review: int | None, audit_round: int | None) -> str:
    if review:
        return reverse("reviews:review", args=[review])
    return reverse("reviews:audit-round", args=[audit_round])


# Done


def done(theme: Theme, actions: Iterable[Told]) -> Iterable[Entry]:
    """What was accepted as done, month by month."""
    stands = [told for told in actions if told.on]
    for _, of_month in groupby(stands, key=lambda told: (told.day.year, told.day.month)):
        rows = list(of_month)
        yield one_done(rows[0]) if len(rows) == 1 else many_done(theme, rows)


def one_done(told: Told) -> Entry:
    return Entry(
        day=told.day,
        tag="Done",
        tone="good",
        title=f"{told.label} accepted as done",
        url=reverse("reviews:action", args=[told.pk]),
        words="" if told.is_restricted else shortened(told.words),
        meta=told.marks[0],
    )


def many_done(theme: Theme, rows: Sequence[Told]) -> Entry:
    agencies = sorted({told.marks[0] for told in rows}, key=fold)
    span = {"accepted_since": rows[0].day.isoformat(), "accepted_to": rows[-1].day.isoformat()}
    query = urlencode({"theme": theme.counts_as_pk, **span})
    return Entry(
        day=rows[-1].day,
        tag="Done",
        tone="good",
        title=f"{len(rows):,} actions accepted as done",
        url=f"{reverse('reviews:actions')}?{query}",
        meta=", ".join(agencies[:6]) + (f" and {len(agencies) - 6} more" if agencies[6:] else ""),
    )


# Tested


def tested(told: Told) -> Entry:
    result = Measure.Result(told.marks[1])
    return Entry(
        day=told.day,
        tag=f"Tested: {result.label.lower()}",
        tone=Measure.TONES[result],
        title=f"Impact test {told.label}",
        url=reverse("reviews:recommendation", args=[told.first]),
        words="" if told.is_restricted else shortened(told.words),
    )


def looked_at(told: Told) -> Entry:
    result = Relook.Result(told.marks[0])
    return Entry(
        day=told.day,
        tag=f"Re-look: {result.label.lower()}",
        tone=Relook.TONES[result],
        title=f"{told.label} looked at again",
        url=reverse("reviews:recommendation", args=[told.first]),
        words="" if told.is_restricted else shortened(told.words),
    )


def audited(thread: Thread) -> Iterable[Entry]:
    """Audit rounds, with how many answers had each grade. Scales are never compared."""
    grades = thread.of("grade")
    for told in thread.of("round"):
        own = [grade for grade in grades if grade.pk == told.pk]
        ordered = sorted(own, key=lambda grade: grade.second or 0, reverse=True)
        counted = ", ".join(f"{grade.label} {grade.first:,}" for grade in ordered)
        yield Entry(
            day=told.day,
            tag="Audit",
            tone="soon" if "open" in told.marks else "none",
            title=told.label,
            url=source_url(None, told.pk),
            words=shortened(told.words),
            meta=f"Accepted answers by grade: {counted}" if counted else "",
        )


# Taught


def taught(thread: Thread) -> Iterable[Entry]:
    attended = thread.of("attended")
    for told in thread.of("session"):
        came = [one for one in attended if (one.pk, one.second) == (told.pk, told.second)]
        people = sum(one.first or 0 for one in came)
        most = sorted(came, key=lambda one: -(one.first or 0))
        year = told.second or 0
        yield Entry(
            day=told.day,
            tag="Training",
            tone="none",
            title=f"{told.label}: {amount(told.first or 0, 'session')} in {year_label(year)}",
            url=reverse("training:course", args=[told.pk]),
            words=f"{people:,} people came." if people else "",
            meta=", ".join(f"{one.label} {one.first:,}" for one in most),
        )


# Judged


def judged(told: Told) -> Entry:
    word = Verdict.Word(told.label)
    return Entry(
        day=told.day,
        tag=f"Verdict: {word.label.lower()}",
        tone=Verdict.TONES[word],
        title=f"{told.marks[0]} gave a verdict",
        words=told.words,
    )


def answered(told: Told) -> Entry:
    return Entry(
        day=told.day,
        tag="The board’s answer",
        tone="recurs",
        title="Answer to the recurrence alarm",
        url=reverse("reviews:finding-alarms", args=[told.first]),
        words="" if told.is_restricted else shortened(told.words),
        meta=told.label,
    )


# Words


def sentence(parts: Iterable[str]) -> str:
    return ". ".join(part for part in parts if part)


def shortened(words: str) -> str:
    """The first words, as they were typed."""
    pieces = words.split()
    return words if len(pieces) <= WORDS else f"{' '.join(pieces[:WORDS])}…"
