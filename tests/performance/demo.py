"""What the tests of the demonstration ask it for: its people, its figures, its relations."""

from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.db.models import F

from boards.models import Activity, User
from performance.demo.people import SIGN_INS
from performance.models import Observation
from reviews.figures.recurrence import Seen, recurrence

PRINTED = "KSCB annual report summary 2017/18"


def run_demo() -> list[str]:
    said = StringIO()
    call_command("demo", stdout=said)
    return said.getvalue().splitlines()


def person(kind) -> User:
    [email] = [who.email for who in SIGN_INS if who.kind == kind]
    return User.objects.get(email=email)


def every_row() -> dict[str, list]:
    ours = ("boards", "reviews", "training", "performance")
    models = [model for app in ours for model in apps.get_app_config(app).get_models()]
    joins = [field.remote_field.through for model in models for field in model._meta.many_to_many]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in {*models, *joins}
    }


def seen(kent, key, **when):
    return Observation.objects.get(board=kent, indicator__key=key, source=PRINTED, **when)


def latest_steps(records):
    return [Activity.objects.about(record).first() for record in records]


def row_of(board, name) -> tuple[int, ...]:
    """Reviews and audits that named it; actions, done, tested, helped; how often it came back."""
    seen = Seen.everything(board)
    rows = recurrence(seen.findings, seen.actions, seen.measures)
    [row] = [row for row in rows if row.agency is None and row.name.startswith(name)]
    work = (row.actions, row.done, row.tested, row.helped)
    return (row.reviews, row.audits, *work, row.recurrences)


def strangers() -> list[str]:
    """The relations that join rows of two boards."""
    return [name for name, rows in relations() if rows.exists()]


def relations():
    """Every relation between two models that have a board, with the rows that cross boards."""
    ours = ("boards", "reviews", "training", "performance")
    models = [model for app in ours for model in apps.get_app_config(app).get_models()]
    of_a_board = {model for model in models if any(f.name == "board" for f in model._meta.fields)}
    for model in of_a_board:
        for field in (*model._meta.fields, *model._meta.many_to_many):
            if field.related_model in of_a_board:
                yield f"{model.__name__}.{field.name}", crossing(model, field)


def crossing(model, field):
    """Rows of `model` (or of its join) whose two ends are of different boards; what the library
    holds is of none."""
    if not field.many_to_many:
        there = model._base_manager.filter(**{f"{field.name}__board__isnull": False})
        return there.exclude(**{f"{field.name}__board": F("board")})
    through = field.remote_field.through
    this, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    return through._base_manager.exclude(**{f"{this}__board": F(f"{other}__board")})
