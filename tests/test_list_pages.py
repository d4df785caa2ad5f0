"""Every list and first page: as quick for many rows as for one, and exported entire."""

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boards.models import Activity, Document, Notice, Role
from kscb.dates import today
from reviews.models import Tracker
from tests import factories
from tests.access.table import TABLE
from tests.access.words import OK

pytestmark = pytest.mark.django_db

MOST_ON_A_LIST, MOST_ON_A_DASHBOARD = 8, 10


class Planted:
    """What each list shows, on Kent's board, `number` rows at a time."""

    def __init__(self, world):
        self.world, self.kent = world, world.kent
        self.theme = factories.ThemeFactory(board=self.kent)
        self.kind = factories.ReviewKindFactory(board=self.kent)
        self.body = factories.BodyFactory(board=self.kent)
        self.owner = factories.person_on(self.kent, Role.LEAD, agency=world.health)
        self.course = factories.CourseFactory(board=self.kent)
        self.elearning = factories.CourseFactory(board=self.kent, kind="e_learning")

    def review(self):
        return factories.ReviewFactory(
            board=self.kent, kind=self.kind, commissioned_by=self.body, published=True
        )

    def finding(self):
        return factories.FindingFactory(review=self.review(), themes=[self.theme])

    def action(self, **fields):
        finding = self.finding()
        recommendation = factories.RecommendationFactory(review=finding.review, findings=[finding])
        chosen = {"agency": self.world.health, "owner": self.owner, **fields}
        return factories.ActionFactory(recommendation=recommendation, **chosen)

    def alarm(self):
        done = self.action(accepted=True, accepted_on=today() - timedelta(days=90))
        assert done.is_accepted
        return factories.FindingFactory(
            review=self.review(), themes=[self.theme], found_on=today() - timedelta(days=3)
        )

    def late_action(self):
        return self.action(due_on=today() - timedelta(days=3))

    def action_of_a_leaver(self):
        return self.action(owner=self.world.leaver)

    def framework(self):
        return factories.FrameworkFactory(board=self.kent)

    def audit_round(self):
        return factories.AuditRoundFactory(board=self.kent)

    def audit_return(self):
        return factories.AuditReturnFactory(
            audit_round=self.audit_round(), agency=self.world.health
        )

    def concern(self):
        factories.ImmediateConcernFactory(
            board=self.kent, agency=self.world.health, audit_round=self.audit_round()
        )

    def evidence(self):
        given = factories.EvidenceFactory(
            board=self.kent, agency=self.world.health, given_by=self.owner
        )
        update = factories.ActionUpdateFactory(action=self.action())
        factories.SupportFactory(evidence=given, update=update)

    def reading(self):
        restricted = factories.ReviewFactory(
            board=self.kent, kind=self.kind, commissioned_by=self.body
        )
        factories.ReadingFactory(review=restricted, person=self.world.staff)

    def information_request(self):
        review = self.review()
        factories.InformationRequestFactory(review=review, agency=self.world.health)

    # The life of a review

    def clock(self):
        """Of a kind of its own: every clock of a kind runs in each of its reviews."""
        code = f"C{self.kent.review_kinds.count()}"
        kind = factories.ReviewKindFactory(board=self.kent, code=code)
        review = factories.ReviewFactory(board=self.kent, kind=kind)
        rule = factories.ClockRuleFactory(kind=kind)
        factories.ReviewEventFactory(review=review, event="aware")
        factories.LatenessReasonFactory(review=review, rule=rule)

    def decision(self):
        return factories.DecisionFactory(review=self.review())

    def recommendation(self):
        finding = self.finding()
        asked = factories.RecommendationFactory(review=finding.review, findings=[finding])
        asked.agencies.add(self.world.health)
        return asked

    def measure(self):
        return factories.MeasureFactory(recommendation=self.recommendation(), due=True)

    def tracker(self):
        review, owner = self.review(), self.owner
        document = Document.objects.create(
            board=self.kent,
            name="plan.csv",
            kind="csv",
            size=5,
            sha256="",
            stored_as=f"cc/{Document.objects.count()}",
            uploaded_by=owner,
        )
        Tracker.objects.create(board=self.kent, document=document, review=review, by=owner)

    def reminder(self):
        return factories.ReminderFactory(action=self.action())

    def agency(self):
        return factories.AgencyFactory(serves=self.kent)

    def person(self):
        return factories.person_on(self.kent, Role.LEAD, agency=self.world.health)

    def step(self):
        Activity.objects.create(
            board=self.kent, actor=self.owner, verb="looked", target=self.kent, target_label="Kent"
        )

    def notice(self):
        Notice.objects.create(board=self.kent, email="a@kscb.example", subject="B", about="C")

    def meeting(self):
        number = self.kent.meetings.count()
        return factories.MeetingFactory(board=self.kent, title=f"Meeting {number}")

    def achievement(self):
        return factories.AchievementFactory(board=self.kent)

    def view(self):
        return factories.MemberViewFactory(board=self.kent)

    def a_theme(self):
        return factories.ThemeFactory(board=self.kent)

    def a_course(self):
        return factories.CourseFactory(board=self.kent)

    def session(self):
        return factories.SessionFactory(course=self.course)

    def attendance(self):
        return factories.AttendanceFactory(session=self.session(), agency=self.world.health)

    def completion(self):
        year = 2000 + self.elearning.completions.count()
        return factories.CompletionFactory(
            course=self.elearning, agency=self.world.health, year=year
        )

    def indicator(self):
        return factories.ObservationFactory(indicator__board=self.kent).indicator

    def headline(self):
        return factories.ObservationFactory(indicator__board=self.kent, indicator__is_headline=True)

    # Publication, briefings and re-looks

    def briefing(self):
        return factories.BriefingFactory(review=self.review(), shared=True)

    def relook(self):
        recommendation = factories.RecommendationFactory(review=self.review())
        return factories.RelookFactory(recommendation=recommendation)


LISTS = {
    "boards:meetings": Planted.meeting,
    "boards:achievements": Planted.achievement,
    "boards:member-views": Planted.view,
    "boards:activity": Planted.step,
    "boards:notices": Planted.notice,
    "boards:agencies": Planted.agency,
    "boards:people": Planted.person,
    "reviews:themes": Planted.a_theme,
    "reviews:reviews": Planted.review,
    "reviews:findings": Planted.finding,
    "reviews:actions": Planted.action,
    "reviews:alarms": Planted.alarm,
    "reviews:hand-over": Planted.action_of_a_leaver,
    "reviews:clocks": Planted.clock,
    "reviews:decisions": Planted.decision,
    "reviews:recommendations": Planted.recommendation,
    "reviews:measures": Planted.measure,
    "reviews:frameworks": Planted.framework,
    "reviews:audit-rounds": Planted.audit_round,
    "reviews:audit-returns": Planted.audit_return,
    "reviews:owed-returns": Planted.audit_return,
    "reviews:concerns": Planted.concern,
    "reviews:evidence": Planted.evidence,
    "reviews:briefings": Planted.briefing,
    "reviews:relooks": Planted.relook,
    "reviews:readings": Planted.reading,
    "reviews:information-requests": Planted.information_request,
    "reviews:trackers": Planted.tracker,
    "reviews:reminders": Planted.reminder,
    "training:courses": Planted.a_course,
    "training:sessions": Planted.session,
    "training:attendance": Planted.attendance,
    "training:completions": Planted.completion,
    "performance:indicators": Planted.indicator,
    "performance:observations": Planted.indicator,
}


def plant(planted, what, number):
    for _ in range(number):
        what(planted)


def ask(client, url):
    """The response, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return response, len(queries)


def shown(response):
    """How many rows a list says that it has."""
    return response.context["total"]


def test_every_list_is_known_here(world, signed_in):
    client = signed_in(world.staff)

    with_an_export = {
        name
        for name, entry in TABLE.items()
        if entry.at.__name__ == "no_record"
        and entry.get["own"].of("staff") == OK
        and "csv" in client.get(reverse(name), {"export": "csv"}).headers["Content-Type"]
    }

    assert with_an_export == set(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_no_more_of_the_database_for_more_rows(name, world, signed_in):
    client, url = signed_in(world.staff), reverse(name)
    planted = Planted(world)
    plant(planted, LISTS[name], 1)
    client.get(url)  # what is asked once in the life of the site
    one, few = ask(client, url)
    before = shown(one)

    plant(planted, LISTS[name], 2)
    three, many = ask(client, url)

    assert shown(three) == before + 2
    assert many == few <= MOST_ON_A_LIST


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_every_row_of_every_page(kind, name, world, signed_in):
    client, url = signed_in(world.staff), reverse(name)
    plant(Planted(world), LISTS[name], 23)
    total = shown(client.get(url))

    response, queries = ask(client, f"{url}?export={kind}")

    rows = rows_of(response)
    assert len(rows) == 1 + total >= 1 + 23
    assert len({tuple(row) for row in rows}) > 1
    assert queries <= MOST_ON_A_LIST


def rows_of(response):
    if response["Content-Type"].startswith("text/csv"):
        return list(csv.reader(StringIO(response.getvalue().decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(BytesIO(response.getvalue())).active
    return list(sheet.iter_rows(values_only=True))


# First pages


FIRST_PAGES = {
    "staff": "performance:dashboard",
    "chair": "performance:dashboard",
    "member": "performance:dashboard",
    "trainer": "performance:dashboard",
    "lead": "reviews:work",
    "contributor": "reviews:work",
}


def plant_everything(planted):
    for what in (*LISTS.values(), Planted.late_action, Planted.headline):
        what(planted)
    shared = (planted.action(), planted.audit_return())
    for record in shared:
        record.contributors.add(planted.world.contributor)
    factories.SessionFactory(course=planted.course, trainer=planted.world.trainer)


@pytest.mark.parametrize("person", FIRST_PAGES)
def test_a_first_page_asks_no_more_for_more_rows(person, world, signed_in):
    client = signed_in(world.people[person])
    url, planted = reverse(FIRST_PAGES[person]), Planted(world)
    plant_everything(planted)
    client.get(url)
    page, few = ask(client, url)

    plant_everything(planted)
    plant_everything(planted)
    fuller, many = ask(client, url)

    assert many == few <= MOST_ON_A_DASHBOARD
    assert words_of(page) != words_of(fuller)


FRESH = re.compile(r'name="(csrfmiddlewaretoken|receipt)" value="[^"]*"')


def words_of(response):
    return FRESH.sub("", response.text)
