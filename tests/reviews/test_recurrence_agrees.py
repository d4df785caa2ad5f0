"""The table of recurrence is what plain SQL, written apart from it, counts in random worlds."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from boards.models import Role
from reviews.figures.alarms import alarms
from reviews.figures.recurrence import Seen, recurrence
from reviews.models import Action, Finding, Measure
from tests.factories import (
    ActionFactory,
    AgencyFactory,
    AuditRoundFactory,
    BodyFactory,
    FindingFactory,
    FrameworkFactory,
    MeasureFactory,
    RecommendationFactory,
    ReviewFactory,
    ReviewKindFactory,
    ThemeFactory,
    person_on,
)

pytestmark = pytest.mark.django_db
WORLDS = 30
FIRST = date(2016, 1, 1)
DAYS = 60  # few, so that findings fall on the days of acceptances

# A theme's own rows have agency 0, so that both kinds of row come from one query.
NAMED = """
    WITH named AS (
        SELECT f.id AS finding, COALESCE(t.merged_into_id, t.id) AS theme, f.found_on,
            CASE WHEN f.review_id IS NULL THEN 'a' || f.audit_round_id
                ELSE 'r' || f.review_id END AS source
        FROM reviews_finding f
        JOIN reviews_finding_themes ft ON ft.finding_id = f.id
        JOIN reviews_theme t ON t.id = ft.theme_id
        WHERE f.board_id = %s AND f.kind = 'learning'
    ), by_agency AS (
        SELECT theme, 0 AS agency, source, found_on FROM named
        UNION
        SELECT n.theme, fa.agency_id, n.source, n.found_on
        FROM named n JOIN reviews_finding_agencies fa ON fa.finding_id = n.finding
    ), on_theme AS (
        SELECT DISTINCT a.id AS action, a.agency_id AS agency, a.status,
            COALESCE(t.merged_into_id, t.id) AS theme
        FROM reviews_action a
        JOIN reviews_action_recommendations ar ON ar.action_id = a.id
        JOIN reviews_recommendation_findings rf ON rf.recommendation_id = ar.recommendation_id
        JOIN reviews_finding_themes ft ON ft.finding_id = rf.finding_id
        JOIN reviews_theme t ON t.id = ft.theme_id
        WHERE a.board_id = %s
            AND a.status NOT IN ('proposed', 'withdrawn', 'superseded')
    ), acted AS (
        SELECT action, 0 AS agency, status, theme FROM on_theme
        UNION
        SELECT action, agency, status, theme FROM on_theme
    ), verdict AS (
        SELECT o.action, (
            SELECT m.result
            FROM reviews_measure m
            JOIN reviews_action_recommendations ar ON ar.recommendation_id = m.recommendation_id
            WHERE ar.action_id = o.action AND m.result <> '' AND m.tested_on >= (
                SELECT MAX(c.accepted_on) FROM reviews_acceptance c WHERE c.action_id = o.action
            )
            ORDER BY m.tested_on DESC, m.id DESC
            LIMIT 1
        ) AS result
        FROM (SELECT DISTINCT action FROM on_theme WHERE status = 'accepted') o
    )
"""
COUNTS = f"""{NAMED}
    SELECT k.theme, k.agency,
        (SELECT COUNT(DISTINCT source) FROM by_agency b
            WHERE b.theme = k.theme AND b.agency = k.agency),
        (SELECT MAX(found_on) FROM by_agency b WHERE b.theme = k.theme AND b.agency = k.agency),
        (SELECT COUNT(*) FROM acted a WHERE a.theme = k.theme AND a.agency = k.agency),
        (SELECT COUNT(*) FROM acted a
            WHERE a.theme = k.theme AND a.agency = k.agency AND a.status = 'accepted'),
        (SELECT COUNT(*) FROM acted a JOIN verdict v ON v.action = a.action
            WHERE a.theme = k.theme AND a.agency = k.agency AND v.result IS NOT NULL),
        (SELECT COUNT(*) FROM acted a JOIN verdict v ON v.action = a.action
            WHERE a.theme = k.theme AND a.agency = k.agency AND v.result = 'helped'),
        (SELECT COUNT(DISTINCT b.source) FROM by_agency b
            JOIN acted a ON a.theme = b.theme AND a.agency = b.agency
            JOIN reviews_acceptance c ON c.action_id = a.action
            WHERE b.theme = k.theme AND b.agency = k.agency AND b.found_on > c.accepted_on
                AND (c.reopened_on IS NULL OR b.found_on <= c.reopened_on))
    FROM (
        SELECT theme, agency FROM by_agency UNION SELECT theme, agency FROM acted
    ) k
"""
RINGING = f"""{NAMED}
    SELECT DISTINCT n.finding, n.theme
    FROM named n
    JOIN on_theme o ON o.theme = n.theme
    JOIN reviews_acceptance c ON c.action_id = o.action
    WHERE n.found_on > c.accepted_on AND (c.reopened_on IS NULL OR n.found_on <= c.reopened_on)
"""


def asked_in_sql(sql, board):
    with connection.cursor() as cursor:
        cursor.execute(sql, [board.pk, board.pk])
        return cursor.fetchall()


def as_date(value):
    """SQLite keeps a day as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


class RandomWorld:
    """A board whose findings, actions and tests fall at random on a few days."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.kind = ReviewKindFactory()
        self.board = self.kind.board
        body = BodyFactory(board=self.board)
        framework = FrameworkFactory()
        self.agencies = [AgencyFactory(serves=self.board) for _ in range(3)]
        self.owner = person_on(self.board, Role.LEAD, agency=self.agencies[0])
        self.themes = self.some_themes()
        self.reviews = [
            ReviewFactory(board=self.board, kind=self.kind, commissioned_by=body)
            for _ in range(self.random.randint(1, 4))
        ]
        rounds = [AuditRoundFactory(board=self.board, framework=framework) for _ in range(2)]
        self.findings = [self.finding(self.reviews, "review") for _ in range(7)]
        self.audit_findings = [self.finding(rounds, "audit_round") for _ in range(3)]
        self.asked = [self.recommendation() for _ in range(5)]
        self.done = [self.action() for _ in range(7)]
        for _ in range(7):
            self.measure()

    def some_themes(self):
        themes = [ThemeFactory(board=self.board) for _ in range(5)]
        for theme in themes[3:]:
            if self.random.random() < 0.6:
                theme.merged_into = self.random.choice(themes[:3])
                theme.save()
        return themes

    def some(self, rows, least=0):
        return self.random.sample(rows, self.random.randint(least, min(3, len(rows))))

    def day(self):
        return FIRST + timedelta(days=self.random.randrange(DAYS))

    def finding(self, sources, owner):
        source = {"review": None, owner: self.random.choice(sources)}
        kinds = [Finding.Kind.LEARNING] * 4 + [Finding.Kind.GOOD_PRACTICE]
        finding = FindingFactory(
            board=self.board,
            found_on=self.day(),
            kind=self.random.choice(kinds),
            themes=self.some(self.themes),
            **source,
        )
        finding.agencies.set(self.some(self.agencies))
        return finding

    def recommendation(self):
        review = self.random.choice(self.reviews)
        return RecommendationFactory(review=review, findings=self.some(self.findings))

    def action(self):
        """Accepted and reopened in turn; at the end it stands as done, or somewhere else."""
        spans = self.spans()
        stands = bool(spans) and spans[-1][1] is None
        others = [status for status in Action.Status if status not in ("accepted", "superseded")]
        action = ActionFactory(
            recommendation=self.random.choice(self.asked),
            recommendations=self.some(self.asked),
            agency=self.random.choice(self.agencies),
            owner=self.owner,
            status="accepted" if stands else self.random.choice(others),
        )
        action.acceptances.all().delete()
        for begin, end in spans:
            action.acceptances.create(accepted_on=begin, reopened_on=end)
        return action

    def spans(self):
        days = sorted(self.day() for _ in range(self.random.randint(0, 4)))
        ends = [*days[1::2], *([None] if len(days) % 2 else [])]
        return list(zip(days[::2], ends, strict=True))

    def measure(self):
        result = self.random.choice(["", *Measure.Result.values])
        fields = {"status": "tested", "tested_on": self.day(), "result": result} if result else {}
        MeasureFactory(recommendation=self.random.choice(self.asked), **fields)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_every_number_agrees_with_plain_sql(seed):
    world = RandomWorld(seed)
    seen = Seen.everything(world.board)

    rows = recurrence(seen.findings, seen.actions, seen.measures)

    told = {
        (row.theme, row.agency or 0): (
            row.named,
            row.last_named_on,
            row.actions,
            row.done,
            row.tested,
            row.helped,
            row.recurrences,
        )
        for row in rows
    }
    counted = {
        (theme, agency): (named, as_date(last), *numbers)
        for theme, agency, named, last, *numbers in asked_in_sql(COUNTS, world.board)
    }
    assert told == counted
    assert len(told) == len(rows)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_the_alarms_are_what_plain_sql_finds(seed):
    world = RandomWorld(seed)

    found = [(tag.finding_id, tag.counted) for tag in alarms(Seen.everything(world.board))]

    assert sorted(found) == sorted(asked_in_sql(RINGING, world.board))


def test_the_random_worlds_hold_what_they_should_try():
    """Or the two tests above would agree about nothing."""
    tables = []
    for seed in range(12):
        seen = Seen.everything(RandomWorld(seed).board)
        tables += recurrence(seen.findings, seen.actions, seen.measures)

    assert any(row.agency and row.recurrences for row in tables)
    assert any(0 < row.recurrences < row.named for row in tables)
    assert any(row.tested > row.helped > 0 for row in tables)
    assert any(row.reviews and row.audits for row in tables)
