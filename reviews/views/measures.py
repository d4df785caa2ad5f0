"""How a difference will be known, what the test showed, and what came of that."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.forms import ReasonForm
from boards.models import Activity
from kscb.dates import in_words
from kscb.pages import as_pairs, form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.forms.measures import MeasureForm, ResultForm
from reviews.models import Action, Measure
from reviews.services import measures as work
from reviews.views.fetch import measure_for, recommendation_for


@require_safe
def measures(request):
    require(request, "reviews.view_reviews", request.board)
    rows = Measure.objects.visible_to(request.user).filter(board=request.board)
    return list_page(
        request,
        rows.for_list().order_by("test_on", "pk"),
        filters.MeasureFilters,
        tables.MeasureColumns,
        heading="Impact tests",
        noun="measures",
        lede="How the board will know that a recommendation made a difference, and what each "
        "test showed.",
        empty="Measures will appear here once board staff plan one on a recommendation.",
        back_url=reverse("reviews:reviews"),
        back_label="Reviews",
    )


@require_safe
def measure(request, pk):
    measure = measure_for(request, pk)
    may = request.user.has_perm
    closes, tests = may("reviews.close_measure", measure), may("reviews.test_measure", measure)
    led_to = Action.objects.visible_to(request.user).filter(pk=measure.led_to_id)
    page = {
        "measure": measure,
        "rows": facts(measure),
        "led_to": led_to.first() if measure.led_to_id else None,
        "activity": list(Activity.objects.about(measure)[:50]),
        "may_test": measure.is_planned and tests,
        "may_embed": measure.awaits_answer and closes and measure.helped,
        "may_act": measure.awaits_answer and closes,
        "may_withdraw": measure.is_planned and closes,
    }
    return render(request, "reviews/measure.html", page)


def facts(measure):
    return as_pairs(
        [
            ("How it is tested", measure.get_kind_display()),
            ("What would show a difference", measure.wording),
            ("Practice standard", measure.standard),
            ("Audit question", measure.question),
            ("Test on", measure.test_on),
            ("Step reached", measure.get_status_display()),
            ("What the test showed", measure.get_result_display()),
            ("Tested on", measure.tested_on),
            ("What was seen", measure.seen),
            ("Tested by", measure.tested_by),
        ]
    )


@form_view
def plan_measure(request, pk):
    recommendation = recommendation_for(request, pk, "reviews.plan_measure")
    return form_page(
        request,
        MeasureForm(request.POST or None, board=recommendation.board),
        lambda **typed: work.plan(recommendation, by=request.user, **typed).recommendation,
        heading=f"How will you know that {recommendation} made a difference?",
        lede=recommendation.wording,
        submit="Plan this test",
        said="The impact test is planned.",
        back_url=recommendation.get_absolute_url(),
    )


@form_view
def test_measure(request, pk):
    measure = measure_for(request, pk, "reviews.test_measure")
    return form_page(
        request,
        ResultForm(request.POST or None),
        lambda **typed: work.give_result(measure, by=request.user, **typed),
        heading=f"What did the test of {measure} show?",
        rows=as_pairs([("What would show a difference", measure.wording)]),
        intro=f"Planned for {in_words(measure.test_on)}. “Don’t know” is an honest answer.",
        submit="Save the result",
        said="The result is saved.",
        back_url=measure.get_absolute_url(),
    )


@form_view
def embed_measure(request, pk):
    measure = measure_for(request, pk, "reviews.close_measure")
    return form_page(
        request,
        ReasonForm(request.POST or None, label="How you know that it has become usual practice"),
        lambda note: work.embed(measure, by=request.user, note=note),
        heading=f"Say that {measure} is embedded",
        rows=as_pairs([("What was seen", measure.seen)]),
        submit="Embedded in practice",
        said="It is embedded in practice.",
        back_url=measure.get_absolute_url(),
    )


@form_view
def withdraw_measure(request, pk):
    measure = measure_for(request, pk, "reviews.close_measure")
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it will not be tested"),
        lambda note: work.withdraw(measure, by=request.user, note=note),
        heading=f"Withdraw {measure}",
        lede=measure.wording,
        submit="Withdraw",
        tone="warning",
        said="The measure is withdrawn.",
        back_url=measure.get_absolute_url(),
    )
