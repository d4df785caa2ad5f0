from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0009_agree_returns")]
    operations = [
        migrations.AlterField(
            model_name="auditreturn",
            name="due_on",
            field=models.DateField("due"),
        ),
        migrations.AddConstraint(
            model_name="auditreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        (
                            "not_started",
                            "in_progress",
                            "submitted",
                            "returned",
                            "resubmitted",
                            "moderated",
                            "agreed",
                        ),
                    )
                ),
                name="audit_return_status_known",
            ),
        ),
    ]
