from django_filters import ChoiceFilter

from kscb.dates import in_words
from kscb.lists import Filters, Words
from performance.models import Indicator, Observation


class IndicatorFilters(Filters):
    q = Words(label="Words in the title")
    polarity = ChoiceFilter(label="Direction", choices=Indicator.Polarity.choices)


class ObservationFilters(Filters):
    """What was said, by whom, of which day. All three choices come from one query."""

    indicator = ChoiceFilter(label="Indicator", choices=())
    source = ChoiceFilter(label="Source", choices=())
    as_at = ChoiceFilter(label="As at", choices=())
    status = ChoiceFilter(label="Status", choices=Observation.Status.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Observation.objects.visible_to(self.request.user).filter(board=self.board)
        known = rows.order_by().values_list("indicator", "indicator__title", "source", "as_at")
        known = list(known.distinct())
        titles = {(pk, title) for pk, title, _, _ in known}
        days = sorted({day for *_, day in known}, reverse=True)
        self.choose_from("indicator", sorted(titles, key=lambda pair: pair[1]))
        self.choose_from("source", [(one, one) for one in sorted({row[2] for row in known})])
        self.choose_from("as_at", [(day.isoformat(), in_words(day)) for day in days])

    def choose_from(self, name, choices):
        self.filters[name].extra["choices"] = choices
