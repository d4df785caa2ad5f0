import unicodedata

from django.db import migrations
from django.utils import timezone
from django.utils.text import slugify


def carry_over(apps, schema_editor):
    """What was asked before there were versions is version 1, published, in one section."""
    keys = set()
    for framework in apps.get_model("reviews", "Framework").objects.order_by("pk"):
        began = first_day(framework)
        framework.key = key_of(framework, keys)
        framework.board_id = board_of(apps, framework)
        framework.status = "published"
        framework.valid_from = began
        framework.folded = folded(framework.name)
        framework.save()
        # Its scale is its own, whatever the labels: scales are never taken to be one unasked.
        framework.grades.update(scale=f"own-{framework.pk}")
        section = apps.get_model("reviews", "Section").objects.create(
            framework=framework, number=1, title="Questions"
        )
        for question in framework.questions.all():
            question.section = section
            question.key = f"question-{question.number}"
            question.scale = f"own-{framework.pk}"
            question.valid_from = began
            question.save()


def first_day(framework):
    first = framework.rounds.order_by("opens_on").first()
    return min(first.opens_on, timezone.localdate()) if first else timezone.localdate()


def key_of(framework, keys):
    key = slugify(framework.name)[:50] or "framework"
    key = f"{key}-{framework.pk}" if key in keys else key
    keys.add(key)
    return key


def board_of(apps, framework):
    """The one board that asks it. What several boards ask stays in the library, above them."""
    boards = set(framework.rounds.values_list("board", flat=True))
    measures = apps.get_model("reviews", "Measure").objects.filter(question__framework=framework)
    boards |= set(measures.values_list("board", flat=True))
    if not boards:
        boards = set(apps.get_model("boards", "Board").objects.values_list("pk", flat=True))
    return boards.pop() if len(boards) == 1 else None


def folded(text):
    """As kscb.text.fold had it on the day this was written; a migration stands by itself."""
    plain = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
    bare = unicodedata.normalize("NFKD", text.translate(plain))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).casefold().split())


def put_back(apps, schema_editor):
    """The sections go with their table; the rest of the columns go with theirs."""
    apps.get_model("reviews", "Question").objects.update(section=None, scale="")
    apps.get_model("reviews", "Section").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0005_add_framework_versions"),
    ]

    operations = [migrations.RunPython(carry_over, put_back)]
