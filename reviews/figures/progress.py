"""How far a recommendation has come, in one word: from a draft to a change that has become usual.

The database answers a few questions about each recommendation (`with_progress`); the first rule
of RULES whose question is answered with yes gives the word. Whether it recurred is told by its
themes (reviews/figures/recurrence.py), not here.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse

from boards.models import User
from kscb.dates import today
from kscb.figures import Figure
from kscb.standing import Standing
from reviews.models import Action, Measure, Recommendation, Response

# Key, word and tone of each state, in the order in which they are tried.
RULES = (
    ("draft", "Draft", "none"),
    ("superseded", "Superseded", "none"),
    ("not_accepted", "Not accepted", "none"),
    ("in_delivery", "In delivery", "soon"),
    ("test_due", "Impact test due", "late"),
    ("not_embedded", "Not embedded", "late"),
    ("embedded", "Embedded", "good"),
    ("delivered", "Delivered", "new"),
    ("in_part", "Accepted in part", "soon"),
    ("accepted", "Accepted", "new"),
    ("made", "Made, not yet answered", "soon"),
)
CHOICES = [(key, word) for key, word, _ in RULES]


@dataclass(frozen=True)
class Facts:
    """What is known of one recommendation. `actions` are those that serve it.

    `tested` is the status and result of the measure tested last.
    """

    status: str
    answer: str = ""
    has_open_action: bool = False
    has_done_action: bool = False
    has_test_due: bool = False
    has_test_planned: bool = False
    tested: tuple[str, str] = ("", "")


def state_of(facts: Facts) -> str:
    """The key of the state: the one rule that says how far a recommendation has come.

    A change is embedded when the last test said so and no other is planned; it is not embedded
    when the last test showed no help, or nobody could tell, even if a new action was then done:
    until that is tested too, nothing is shown.
    """
    status, result = facts.tested
    if facts.status != Recommendation.Status.MADE:
        return facts.status
    if facts.answer == Response.Answer.NOT_ACCEPTED:
        return "not_accepted"
    if facts.has_open_action:
        return "in_delivery"
    if facts.has_test_due:
        return "test_due"
    if status and result in (Measure.Result.NOT_HELPED, Measure.Result.DONT_KNOW):
        return "not_embedded"
    if status == Measure.Status.ACTED_ON:
        return "not_embedded"
    if status == Measure.Status.EMBEDDED and not facts.has_test_planned:
        return "embedded"
    if facts.has_done_action:
        return "delivered"
    return facts.answer or "made"


def standing_of(recommendation: Recommendation) -> Standing:
    """Its state as a word with a tone (needs `with_progress`)."""
    key = state_of(facts_of(recommendation))
    return next(Standing(word, tone) for rule, word, tone in RULES if rule == key)


def facts_of(row) -> Facts:
    return Facts(
        status=row.status,
        answer=row.answer or "",
        has_open_action=row.has_open_action,
        has_done_action=row.has_done_action,
        has_test_due=row.has_test_due,
        has_test_planned=row.has_test_planned,
        tested=(row.tested_status or "", row.tested_result or ""),
    )


def with_progress(rows: QuerySet[Recommendation], user: User) -> QuerySet[Recommendation]:
    """The recommendations with what `state_of` asks.

    Of the actions that serve one, those count whose own review the person reads: of another,
    nothing may be told, not even by a word that changes.
    """
    serving = Action.objects.filter(recommendations=OuterRef("pk"))
    serving = serving.filter(
        Q(recommendation=OuterRef("pk")) | Q(pk__in=Action.objects.of_reviews_read_by(user))
    ).order_by()
    measures = Measure.objects.filter(recommendation=OuterRef("pk"))
    last = measures.exclude(result="").order_by("-tested_on", "-pk")
    answers = Response.objects.filter(recommendation=OuterRef("pk")).order_by("-at", "-pk")
    return rows.annotate(
        answer=Subquery(answers.values("answer")[:1]),
        has_open_action=Exists(serving.filter(status__in=Action.OPEN)),
        has_done_action=Exists(serving.filter(status=Action.Status.ACCEPTED)),
        has_test_due=Exists(measures.due()),
        has_test_planned=Exists(measures.planned()),
        tested_status=Subquery(last.values("status")[:1]),
        tested_result=Subquery(last.values("result")[:1]),
    )


def in_state(rows: QuerySet[Recommendation], key: str) -> QuerySet[Recommendation]:
    """Only those in one state (needs `with_progress`); tests hold this against `state_of`."""
    return rows.annotate(state=STATE).filter(state=key)


NO_HELP = Q(tested_result__in=(Measure.Result.NOT_HELPED, Measure.Result.DONT_KNOW))
STATE = Case(
    When(status=Recommendation.Status.DRAFT, then=Value("draft")),
    When(status=Recommendation.Status.SUPERSEDED, then=Value("superseded")),
    When(answer=Response.Answer.NOT_ACCEPTED, then=Value("not_accepted")),
    When(has_open_action=True, then=Value("in_delivery")),
    When(has_test_due=True, then=Value("test_due")),
    When(NO_HELP | Q(tested_status=Measure.Status.ACTED_ON), then=Value("not_embedded")),
    When(tested_status=Measure.Status.EMBEDDED, has_test_planned=False, then=Value("embedded")),
    When(has_done_action=True, then=Value("delivered")),
    When(answer=Response.Answer.IN_PART, then=Value("in_part")),
    When(answer=Response.Answer.ACCEPTED, then=Value("accepted")),
    default=Value("made"),
)


def answered(recommendations: QuerySet[Recommendation]) -> Figure:
    """Numerator: made, and the board has said whether it accepts it. Denominator: all made.

    Drafts and superseded ones count in neither.
    """
    made = recommendations.filter(status=Recommendation.Status.MADE).order_by()
    said = Exists(Response.objects.filter(recommendation=OuterRef("pk")))
    counts = made.annotate(said=said).aggregate(
        made=Count("pk"), answered=Count("pk", filter=Q(said=True))
    )
    return Figure(
        key="answered",
        label="Recommendations answered by the board",
        value=Decimal(counts["answered"]),
        numerator=Decimal(counts["answered"]),
        denominator=Decimal(counts["made"]) or None,
        as_at=today(),
        rows_url=f"{reverse('reviews:recommendations')}?answered=on",
        note="made, still standing, and accepted, accepted in part or not accepted",
    )
