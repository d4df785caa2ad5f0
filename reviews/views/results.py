"""What a round's returns say together, beside the round before, and over rounds."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.models import Agency
from kscb.pages import find, list_page, require
from reviews import filters, tables
from reviews.figures import grids, moderated
from reviews.figures.answered import answered, answers_given
from reviews.figures.compared import compared, over_rounds
from reviews.figures.results import Results, results
from reviews.figures.told import answers_beside_others, grades_beside_others, reader
from reviews.models import AuditReturn, AuditRound, Moderation, Question


def round_for(request, pk, permission=""):
    rows = AuditRound.objects.with_results_for(request.user)
    joined = rows.select_related("board", "framework", "previous__framework")
    return find(request, joined, pk, permission=permission)


@require_safe
def audit_results(request, pk):
    """Every grade for staff, the chair and members; an agency's own beside the others for it."""
    audit_round = round_for(request, pk)
    returns = AuditReturn.objects.grades_seen_by(request.user)
    if request.user.has_perm("reviews.see_results", audit_round):
        found = results(audit_round, returns)
        tested = grids.practice_standards(audit_round.framework_id)
        page = {
            "audit_round": audit_round,
            "results": found,
            "tables": grids.grids(found, tested),
            "not_seen": not_seen(request.user, audit_round, found),
            **answers_told(request, audit_round, returns, found),
        }
        return render(request, "reviews/audit_results.html", page)
    own_agencies = agencies_of(request.user, audit_round.board_id)
    told_to = reader(request.user, audit_round, own_agencies=own_agencies)
    mine = returns.filter(agency__in=own_agencies)
    own = results(audit_round, mine)
    page = {
        "audit_round": audit_round,
        "own": own,
        "tables": grades_beside_others(audit_round, own, told_to),
        "others": answers_beside_others(audit_round, own, mine, told_to),
    }
    return render(request, "reviews/audit_results_of_agency.html", page)


def answers_told(request, audit_round, returns, found):
    """What was chosen and counted: all of it for staff and the chair; for members, as for the
    agencies that they sit for."""
    if request.user.has_perm("reviews.see_answers_of_all", audit_round):
        return {"answered": answered(audit_round, returns, found)}
    own_agencies = agencies_of(request.user, audit_round.board_id)
    told_to = reader(request.user, audit_round, own_agencies=own_agencies)
    mine = returns.filter(agency__in=own_agencies)
    return {"others": answers_beside_others(audit_round, found, mine, told_to)}


def not_seen(user, audit_round, found):
    """How many returns are left out, being of cases on which the person's own agency has still to
    send its own. One query for members, none for those who see all."""
    if user.has_perm("reviews.see_answers_of_all", audit_round):
        return 0
    rows = AuditReturn.objects.visible_to(user).filter(audit_round=audit_round)
    return rows.count() - found.asked


@require_safe
def audit_grades(request, pk):
    """The rows behind the grids and the counts: every grade that counts, own and moderated."""
    audit_round = round_for(request, pk, "reviews.see_results")
    return list_page(
        request,
        grids.grades_behind(audit_round, request.user),
        filters.GradeFilters,
        tables.GradeColumns,
        heading=f"Grades of {audit_round.reference}",
        lede="Every grade that counts: the moderated one where there is one and moderation is "
        "finished, otherwise the agency’s own.",
        noun="grades",
        empty="Grades will appear here once an agency has sent its return.",
        back_url=reverse("reviews:audit-results", args=[audit_round.pk]),
        back_label="Results",
    )


@require_safe
def audit_answers(request, pk):
    """The rows behind what was chosen and counted."""
    audit_round = round_for(request, pk, "reviews.see_answers_of_all")
    returns = AuditReturn.objects.read_in_full_by(request.user).filter(audit_round=audit_round)
    rows = answers_given(returns).select_related("question", "audit_return__agency")
    return list_page(
        request,
        rows.order_by("question__number", "audit_return__agency__folded", "audit_return"),
        filters.AnswerFilters,
        tables.AnswerColumns,
        heading=f"Answers of {audit_round.reference}",
        lede="What was chosen or counted, in returns that count.",
        noun="answers",
        empty="Answers will appear here once an agency has sent its return.",
        back_url=reverse("reviews:audit-results", args=[audit_round.pk]),
        back_label="Results",
    )


def agencies_of(user, board):
    """The agencies that the person belongs to there, in whatever role: none of the others."""
    held = user.current_memberships
    return {m.agency_id for m in held if m.agency_id and m.board_id == board}


@require_safe
def audit_comparison(request, pk):
    """Question by question, beside the round that it repeats."""
    audit_round = round_for(request, pk, "reviews.see_results")
    returns = AuditReturn.objects.grades_seen_by(request.user)
    now = results(audit_round, returns)
    then = results(audit_round.previous, returns) if audit_round.previous else Results()
    page = {
        "audit_round": audit_round,
        "now": now,
        "then": then,
        "questions": compared(now, then),
    }
    return render(request, "reviews/audit_comparison.html", page)


@require_safe
def question_over_rounds(request, pk, number):
    audit_round = round_for(request, pk, "reviews.see_results")
    graded = Question.objects.asked_in(audit_round.framework_id).filter(kind=Question.Kind.GRADED)
    question = get_object_or_404(graded, number=number)
    page = {
        "audit_round": audit_round,
        "question": question,
        "rounds": over_rounds(request.user, audit_round, question),
    }
    return render(request, "reviews/question_over_rounds.html", page)


@require_safe
def self_grades(request):
    require(request, "reviews.see_self_grades", request.board)
    page = {"agencies": moderated.self_grades(finished(request))}
    return render(request, "reviews/self_grades.html", page)


@require_safe
def self_grades_of(request, pk):
    """The rows behind an agency's line."""
    require(request, "reviews.see_self_grades", request.board)
    agency = get_object_or_404(Agency.objects.visible_to(request.user), pk=pk)
    joined = (
        "grade",
        "answer__grade",
        "answer__question",
        "answer__audit_return__agency",
        "answer__audit_return__audit_round",
    )
    rows = moderated.graded_by_both(finished(request)).filter(answer__audit_return__agency=agency)
    in_order = rows.select_related(*joined).order_by(
        "-answer__audit_return__audit_round__due_on", "answer__question__number", "pk"
    )
    page = {"agency": agency, "rows": list(in_order)}
    return render(request, "reviews/self_grades_of.html", page)


def finished(request):
    rows = Moderation.objects.visible_to(request.user).finished()
    return rows.filter(answer__audit_return__board=request.board)
