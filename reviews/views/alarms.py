"""Recurrence alarms: a theme is back after it was done, and what the board says to that."""

from django.urls import reverse
from django.views.decorators.http import require_safe

from kscb.pages import find, form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.figures import alarms as figures
from reviews.figures.recurrence import Seen
from reviews.forms.themes import AlarmForm
from reviews.models import AlarmAnswer, Finding
from reviews.services import alarms as work
from reviews.views.restricted import open_review


@require_safe
def alarms(request):
    require(request, "reviews.view_alarms", request.board)
    rows = figures.alarms(Seen.by(request.user, request.board))
    return list_page(
        request,
        rows.select_related("finding__review", "finding__audit_round", "theme").order_by(
            "is_answered", "-finding__found_on", "-pk"
        ),
        filters.AlarmFilters,
        tables.AlarmColumns,
        heading="Recurrence alarms",
        noun="alarms",
        lede="Themes named again while an action on them stood as done.",
        empty="An alarm will appear here when a finding comes back to a theme that was acted on.",
        back_url=reverse("reviews:themes"),
        back_label="Themes",
    )


@form_view
def finding_alarms(request, pk):
    """What stood on each theme when the finding named it again; the board's answer."""
    rows = Finding.objects.visible_to(request.user).select_related("review", "audit_round", "board")
    finding = find(request, rows, pk, permission="reviews.answer_alarm")
    if finding.review:
        open_review(request, finding.review)
    ringing = work.ringing(finding, by=request.user)
    answers = AlarmAnswer.objects.visible_to(request.user).filter(finding=finding)
    given = list(answers.select_related("theme", "by"))
    answered = {answer.theme.counts_as_pk for answer in given}
    waiting = [alarm for alarm in ringing if alarm.theme not in answered]

    def act(answers):
        work.answer(finding, answers=answers, by=request.user)
        return finding.source

    return form_page(
        request,
        AlarmForm(request.POST or None, alarms=waiting),
        act,
        heading=heading_of(ringing),
        template="reviews/finding_alarms.html",
        finding=finding,
        ringing=ringing,
        waiting=waiting,
        given=given,
        submit="Record the board’s answer",
        said="The board’s answer was recorded.",
        back_url=finding.source.get_absolute_url(),
        back_label=finding.source.reference,
    )


def heading_of(ringing):
    if not ringing:
        return "This finding raises no alarm"
    return "This theme has come back" if len(ringing) == 1 else "These themes have come back"


def after(user, finding):
    """Where to go once a finding is saved: to its alarms, where it raises any that wait."""
    if user.has_perm("reviews.answer_alarm", finding) and waits(finding, user):
        return reverse("reviews:finding-alarms", args=[finding.pk])
    return finding.source


def waits(finding, user):
    seen = Seen.by(user, finding.board)
    return figures.unanswered(seen).filter(finding=finding).exists()


def unanswered_in(review, user):
    """The alarms of one review that wait, for staff and the chair; nothing for anyone else."""
    if not user.has_perm("reviews.view_alarms", review):
        return []
    rows = figures.unanswered(Seen.by(user, review.board)).filter(finding__review=review)
    return list(rows.select_related("finding", "theme").order_by("finding__number", "pk"))
