from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    """Each action serves the recommendation it was logged on; those done stood so since then."""
    Action = apps.get_model("reviews", "Action")
    Acceptance = apps.get_model("reviews", "Acceptance")
    Serves = Action.recommendations.through
    actions = Action.objects.values_list("pk", "recommendation_id").iterator()
    Serves.objects.bulk_create(
        (Serves(action_id=pk, recommendation_id=recommendation) for pk, recommendation in actions),
        batch_size=500,
    )
    accepted = Action.objects.filter(status="accepted").values_list("pk", "status_since")
    Acceptance.objects.bulk_create(
        (Acceptance(action_id=pk, accepted_on=timezone.localdate(at)) for pk, at in accepted),
        batch_size=500,
    )


def empty(apps, schema_editor):
    apps.get_model("reviews", "Acceptance").objects.all().delete()
    apps.get_model("reviews", "Action").recommendations.through.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_add_the_life_of_a_review_and_what_it_changed")]

    operations = [migrations.RunPython(fill, empty)]
