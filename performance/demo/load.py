"""Loads the demonstration once, whole or not at all, and tells nobody."""

from django.conf import settings

from boards.models import Board, Membership, Notice, User
from boards.services import documents
from boards.services.notices import quiet
from kscb.dates import today
from kscb.refusal import Refused
from performance.demo import (
    after,
    agencies,
    audits,
    board_year,
    case_file,
    dfe,
    granary,
    indicators,
    inspection,
    learning,
    medway,
    people,
    progress,
    published,
    self_assessment,
    steps,
    themes,
    thread,
    year_after,
)
from performance.demo.scene import INVENTED, Scene, moment
from performance.models import Area

KENT = {
    "name": "Kent Safeguarding Children Board",
    "short_name": "KSCB",
    "place": "Kent",
    "worried_phone": "03000 41 11 11",
}
OURS = (KENT["short_name"], medway.BOARD["short_name"])


@documents.all_or_nothing()
def load() -> bool:
    """True where the demonstration was loaded now, False where it was there already.

    Raises Refused in production, and where there is anything that is not the demonstration's.
    """
    if settings.PRODUCTION:
        raise Refused("The demonstration is never loaded in production: its passwords are known.")
    refuse_other_boards()
    if is_loaded():
        return False
    refuse_other_people()
    with quiet():
        _load_everything()
    return True


def refuse_other_boards() -> None:
    """The demonstration's passwords are known to anyone: it never joins real work."""
    if other := Board.objects.exclude(short_name__in=OURS).first():
        raise Refused(
            f"“{other}” is here already, so the demonstration, whose passwords are known, "
            "is not loaded: use an empty database."
        )


def is_loaded() -> bool:
    """One of its own people works for its own board."""
    first = people.SIGN_INS[0].email
    return Membership.objects.filter(user__email=first, board__short_name=OURS[0]).exists()


def refuse_other_people() -> None:
    if Board.objects.exists() or User.objects.exists():
        raise Refused(
            "People or boards are here already, so the demonstration, whose passwords are known, "
            "is not loaded: use an empty database."
        )


def _load_everything() -> None:
    who_signs_in = people.add_sign_ins()
    everyones = agencies.add_agencies()
    frameworks = {
        "case audit": audits.add_framework(audits.CASE_AUDIT, source=INVENTED),
        "self-assessment": audits.add_framework(self_assessment.FRAMEWORK, source=INVENTED),
    }
    _load_kent(who_signs_in, everyones, frameworks)
    _load_medway(who_signs_in, everyones, frameworks)


def _load_kent(who_signs_in, everyones, frameworks) -> None:
    scene = _begin(KENT)
    agencies.serve(scene, agencies.OF_KENT, everyones)
    people.add_posts(scene, people.OF_KENT, who_signs_in)
    staff, second = scene.people["board staff"], scene.people["second board staff"]
    themes.add_themes(scene, themes.OF_KENT, source=themes.SOURCE_OF_KENT, by=staff)
    themes.add_themes(
        scene,
        themes.OF_THE_YEAR_AFTER,
        source=themes.SOURCE_OF_THE_YEAR_AFTER,
        by=staff,
        on=themes.ADDED_LATER_ON,
    )
    thread.add_words(scene, by=staff)
    _load_reviews(scene, by=staff)
    _load_audits(scene, frameworks, by=second)
    thread.tell_thread(scene, by=staff)
    board_year.add_year(scene)
    board_year.add_meetings(scene, -112, -21, 35)
    courses = learning.add_courses(scene)
    learning.add_year(scene, courses, by=second)
    learning.add_sessions_around_today(scene, courses)
    _load_figures(scene)
    people.say_goodbye(scene)
    _say_what_was_sent(scene)


def _load_audits(scene: Scene, frameworks, *, by) -> None:
    this_and_last = (self_assessment.last_round(scene), self_assessment.open_round(scene))
    for planned in (*audits.ROUNDS, *this_and_last):
        audits.load_round(scene, planned, frameworks[planned.framework], by=by)
    self_assessment.begin_report(scene, by=by)
    case_file.load(scene, by=by)


def _load_reviews(scene: Scene, *, by) -> None:
    bodies = agencies.add_bodies(scene, agencies.BODIES_OF_KENT)
    kinds = steps.add_kinds(scene, "SCR", "LR", "CSPR", "INS")
    for learned in (
        *published.REVIEWS,
        inspection.inspection(scene),
        year_after.FERRY,
        year_after.weir(scene),
        progress.lantern(scene),
        progress.granary(scene),
    ):
        steps.load_review(scene, learned, kinds=kinds, bodies=bodies, by=by)
    granary.follow_granary(scene, by=by)
    granary.load_thicket(scene, kinds=kinds, bodies=bodies, by=by)
    after.share_briefing(scene, by=by)
    after.look_again(scene, by=by)
    after.send_and_take_down(scene, by=by)


def _load_figures(scene: Scene) -> None:
    kent = Area.objects.create(code="E10000016", name="Kent")
    indicators.add_indicators(scene, indicators.INDICATORS)
    indicators.add_indicators(scene, dfe.INDICATORS, after=200)
    indicators.add_observations(scene, kent, (*indicators.OBSERVATIONS, *dfe.observations()))


def _load_medway(who_signs_in, everyones, frameworks) -> None:
    scene = _begin(medway.BOARD)
    agencies.serve(scene, agencies.OF_MEDWAY, everyones)
    people.add_posts(scene, people.OF_MEDWAY, who_signs_in)
    by = scene.people["staff of another board"]
    themes.add_themes(scene, themes.OF_MEDWAY, source=themes.SOURCE_OF_MEDWAY, by=by)
    bodies = agencies.add_bodies(scene, agencies.BODIES_OF_MEDWAY)
    kinds = steps.add_kinds(scene, "LR")
    steps.load_review(scene, medway.estuary(scene), kinds=kinds, bodies=bodies, by=by)
    planned = medway.audit(scene)
    audits.load_round(scene, planned, frameworks[planned.framework], by=by)
    board_year.add_meetings(scene, -28, 42)
    area = Area.objects.create(code="E06000035", name="Medway")
    indicators.add_indicators(scene, medway.INDICATORS)
    indicators.add_observations(scene, area, medway.observations(scene))


def _begin(board: dict[str, str]) -> Scene:
    return Scene(board=Board.objects.create(**board), today=today())


def _say_what_was_sent(scene: Scene) -> None:
    """Two notices of the past weeks, as they would stand had they been sent."""
    for kind, days, about, ask in SENT:
        person = scene.people[kind]
        sent_at = moment(scene.day(-days), 9)
        notice = Notice.objects.create(
            board=scene.board,
            recipient=person,
            email=person.email,
            subject=f"{scene.board.short_name}: {ask}",
            text="Invented for demonstration: this e-mail was never sent.",
            about=about,
            result=Notice.Result.SENT,
            attempts=1,
            sent_at=sent_at,
        )
        Notice.objects.filter(pk=notice.pk).update(created_at=sent_at)


SENT = (
    ("agency lead", 25, "Section 11 self-assessment", "an audit return is asked of your agency"),
    ("board staff", 4, "Section 11 self-assessment", "an audit return was submitted"),
)
