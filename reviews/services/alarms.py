"""The board's answers where a theme came back after actions on it were accepted as done."""

from django.db import transaction
from django.utils import timezone

from boards.models import User
from boards.services.activity import record
from kscb.refusal import Refused
from reviews.figures.alarms import Alarm, alarms_of
from reviews.figures.recurrence import Seen
from reviews.models import AlarmAnswer, Finding, Theme


def ringing(finding: Finding, *, by: User) -> list[Alarm]:
    """The alarms that a finding raises, from all that this person may see."""
    return alarms_of(finding, Seen.by(by, finding.board))


@transaction.atomic
def answer(finding: Finding, *, answers: dict[int, str], by: User, at=None) -> Finding:
    """Write down what the board says, by theme, and beside it the figures it was shown.

    The activity is the theme's, which only staff read: that of an audit is read by its agencies.
    """
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    shown = {alarm.theme: alarm for alarm in ringing(finding, by=by)}
    themes = Theme.objects.in_bulk(answers)
    for key, words in answers.items():
        if key not in shown:
            raise Refused("The finding no longer raises this alarm. Open the page again.")
        AlarmAnswer.objects.create(
            finding=finding,
            theme=themes[key],
            shown=shown[key].words,
            answer=words,
            by=by,
            at=at or timezone.now(),
        )
        record(
            themes[key], "answered a recurrence alarm", by=by, at=at, note=f"{finding.reference}."
        )
    return finding
