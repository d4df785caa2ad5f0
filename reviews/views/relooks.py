"""Independent re-looks at what was recommended."""

from django.urls import reverse
from django.views.decorators.http import require_safe

from kscb.pages import form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.forms.relooks import RelookForm
from reviews.models import Relook
from reviews.services import relooks as work
from reviews.views.fetch import recommendation_for


def relooks_at(request, recommendation):
    """What the recommendation's page shows."""
    rows = Relook.objects.visible_to(request.user).filter(recommendation=recommendation)
    may_look = request.user.has_perm("reviews.look_again", recommendation)
    return {"relooks": rows.select_related("by"), "may_look": may_look and recommendation.is_made}


@require_safe
def relooks(request):
    require(request, "reviews.view_reviews", request.board)
    rows = Relook.objects.visible_to(request.user).filter(board=request.board)
    return list_page(
        request,
        rows.select_related("recommendation__review").order_by("-looked_on", "-pk"),
        filters.RelookFilters,
        tables.RelookColumns,
        heading="Re-looks",
        lede="Someone came back later and said whether what was recommended was met.",
        noun="re-looks",
        empty="Re-looks will appear here once board staff record one on a recommendation.",
        back_url=reverse("reviews:reviews"),
        back_label="Reviews",
    )


@form_view
def look_again(request, pk):
    recommendation = recommendation_for(request, pk, "reviews.look_again")

    def act(**typed):
        work.look_again(recommendation, by=request.user, **typed)
        return recommendation

    return form_page(
        request,
        RelookForm(request.POST or None),
        act,
        heading=f"Record a re-look at {recommendation.reference}",
        lede=recommendation.wording,
        submit="Record re-look",
        said="The re-look was recorded.",
        back_url=recommendation.get_absolute_url(),
    )
