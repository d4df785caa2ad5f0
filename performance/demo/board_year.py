"""Achievements and members' views of 2017/18, and the meetings around today.

The achievements and views are the summary's, said in our own words.
"""

from boards.models import Achievement, Meeting, MemberView
from performance.demo.scene import SUMMARY, Scene

YEAR = 2017

# Its fourth and fifth, three reviews published and two workshops held, are counted from records.
ACHIEVEMENTS = (
    (
        "What Ofsted recommended after its March 2017 inspection has moved on a long way",
        "The actions of the inspection show how far.",
    ),
    (
        "More kinds of audit were done by agencies together, and practice was seen to be better",
        "",
    ),
    (
        "The KSCB’s programme development officer was the first Child Protection Trainer of the "
        "Year, an award of BASPCAN and the NSPCC",
        "The summary prints this twice, once under training; it is one achievement.",
    ),
    (
        "The action plans of the year’s serious case reviews were carried out",
        "Every action of the three reviews was accepted as done by 31 March 2018.",
    ),
)

# The summary prints eleven lines, one of them twice: ten views.
VIEWS = (
    "The board leads from the top, keeps to safeguarding priorities and law, and reaches Kent.",
    "The board knows what it is for, and its partners stand behind it.",
    "The board works: it helps its partners and asks them hard questions in fair measure.",
    "Good management and leadership have made the board better at keeping children safe.",
    "Members share one aim, listen well, and many of them speak.",
    "The chair, the manager and the business group work well with one another.",
    "Members may disagree openly, and do so in order to improve things.",
    "The same themes keep coming back in reviews and audits, so learning has to improve.",
    "The new arrangements are a chance to look again at purpose and shape, to make things simpler, "
    "and to ask what works and what might work better.",
    "The public should be more involved in safeguarding where they live.",
)
THE_ONE_PRINTED_TWICE = 4


def add_year(scene: Scene) -> None:
    Achievement.objects.bulk_create(
        Achievement(board=scene.board, year=YEAR, wording=wording, note=note, source=SUMMARY)
        for wording, note in ACHIEVEMENTS
    )
    MemberView.objects.bulk_create(
        MemberView(board=scene.board, year=YEAR, sense=sense, source=_source(number))
        for number, sense in enumerate(VIEWS)
    )


def _source(number: int) -> str:
    twice = ", where it is printed twice" if number == THE_ONE_PRINTED_TWICE else ""
    return f"{SUMMARY}{twice}; in our own words"


def add_meetings(scene: Scene, *offsets: int) -> None:
    """Meetings so many days from today, before it where negative."""
    Meeting.objects.bulk_create(
        Meeting(board=scene.board, title="Board meeting (invented)", held_on=scene.day(offset))
        for offset in offsets
    )
