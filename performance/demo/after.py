"""What follows publication: a briefing and its use, re-looks, the repository, taking down."""

from datetime import date

from performance.demo.scene import Scene, moment
from reviews.models import Relook
from reviews.services import briefings, publication, relooks

TITLE = "Lantern in seven minutes (invented)"
PANELS = (
    "In four reviews since 2017 an adult who had care of a child was known to one service and "
    "unknown to the rest.",
    "A baby, the adults at home, and one year of contacts by six services. All of it is invented.",
    "A midwife asked the same question at each visit and wrote down each answer.",
    "New partners were not asked about. Out of hours, few knew the bruising protocol. Papers came "
    "too late to be read.",
    "Ask who is at home at each contact. Know the number to ring. Say what you saw, not only what "
    "you were told.",
    "Any of us, asked at any hour, can say who cares for this baby tonight.",
    "Whom did we last ask? Who here knows the number? When did we last look for ourselves?",
)

# Agency, team, days from loading, staff reached, what will change.
USED = (
    (
        "community health",
        "Health visiting",
        -71,
        64,
        "Each contact in the first year begins with who is at home.",
    ),
    (
        "community health",
        "Urgent treatment centres",
        -38,
        41,
        "The number is on every triage screen.",
    ),
    ("police", "", -66, 120, "Response officers note every adult in the home, and send it on."),
    ("education", "", -59, 85, "Designated leads ask about new adults when a child starts."),
    ("social work", "", -30, 96, "Team meetings read one record a week against the last question."),
)


def share_briefing(scene: Scene, *, by) -> None:
    """Four agencies say how they used it; the others have not yet."""
    begun_at, shared_at = moment(scene.day(-104), 11), moment(scene.day(-90), 10)
    briefing = briefings.begin(scene.reviews["Lantern"], title=TITLE, by=by, at=begun_at)
    panels = {
        number: briefings.Panel(heading, text)
        for number, (heading, text) in enumerate(
            zip(briefings.HEADINGS, PANELS, strict=True), start=1
        )
    }
    version = briefings.version_of(briefing)
    briefing = briefings.write(
        briefing, version=version, title=TITLE, panels=panels, by=by, at=begun_at
    )
    briefing = briefings.share(briefing, attest_by=scene.day(-28), by=by, at=shared_at)
    for key, team, offset, reached, change in USED:
        on = scene.day(offset)
        briefings.attest(
            briefing,
            agency=scene.agencies[key],
            team=team,
            used_on=on,
            staff_reached=reached,
            what_will_change=change,
            by=scene.lead(key),
            at=moment(on, 17),
        )


# The inspection's second recommendation, as someone independent saw it later.
RELOOKS = (
    (
        date(2018, 10, 15),
        Relook.Result.PARTLY,
        "Oversight is recorded each month in four of six teams. Reflection is in half of the "
        "records.",
    ),
    (
        date(2019, 9, 9),
        Relook.Result.MET,
        "Both are in nearly every record read, in all six teams.",
    ),
)


def look_again(scene: Scene, *, by) -> None:
    asked = scene.reviews["Ofsted, March 2017"].recommendations.get(number=2)
    for on, result, words in RELOOKS:
        relooks.look_again(
            asked,
            looked_on=on,
            looked_by="A reader from another board (invented)",
            result=result,
            words=words,
            by=by,
            at=moment(on, 16),
        )


# Review: sent to the national repository, taken down.
SENT_AND_TAKEN_DOWN = {
    "Harbour": (date(2017, 7, 3), date(2019, 7, 1)),
    "Orchard": (date(2017, 10, 16), date(2019, 10, 14)),
    "Meadow": (date(2018, 1, 8), date(2020, 1, 6)),
    "Ferry": (date(2018, 11, 19), date(2021, 1, 11)),
    "Weir": (date(2019, 2, 25), date(2021, 4, 6)),
}


def send_and_take_down(scene: Scene, *, by) -> None:
    """The earlier reports have left the website; Lantern’s is still public."""
    for pseudonym, (sent_on, down_on) in SENT_AND_TAKEN_DOWN.items():
        review = scene.reviews[pseudonym]
        publication.send_to_repository(review, on=sent_on, by=by, at=moment(sent_on, 12))
        publication.take_down(review, on=down_on, by=by, at=moment(down_on, 12))
    on = scene.day(-114)
    publication.send_to_repository(scene.reviews["Lantern"], on=on, by=by, at=moment(on, 12))
