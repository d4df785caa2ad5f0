from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """What was sent already was due on the day that its return has now."""
    returns = apps.get_model("reviews", "AuditReturn").objects
    due = returns.filter(pk=OuterRef("audit_return")).values("due_on")
    apps.get_model("reviews", "Submission").objects.update(due_on=Subquery(due))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0015_keep_what_was_moderated")]
    operations = [
        migrations.AddField(
            model_name="submission",
            name="due_on",
            field=models.DateField("due then", null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="submission",
            name="due_on",
            field=models.DateField("due then"),
        ),
    ]
