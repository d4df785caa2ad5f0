"""What `make bench` measures: one table of pages, one of steps. A later page adds its line.

A budget is queries and milliseconds where the floor takes 5.5 ms; bench/run.py scales it by the
floor of the same run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from django.urls import reverse

from boards.models import Role
from kscb.dates import today
from performance.models import Indicator
from reviews.models import (
    Action,
    AuditReturn,
    AuditRound,
    Evidence,
    Recommendation,
    Review,
    Theme,
)


@dataclass(frozen=True)
class Budget:
    queries: int | None
    ms: float | None


LIST_20 = Budget(8, 40)
LIST_100 = Budget(8, 90)
DETAIL = Budget(None, 30)
AUDIT = Budget(12, 40)  # a round with all that it asks, a return with its answers and evidence
ITEM = Budget(12, 75)  # whoever is no staff: each thing that it supports asks who may see it
EVIDENCE_20 = Budget(8, 75)  # likewise; and nine columns
EVIDENCE_100 = Budget(8, 140)
DASHBOARD = Budget(10, 80)
REPORT = Budget(None, 80)
FIRST_PAGE = Budget(10, 40)
REVIEW = Budget(None, 90)  # its life, clocks, readers, requests and documents, on one page
PLAN = Budget(None, 60)
THEME = Budget(10, 350)  # these two count over every action of the board
THEMES = Budget(8, 350)
SEARCH = Budget(None, 40)  # several lists on one page
EXPORT = Budget(10, 3_000)
UNBOUND = Budget(None, None)


@dataclass(frozen=True)
class Page:
    """`record` finds what the page is about; `query` is what stands after the question mark."""

    route: str
    who: str
    budget: Budget
    query: str = ""
    record: Callable | None = None
    times: int = 20

    @property
    def name(self) -> str:
        asked = f"?{self.query}" if self.query else ""
        return f"{self.route}{asked} ({self.who})"

    def path(self, scene) -> str:
        if not self.record:
            path = reverse(self.route, args=ARGUMENTS.get(self.route, ()))
        else:
            path = reverse(self.route, args=[self.record(scene).pk])
        return f"{path}?{self.query}" if self.query else path


@dataclass(frozen=True)
class Step:
    """A form that is fetched, filled in and sent, each time anew."""

    name: str
    route: str
    who: str
    record: Callable
    fields: Callable
    times: int = 20
    budget: Budget = UNBOUND

    def path(self, scene) -> str:
        return reverse(self.route, args=[self.record(scene).pk])


def an_action(scene):
    """An open one with updates, of the lead's agency, below a published review."""
    mine = Action.objects.filter(agency=scene.agencies[0], status="in_progress")
    return mine.filter(recommendation__review__status="published").first()


def a_review(scene):
    return Review.objects.filter(status="published").first()


def a_theme(scene):
    return Theme.objects.first()


def an_open_round(scene):
    return AuditRound.objects.filter(status="open").first()


def a_return(scene):
    return AuditReturn.objects.filter(
        agency=scene.agencies[0], audit_round=an_open_round(scene)
    ).get()


def an_item(scene):
    """The second of three versions, of the lead's agency."""
    mine = Evidence.objects.filter(agency=scene.agencies[0])
    return mine.filter(replaces__isnull=False, replaced_by__isnull=False).get()


def an_indicator(scene):
    return Indicator.objects.first()


def a_recommendation(scene):
    return Recommendation.objects.filter(review__status="published").first()


def an_owner(scene):
    return scene.board.memberships.filter(role=Role.LEAD).first()


def of_a_new_action(scene):
    due, owner = today() + timedelta(days=90), an_owner(scene)
    return {
        "agency": owner.agency_id,
        "owner": owner.user_id,
        "wording": "Ask every child what has changed.",
        "difference": "Children say they are heard.",
        "change": "process",
        "priority": "normal",
        "looked": "on",
        "due_on_0": due.day,
        "due_on_1": due.month,
        "due_on_2": due.year,
    }


def of_an_update(scene):
    note = BytesIO(b"What was done, in a few words.\n")
    note.name = "note.txt"
    return {"text": "The first two teams have been asked.", "files": note, "link": ""}


ARGUMENTS = {"performance:annual-report": (2017, "18")}
PAGES = (
    Page("performance:dashboard", "staff", DASHBOARD),
    Page("performance:dashboard", "chair", DASHBOARD),
    Page("performance:dashboard", "member", DASHBOARD),
    Page("reviews:work", "lead", FIRST_PAGE),
    Page("reviews:actions", "staff", LIST_20, "per=20"),
    Page("reviews:actions", "staff", LIST_100, "per=100"),
    Page("reviews:actions", "staff", LIST_20, "sort=due_on"),
    Page("reviews:actions", "staff", LIST_20, "overdue=on"),
    Page("reviews:actions", "staff", LIST_20, "q=supervision"),
    Page("reviews:actions", "member", LIST_20, "per=20"),
    Page("reviews:actions", "member", LIST_100, "per=100"),
    Page("reviews:actions", "lead", LIST_20, "per=20"),
    Page("reviews:actions", "lead", LIST_100, "per=100"),
    Page("reviews:action", "staff", DETAIL, record=an_action),
    Page("reviews:action", "lead", DETAIL, record=an_action),
    Page("reviews:reviews", "staff", LIST_20),
    Page("reviews:reviews", "member", LIST_100, "per=100"),
    Page("reviews:review", "staff", REVIEW, record=a_review),
    Page("reviews:review-plan", "staff", PLAN, record=a_review),
    Page("reviews:themes", "staff", THEMES),
    Page("reviews:theme", "member", THEME, record=a_theme),
    Page("reviews:theme", "staff", THEME, record=a_theme),
    Page("reviews:theme", "lead", THEME, record=a_theme),
    Page("reviews:themes-over-time", "staff", THEMES),
    Page("reviews:recommendations", "staff", LIST_20),
    Page("reviews:recommendation", "staff", DETAIL, record=a_recommendation),
    Page("reviews:measures", "staff", LIST_20),
    Page("reviews:alarms", "staff", LIST_20),
    Page("reviews:clocks", "staff", LIST_20),
    Page("reviews:update-owed", "lead", LIST_20),
    Page("reviews:audit-rounds", "staff", LIST_20),
    Page("reviews:audit-round", "staff", AUDIT, record=an_open_round),
    Page("reviews:audit-results", "staff", AUDIT, record=an_open_round),
    Page("reviews:audit-grades", "staff", LIST_20, record=an_open_round),
    Page("reviews:owed-returns", "staff", LIST_20),
    Page("reviews:audit-returns", "staff", LIST_20),
    Page("reviews:audit-returns", "staff", LIST_100, "per=100"),
    Page("reviews:audit-return", "lead", AUDIT, record=a_return),
    Page("reviews:audit-return", "staff", AUDIT, record=a_return),
    Page("reviews:audit-returns", "lead", LIST_20),
    Page("reviews:evidence", "staff", EVIDENCE_20),
    Page("reviews:evidence", "staff", EVIDENCE_100, "per=100"),
    Page("reviews:evidence", "staff", EVIDENCE_20, "status=queried"),
    Page("reviews:evidence", "lead", EVIDENCE_20),
    Page("reviews:evidence", "lead", EVIDENCE_100, "per=100"),
    Page("reviews:evidence-item", "staff", ITEM, record=an_item),
    Page("reviews:evidence-item", "lead", ITEM, record=an_item),
    Page("reviews:search", "staff", SEARCH, "q=supervision"),
    Page("reviews:search", "member", SEARCH, "q=R3/A1"),
    Page("training:courses", "staff", LIST_20),
    Page("training:sessions", "staff", LIST_20),
    Page("training:sessions", "staff", LIST_100, "per=100"),
    Page("performance:indicators", "member", LIST_20),
    Page("performance:indicator", "member", DETAIL, record=an_indicator),
    Page("performance:annual-report", "member", REPORT),
    Page("boards:activity", "staff", LIST_20),
    Page("boards:activity", "staff", LIST_100, "per=100"),
    Page("reviews:actions", "staff", EXPORT, "export=xlsx", times=3),
    Page("reviews:actions", "staff", UNBOUND, "export=csv", times=3),
)
STEPS = (
    Step("propose an action", "reviews:add-action", "staff", a_recommendation, of_a_new_action),
    Step("update an action", "reviews:update-action", "lead", an_action, of_an_update),
)
