"""What may already have been asked: actions like one that is about to be proposed."""

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from boards.models import Agency
from kscb.likeness import MOST_CANDIDATES, most_like
from reviews.models import Action, Finding, Recommendation


def similar(
    actions: QuerySet[Action], *, recommendation: Recommendation, agency: Agency, wording: str
) -> list[Action]:
    """Of the visible `actions`, those not at their end whose words are most like `wording`.

    One query of 200 at most: first those of the same agency on a theme of the recommendation,
    then those of either, then the newest.
    """
    themes = recommendation.findings.values("themes")
    shared = Exists(
        Finding.objects.filter(
            recommendations=OuterRef("recommendation"), themes__in=themes
        ).order_by()
    )
    nearness = Case(
        When(Q(agency=agency) & shared, then=Value(0)),
        When(Q(agency=agency) | shared, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    near = actions.filter(
        board=recommendation.board_id, status__in=(*Action.OPEN, Action.Status.PROPOSED)
    )
    serves_it = Exists(
        Action.recommendations.through.objects.filter(
            action=OuterRef("pk"), recommendation=recommendation
        )
    )
    rows = (
        near.select_related("agency", "owner")
        .annotate(nearness=nearness, serves_it=serves_it)
        .order_by("nearness", "-pk")[:MOST_CANDIDATES]
    )
    return [action for action, _ in most_like(wording, ((row, row.wording) for row in rows))]
