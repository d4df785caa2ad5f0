from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0010_require_due_days")]
    operations = [
        migrations.AddField(
            model_name="review",
            name="report",
            field=models.JSONField(
                blank=True,
                editable=False,
                null=True,
                verbose_name="its report, as it was published",
            ),
        ),
    ]
