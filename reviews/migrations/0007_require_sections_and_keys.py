import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0006_carry_frameworks_over"),
    ]

    operations = [
        migrations.AlterField(
            model_name="question",
            name="section",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="reviews.section",
            ),
        ),
        migrations.AddConstraint(
            model_name="framework",
            constraint=models.UniqueConstraint(
                fields=("board", "key", "edition"), name="framework_edition_once_on_a_board"
            ),
        ),
        migrations.AddConstraint(
            model_name="framework",
            constraint=models.UniqueConstraint(
                condition=models.Q(("board__isnull", True)),
                fields=("key", "edition"),
                name="framework_edition_once_in_the_library",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("framework", "key"), name="question_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "graded"), models.Q(("scale", ""), _negated=True)),
                    models.Q(models.Q(("kind", "graded"), _negated=True), ("scale", "")),
                    _connector="OR",
                ),
                name="question_has_a_scale_if_graded",
            ),
        ),
    ]
