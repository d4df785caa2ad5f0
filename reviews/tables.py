import django_tables2 as tables
from django.utils.html import format_html, format_html_join

from boards.tables import Moment
from kscb.lists import Columns, Day, Linked, Number, Prose, Several, Where
from reviews.figures.progress import standing_of
from reviews.models import Response


class ThemeColumns(Columns):
    name = Linked(order_by="folded", verbose_name="Theme")
    named = Number(verbose_name="Reviews and audits that named it")
    open_actions = Number(verbose_name="Open actions")
    accepted_actions = Number(verbose_name="Accepted as done")
    tested_actions = Number(verbose_name="Of those, tested")
    helped_actions = Number(verbose_name="Shown to have helped")
    recurrences = Number(verbose_name="Came back")
    last_named_on = Day(verbose_name="Last named", default="")


class ReviewColumns(Columns):
    standing = Where(verbose_name="Status", orderable=True, order_by="status")
    reference = Linked(order_by="in_order", nowrap=True)
    pseudonym = Prose()
    kind = tables.Column(order_by="kind__name")
    commissioned_by = tables.Column(
        verbose_name="Commissioned by", order_by="commissioned_by__name"
    )
    published_on = Day(verbose_name="Published", default="")


class ActionColumns(Columns):
    standing = Where(verbose_name="Where it stands", orderable=True, order_by=("status", "due_on"))
    reference = Linked(order_by="in_order", nowrap=True)
    wording = Prose(verbose_name="What will be done", orderable=False)
    agency = tables.Column(verbose_name="Agency", order_by="agency__folded")
    owner = tables.Column(verbose_name="Named owner", order_by="owner__name")
    due_on = Day(verbose_name="Due")
    brag = tables.Column(verbose_name="Colour", orderable=False)
    days_in_status = Number(verbose_name="Days in this step", order_by="-status_since")


class FrameworkColumns(Columns):
    standing = Where(verbose_name="Status", orderable=True, order_by="status")
    name = Linked(verbose_name="Framework", order_by="folded")
    edition = Number(verbose_name="Version")
    asked = Number(verbose_name="Questions")
    valid_from = Day(verbose_name="Asked from", default="")
    valid_to = Day(verbose_name="Asked until", default="")
    kept_by = tables.Column(verbose_name="Kept by", orderable=False)


class RoundColumns(Columns):
    standing = Where(verbose_name="Status", orderable=True, order_by="status")
    reference = Linked(nowrap=True)
    title = Prose()
    due_on = Day(verbose_name="Returns due")
    asked = Number(verbose_name="Asked")
    sent = Number(verbose_name="Submitted or agreed")


class ReturnColumns(Columns):
    standing = Where(verbose_name="Where it stands", orderable=True, order_by="status")
    audit_round = Linked(accessor="audit_round__reference", verbose_name="Audit", nowrap=True)
    title = Prose(accessor="audit_round__title", orderable=False)
    agency = tables.Column(order_by=("agency__folded", "case_number"))
    case = tables.Column(
        accessor="case_words", verbose_name="Case", order_by="case_number", default=""
    )
    district = tables.Column(accessor="agency__district", verbose_name="District", default="")
    due_on = Day(verbose_name="Due")
    status = tables.Column(accessor="step_reached", verbose_name="Step reached", order_by="status")


class OfAnswerColumns(Columns):
    """Which answer a row is about."""

    agency = Linked(
        accessor="audit_return__agency__name",
        verbose_name="Agency",
        route="reviews:audit-return",
        key="audit_return_id",
        order_by=("audit_return__agency__folded", "audit_return__case_number"),
    )
    case = tables.Column(
        accessor="audit_return__case_words",
        verbose_name="Case",
        order_by="audit_return__case_number",
        default="",
    )
    question = Prose(accessor="question", order_by="question__number")

    def value_question(self, value):
        return str(value)


class GradeColumns(OfAnswerColumns):
    """Answers of reviews.figures.grids.grades_behind."""

    section = tables.Column(
        accessor="question__section__title",
        verbose_name="Section",
        order_by=("question__section__number", "question__number"),
    )
    own = tables.Column(
        accessor="grade", verbose_name="Own grade", order_by="grade__value", default="No grade"
    )
    panel = tables.Column(
        verbose_name="Moderated grade", order_by="panel_value", default="Not moderated"
    )
    why = Prose(verbose_name="Why", orderable=False, default="")

    class Meta:
        sequence = ("agency", "case", "section", "...")


class AnswerColumns(OfAnswerColumns):
    """Answers that were chosen or counted."""

    said = tables.Column(verbose_name="Answer", order_by=("choice", "number"))
    text = Prose(verbose_name="In words", orderable=False, default="")


class EvidenceColumns(Columns):
    standing = Where(verbose_name="Still good", orderable=True, order_by="expires_on")
    title = Linked(order_by="folded")
    agency = tables.Column(order_by="agency__folded")
    decisions = tables.Column(verbose_name="What the board said", orderable=False)
    supports = tables.Column(accessor="what_it_supports", orderable=False)
    given_by = tables.Column(verbose_name="Given by", order_by="given_by__name")
    given_at = Day(accessor="given_day", verbose_name="Given", order_by="given_at")
    expires_on = Day(verbose_name="Good until", default="")
    scan = tables.Column(accessor="kind_and_scan", verbose_name="File", order_by="document__kind")

    def render_supports(self, value):
        return format_html_join(", ", '<a class="govuk-link" href="{}">{}</a>', value)

    def value_supports(self, value):
        return ", ".join(label for _, label in value)


class FindingColumns(Columns):
    reference = tables.Column(orderable=False)
    wording = Prose(accessor="listed_wording", verbose_name="What was found", orderable=False)
    themes = Several()
    found_on = Day(verbose_name="Date")

    def render_wording(self, value, record):
        if record.is_restricted:
            url = record.review.get_absolute_url()
            return format_html('<a class="govuk-link" href="{}">{}</a>', url, value)
        return self.columns["wording"].column.render(value)

    def value_wording(self, value):
        return value


# Briefings and re-looks


class BriefingColumns(Columns):
    standing = Where(verbose_name="Status", orderable=True, order_by="status")
    title = Linked()
    review = Linked(
        accessor="review__reference",
        verbose_name="Review",
        route="reviews:review",
        key="review_id",
        nowrap=True,
        order_by="review__in_order",
    )
    shared_on = Day(verbose_name="Shared", order_by="status_since", default="")
    attest_by = Day(verbose_name="Agencies answer by", default="")


class RelookColumns(Columns):
    standing = Where(verbose_name="Result", orderable=True, order_by="result")
    recommendation = Linked(
        accessor="recommendation__reference",
        verbose_name="Recommendation",
        route="reviews:recommendation",
        key="recommendation_id",
        nowrap=True,
        order_by="recommendation__in_order",
    )
    looked_on = Day(verbose_name="Re-tested on")
    looked_by = tables.Column(verbose_name="Who looked again")
    words = Prose(accessor="words_on_a_list", verbose_name="What they saw", orderable=False)


# Reading, information and documents


class ReadingColumns(Columns):
    read_on = Day(verbose_name="Date", order_by="at")
    review = Linked(
        accessor="review__reference",
        order_by="review__in_order",
        route="reviews:review",
        key="review_id",
        nowrap=True,
    )
    person = tables.Column(accessor="person__name", verbose_name="Who read it")
    reason = Prose(verbose_name="Why", orderable=False)


class InformationRequestColumns(Columns):
    standing = Where(verbose_name="Where it stands", orderable=True, order_by=("status", "due_on"))
    review = Linked(
        accessor="review__reference",
        verbose_name="Review",
        order_by="review__in_order",
        nowrap=True,
    )
    agency = tables.Column(order_by="agency__folded")
    asked_on = Day(verbose_name="Asked")
    due_on = Day(verbose_name="Due")
    received_on = Day(verbose_name="Received", default="")


# The life of a review


class ClockColumns(Columns):
    """Of clocks (reviews/figures/clocks.py), which are worked out and not kept."""

    standing = Where(verbose_name="Where it stands")
    reference = Linked(
        accessor="review__reference", route="reviews:life", key="review__pk", nowrap=True
    )
    rule = tables.Column(verbose_name="Clock", accessor="rule__name")
    stage = tables.Column(verbose_name="Stage", accessor="review__stage", orderable=False)
    started_on = Day(verbose_name="Counted from")
    due_on = Day(verbose_name="Due")
    ended_on = Day(verbose_name="Done", orderable=False)
    reason = tables.Column(verbose_name="Reason for lateness", accessor="reason_asked")


class DecisionColumns(Columns):
    outcome = tables.Column(verbose_name="Decision")
    reference = Linked(
        accessor="review__reference",
        order_by="review__in_order",
        route="reviews:decision",
        nowrap=True,
    )
    kind = tables.Column(accessor="review__kind", order_by="review__kind__name")
    decided_on = Day(verbose_name="Date")
    decided_by = tables.Column(verbose_name="Who decided")
    improvements_before = tables.Column(verbose_name="Improvements identified before")
    recurrent_themes = tables.Column(verbose_name="Themes that keep coming back")


class RecommendationColumns(Columns):
    """Of rows made by `progress.with_progress` and `with_addressees`."""

    state = tables.Column(orderable=False, empty_values=(), attrs={"td": {"class": "nowrap"}})
    reference = Linked(order_by="in_order", nowrap=True)
    wording = Prose(accessor="listed_wording", orderable=False)
    addressed_to = tables.Column(verbose_name="Addressed to", orderable=False)
    priority = tables.Column()
    answer = tables.Column(
        verbose_name="The board’s answer", orderable=False, default="Not answered"
    )

    def render_state(self, record):
        standing = standing_of(record)
        return format_html('<span class="tag tag--{}">{}</span>', standing.tone, standing.word)

    def value_state(self, record):
        return standing_of(record).word

    def render_answer(self, value):
        return Response.Answer(value).label


class MeasureColumns(Columns):
    standing = Where(verbose_name="Where it stands")
    reference = Linked(nowrap=True, orderable=False)
    wording = Prose(
        accessor="listed_wording", verbose_name="What would show a difference", orderable=False
    )
    kind = tables.Column(verbose_name="How it is tested")
    test_on = Day(verbose_name="Test on")
    status = tables.Column(verbose_name="Step reached")
    tested_on = Day(verbose_name="Tested on", default="")


class AlarmColumns(Columns):
    """One row for each finding and theme that came back."""

    answer = tables.Column(
        accessor="is_answered",
        verbose_name="The board’s answer",
        attrs={"td": {"class": "nowrap"}},
    )
    finding = Linked(
        accessor="finding__reference",
        route="reviews:finding-alarms",
        key="finding_id",
        orderable=False,
        nowrap=True,
    )
    theme = tables.Column(accessor="theme__name", order_by="theme__folded", verbose_name="Theme")
    found_on = Day(accessor="finding__found_on", verbose_name="Found")

    def render_answer(self, value):
        tone, word = ("good", "Answered") if value else ("recurs", "Waits for an answer")
        return format_html('<span class="tag tag--{}">{}</span>', tone, word)

    def value_answer(self, value):
        return "Answered" if value else "Waits for an answer"


# Trackers


class TrackerColumns(Columns):
    standing = Where(verbose_name="Status", orderable=True, order_by="status")
    document = Linked(verbose_name="File", order_by="document__name")
    review = tables.Column(accessor="review__reference", order_by="review__in_order")
    at = Day(accessor="day", verbose_name="Uploaded", order_by="at")
    by = tables.Column(accessor="by__name", verbose_name="By", order_by="by__name")
    rows_in = Number(verbose_name="Rows read")
    rows_accepted = Number(verbose_name="Imported")
    rows_left_out = Number(verbose_name="Left out", orderable=False)
    rows_blank = Number(verbose_name="Blank")


class ReminderColumns(Columns):
    at = Moment(verbose_name="When")
    person = tables.Column(verbose_name="To", order_by="person__name")
    kind = tables.Column(accessor="kind_words", order_by="kind")
    about = Linked(
        order_by=(
            "action__in_order",
            "measure__recommendation__in_order",
            "measure__number",
            "evidence__folded",
            "audit_return__audit_round__folded",
        ),
        nowrap=True,
    )
    agency = tables.Column(order_by="agency_folded", default="")
    about_on = Day(verbose_name="Its date")
    result = tables.Column(
        accessor="result_words", verbose_name="E-mail", order_by="notice__result"
    )


class OwedColumns(Columns):
    """Returns that wait for their agency, each with a tick for the form of the page."""

    FORM = "owed"
    tick = tables.Column(accessor="pk", verbose_name="Choose", orderable=False)
    standing = Where(verbose_name="Where it stands", orderable=True, order_by="due_on")
    agency = Linked(
        accessor="agency__name",
        verbose_name="Agency",
        order_by=("agency__folded", "case_number"),
    )
    case = tables.Column(
        accessor="case_words", verbose_name="Case", order_by="case_number", default=""
    )
    audit_round = tables.Column(
        accessor="audit_round__reference", verbose_name="Audit", attrs={"td": {"class": "nowrap"}}
    )
    due_on = Day(verbose_name="Due")
    days_late = Number(verbose_name="Days late", order_by="-due_on")
    lead = tables.Column(
        accessor="lead_words", verbose_name="Who answers for it", order_by="lead_name"
    )
    reminded_at = Moment(verbose_name="Last reminded", default="")

    def render_tick(self, value, record):
        return format_html(
            '<div class="govuk-checkboxes govuk-checkboxes--small">'
            '<div class="govuk-checkboxes__item">'
            '<input class="govuk-checkboxes__input" type="checkbox" name="returns" value="{0}" '
            'id="choose-{0}" form="{1}">'
            '<label class="govuk-label govuk-checkboxes__label" for="choose-{0}">'
            '<span class="govuk-visually-hidden">Choose {2}</span></label></div></div>',
            value,
            self.FORM,
            record,
        )


# Immediate concerns


class ConcernColumns(Columns):
    standing = Where(verbose_name="Where it stands", orderable=True, order_by="confirmed_at")
    concern = Linked(accessor="reference", verbose_name="Concern", order_by="pk")
    agency = tables.Column(verbose_name="Handed to", order_by="agency__folded")
    raised_at = Moment(verbose_name="Handed over")
    raised_by = tables.Column(accessor="raised_by__name", verbose_name="By")
    confirmed_at = Moment(verbose_name="Confirmed", default="")
