"""What the board says of its themes: words, standards, verdicts, and answers where one came back.

All of it is invented but the themes' names (see themes.py).
"""

from dataclasses import dataclass, replace
from datetime import date

from boards.services.activity import record
from kscb.text import fold
from performance.demo.scene import Scene, moment
from reviews.figures.alarms import Alarm
from reviews.figures.recurrence import months, time_words
from reviews.models import AlarmAnswer, PracticeStandard, Synonym, Theme, Verdict
from reviews.services import actions, alarms, verdicts

SYNONYMS = {
    "alcohol and drugs": ("Substance misuse", "Parents who drink"),
    "fathers": ("Engaging fathers", "Hidden men"),
    "meetings": ("Conference attendance",),
    "escalation": ("Professional challenge",),
    "babies": ("Bruising protocol",),
}
WIDER = {"babies": "young children"}
MERGED = ("disguised compliance", "curiosity")
MERGED_ON = date(2019, 4, 15)
WORDED_ON = date(2018, 5, 14)

# Theme: what good looks like, and how it can be tested.
STANDARDS = {
    "fathers": (
        "Every adult who has care of the child is named in the plan, and has been spoken to.",
        "Read ten plans; ring one adult named in each.",
    ),
    "babies": (
        "A baby who cannot move and has a mark is seen by a paediatrician the same day.",
        "From the record of the first service that saw the baby: day and hour of each step.",
    ),
    "supervision": (
        "The record of supervision says what the worker made of what they saw.",
        "Read one month of records in each team.",
    ),
    "escalation": (
        "A disagreement about risk is written down, and settled within five working days.",
        "Count them; from the form, take the days from raised to settled.",
    ),
}


@dataclass(frozen=True)
class Judged:
    """A verdict of the chair."""

    theme: str
    on: date
    word: Verdict.Word
    reasons: str


def judged(scene: Scene) -> tuple[Judged, ...]:
    """Two themes were judged twice: the earlier verdict did not last."""
    return (
        Judged(
            "babies",
            date(2019, 3, 11),
            Verdict.Word.BETTER,
            "Twenty-three of twenty-five babies were seen the same day, against fourteen before.",
        ),
        Judged(
            "fathers",
            date(2020, 3, 9),
            Verdict.Word.BETTER,
            "Plans name new partners, and the record no longer lets them be left out.",
        ),
        Judged(
            "escalation",
            date(2021, 6, 14),
            Verdict.Word.DONT_KNOW,
            "Two services count what they raise and how long it takes. The others do not.",
        ),
        Judged(
            "babies",
            scene.day(-76),
            Verdict.Word.SAME,
            "Wards know what to do. Lantern found the evening as Ferry had: the services that "
            "babies come to at night change, and each has to learn it.",
        ),
        Judged(
            "fathers",
            scene.day(-62),
            Verdict.Word.WORSE,
            "Lantern found new partners unknown again. We tested plans of early help and took "
            "that for all of us.",
        ),
    )


@dataclass(frozen=True)
class Answered:
    """What the board said when a review, or an audit by its reference, named themes again."""

    source: str
    themes: tuple[str, ...]
    on: date
    words: str


def answered(scene: Scene) -> tuple[Answered, ...]:
    """All alarms of 2018 and four of Lantern's; its other two, and Granary's, wait."""
    return (
        Answered(
            "KSCB/MAA-2017-3",
            ("meetings",),
            date(2018, 2, 12),
            "The actions done so far asked council services alone. Orchard’s and Meadow’s ask "
            "police and adult services too.",
        ),
        Answered(
            "Ferry",
            ("fathers", "babies", "escalation"),
            date(2018, 10, 15),
            "Training and a form were not enough. The plan asks for changes to records and rotas.",
        ),
        Answered(
            "Weir",
            ("curiosity",),
            date(2018, 12, 17),
            "The workshops helped in part: managers learned words that plans had no place for. We "
            "ask for the record to change.",
        ),
        Answered(
            "Weir",
            ("alcohol and drugs", "meetings"),
            date(2018, 12, 17),
            "The actions were done and nobody had looked whether they helped. Each new action has "
            "a day on which we look.",
        ),
        Answered(
            "Lantern",
            ("fathers",),
            scene.day(-115),
            "We had tested early help alone. Health visitors, social workers and police are each "
            "asked to act, and to be tested.",
        ),
        Answered(
            "Lantern",
            ("babies", "meetings", "curiosity"),
            scene.day(-115),
            "What was done holds where it was tested. It never reached the services named here.",
        ),
    )


def add_words(scene: Scene, *, by) -> None:
    """Other words, wider themes and practice standards. Their own steps are dated today."""
    at = moment(WORDED_ON)
    for key, names in SYNONYMS.items():
        for name in names:
            Synonym.objects.create(
                board=scene.board, theme=scene.themes[key], name=name, folded=fold(name)
            )
            record(scene.themes[key], "added a synonym", by=by, at=at, note=name)
    for key, wider in WIDER.items():
        Theme.objects.filter(pk=scene.themes[key].pk).update(parent=scene.themes[wider])
        name = scene.themes[wider].name
        record(scene.themes[key], "changed the wider theme", by=by, at=at, note=name)
    for key, (wording, test) in STANDARDS.items():
        scene.standards[key] = PracticeStandard.objects.create(
            board=scene.board, theme=scene.themes[key], number=1, wording=wording, test=test
        )
        record(scene.themes[key], "added practice standard 1", by=by, at=at, note=wording)


def tell_thread(scene: Scene, *, by) -> None:
    """What was said after the reviews were loaded, in the order of time."""
    _merge_actions(scene, by=by)
    _merge_themes(scene, by=by)
    for answer in answered(scene):
        _answer(scene, answer, by=by)
    for one in judged(scene):
        at, chair = moment(one.on, 15), scene.people["chair"]
        theme = scene.themes[one.theme]
        verdicts.give(theme, word=one.word, reasons=one.reasons, by=chair, at=at)


def _merge_actions(scene: Scene, *, by) -> None:
    """One action goes into another, which from then on also serves a recommendation of Meadow."""
    into, meadow = scene.actions["what to look for"], scene.reviews["Meadow"]
    at = moment(date(2019, 4, 8), 12)
    note = "One record says it for all of us: two sets of words would not be compared."
    actions.supersede(scene.actions["charities look"], into=into, note=note, by=by, at=at)
    actions.serve(into, recommendation=meadow.recommendations.get(number=1), by=by, at=at)


def _merge_themes(scene: Scene, *, by) -> None:
    old, new = (scene.themes[key] for key in MERGED)
    Theme.objects.filter(pk=old.pk).update(merged_into=new)
    old.refresh_from_db()
    at, reason = moment(MERGED_ON), "The reviews of 2018/19 named the same thing in these words."
    record(old, "merged into another theme", by=by, at=at, note=f"Into “{new}”. {reason}")
    record(new, "took in another theme", by=by, at=at, note=f"“{old}”. {reason}")


def _answer(scene: Scene, answer: Answered, *, by) -> None:
    """Each alarm once: at the first finding of the review that rings it."""
    wanted = {scene.themes[key].pk for key in answer.themes}
    source = scene.reviews.get(answer.source) or scene.rounds[answer.source]
    for finding in source.findings.order_by("number"):
        for alarm in alarms.ringing(finding, by=by):
            if alarm.theme in wanted:
                wanted.remove(alarm.theme)
                _write(finding, alarm, answer, by=by)
    if wanted:
        raise LookupError(f"{answer.source} rings no alarm for the themes {wanted}.")


def _write(finding, alarm: Alarm, answer: Answered, *, by) -> None:
    at, theme = moment(answer.on, 14), Theme.objects.get(pk=alarm.theme)
    AlarmAnswer.objects.create(
        finding=finding,
        theme=theme,
        shown=_words(alarm, answer.on),
        answer=answer.words,
        by=by,
        at=at,
    )
    record(theme, "answered a recurrence alarm", by=by, at=at, note=f"{finding.reference}.")


def _words(alarm: Alarm, day: date) -> str:
    """What was shown on the day: nothing that was tested later, and the time since as it was."""
    last = alarm.last_tested_on
    if last is None or last > day:
        return replace(alarm, tested=0, helped=0, last_tested_on=None).words
    ago = f"last tested {time_words(months(last, day))} ago"
    return alarm.words.replace(alarm.test_words, ago)
