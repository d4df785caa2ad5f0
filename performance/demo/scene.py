"""What every part of the demonstration is loaded into: one board, its people and its agencies."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from boards.models import Agency, Board, User
from reviews.models import Action, AuditRound, PracticeStandard, Review, Theme

SUMMARY = "KSCB annual report summary 2017/18"
INVENTED = "Invented for demonstration"


@dataclass
class Scene:
    """`today` is the day of first loading: work in progress is dated from it."""

    board: Board
    today: date
    people: dict[str, User] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    standards: dict[str, PracticeStandard] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    rounds: dict[str, AuditRound] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)

    def lead(self, agency: str) -> User:
        """The person who answers for an agency on this board."""
        return self.people[f"lead of {agency}"]

    def day(self, offset: int) -> date:
        """So many days after the first loading; before it, if negative.

        A weekend gives the working day beyond it, so that past stays past and coming stays coming.
        """
        way = timedelta(days=1 if offset > 0 else -1)
        day = self.today + timedelta(days=offset)
        while offset and day.weekday() > 4:
            day += way
        return day


def moment(day: date, hour: int = 10) -> datetime:
    """An hour of a day in England."""
    return timezone.make_aware(datetime.combine(day, time(hour)))
