import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import kscb.dates


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0003_add_drafts_and_reminder_days"),
        ("boards", "__first__"),
        ("reviews", "0001_begin"),
    ]

    operations = [
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("accepted_on", models.DateField(verbose_name="accepted as done on")),
                (
                    "reopened_on",
                    models.DateField(blank=True, null=True, verbose_name="reopened on"),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="reviews.action",
                    ),
                ),
            ],
            options={
                "ordering": ["-accepted_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reopened_on__isnull", True),
                            ("reopened_on__gte", models.F("accepted_on")),
                            _connector="OR",
                        ),
                        name="acceptance_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_on__isnull", True)),
                        fields=("action",),
                        name="acceptance_stands_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AlarmAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shown", models.CharField(max_length=300, verbose_name="what the alarm said")),
                ("answer", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alarm_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alarm_answers",
                        to="reviews.finding",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alarm_answers",
                        to="reviews.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Briefing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Being written"), ("shared", "Shared")],
                        default="draft",
                        editable=False,
                        max_length=8,
                    ),
                ),
                (
                    "status_since",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "attest_by",
                    models.DateField(
                        blank=True, null=True, verbose_name="agencies say how they used it by"
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="briefing",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "ordering": ["-status_since", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("draft", "shared"))),
                        name="briefing_status_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attestation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("team", models.CharField(blank=True, max_length=120)),
                ("used_on", models.DateField(default=kscb.dates.today, verbose_name="used on")),
                ("staff_reached", models.PositiveIntegerField(verbose_name="staff reached")),
                ("what_will_change", models.TextField(verbose_name="what will change")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations",
                        to="boards.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "briefing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations",
                        to="reviews.briefing",
                    ),
                ),
            ],
            options={
                "ordering": ["-used_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="BriefingPanel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=80)),
                ("text", models.TextField(blank=True)),
                (
                    "briefing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="reviews.briefing",
                    ),
                ),
            ],
            options={
                "ordering": ["briefing", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("briefing", "number"), name="panel_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 7)),
                        name="panel_is_one_of_seven",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("number", models.PositiveSmallIntegerField(verbose_name="how many")),
                (
                    "unit",
                    models.CharField(
                        choices=[("working_days", "Working days"), ("months", "Months")],
                        max_length=12,
                    ),
                ),
                (
                    "starts_with",
                    models.CharField(
                        choices=[
                            ("aware", "The council became aware"),
                            ("notified", "Notification sent"),
                            ("rapid_reviewed", "Rapid review sent"),
                            ("decided", "Decision made"),
                            ("commissioned", "Review commissioned"),
                            ("completed", "Report completed"),
                            ("publication_planned", "Publication planned for"),
                            ("published", "Published"),
                            ("taken_down", "Taken down"),
                            ("repository", "Sent to the national repository"),
                            ("panel_told", "National Panel told of the decision"),
                            ("panel_agrees", "National Panel replied: agrees"),
                            ("panel_disagrees", "National Panel replied: disagrees"),
                            ("panel_national", "National Panel replied: national review"),
                            ("panel_told_publication", "National Panel told of publication"),
                            ("family_invited", "Family invited to take part"),
                            ("family_met", "Family met"),
                            ("family_declined", "Family chose not to take part"),
                            ("family_told", "Family told before publication"),
                            ("other", "Other letter or contact"),
                        ],
                        max_length=24,
                        verbose_name="counted from",
                    ),
                ),
                (
                    "ends_with",
                    models.CharField(
                        choices=[
                            ("aware", "The council became aware"),
                            ("notified", "Notification sent"),
                            ("rapid_reviewed", "Rapid review sent"),
                            ("decided", "Decision made"),
                            ("commissioned", "Review commissioned"),
                            ("completed", "Report completed"),
                            ("publication_planned", "Publication planned for"),
                            ("published", "Published"),
                            ("taken_down", "Taken down"),
                            ("repository", "Sent to the national repository"),
                            ("panel_told", "National Panel told of the decision"),
                            ("panel_agrees", "National Panel replied: agrees"),
                            ("panel_disagrees", "National Panel replied: disagrees"),
                            ("panel_national", "National Panel replied: national review"),
                            ("panel_told_publication", "National Panel told of publication"),
                            ("family_invited", "Family invited to take part"),
                            ("family_met", "Family met"),
                            ("family_declined", "Family chose not to take part"),
                            ("family_told", "Family told before publication"),
                            ("other", "Other letter or contact"),
                        ],
                        max_length=24,
                        verbose_name="met by",
                    ),
                ),
                ("is_before", models.BooleanField(default=False, verbose_name="counted back")),
                ("source", models.CharField(blank=True, max_length=200)),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="in force from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="in force to")),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clock_rules",
                        to="reviews.reviewkind",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ("working_days", "months"))),
                        name="clock_rule_unit_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "starts_with__in",
                                (
                                    "aware",
                                    "notified",
                                    "rapid_reviewed",
                                    "decided",
                                    "commissioned",
                                    "completed",
                                    "publication_planned",
                                    "published",
                                    "taken_down",
                                    "repository",
                                    "panel_told",
                                    "panel_agrees",
                                    "panel_disagrees",
                                    "panel_national",
                                    "panel_told_publication",
                                    "family_invited",
                                    "family_met",
                                    "family_declined",
                                    "family_told",
                                    "other",
                                ),
                            )
                        ),
                        name="clock_rule_start_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ends_with__in",
                                (
                                    "aware",
                                    "notified",
                                    "rapid_reviewed",
                                    "decided",
                                    "commissioned",
                                    "completed",
                                    "publication_planned",
                                    "published",
                                    "taken_down",
                                    "repository",
                                    "panel_told",
                                    "panel_agrees",
                                    "panel_disagrees",
                                    "panel_national",
                                    "panel_told_publication",
                                    "family_invited",
                                    "family_met",
                                    "family_declined",
                                    "family_told",
                                    "other",
                                ),
                            )
                        ),
                        name="clock_rule_end_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True),
                            ("to_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="clock_rule_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="order")),
                ("wording", models.CharField(max_length=300)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="in force from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="in force to")),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="reviews.reviewkind",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "criteria",
                "ordering": ["kind", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "number"), name="criterion_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True),
                            ("to_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="criterion_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("review", "Review"),
                            ("other_review", "Another kind of review"),
                            ("not_to_review", "Not to review"),
                            ("national", "National review considered"),
                        ],
                        max_length=14,
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("decided_by", models.CharField(max_length=120, verbose_name="who decided")),
                ("reasons", models.TextField()),
                (
                    "improvements_before",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("dont_know", "Don’t know")],
                        max_length=10,
                        verbose_name="were improvements identified before?",
                    ),
                ),
                (
                    "improvements_words",
                    models.TextField(
                        blank=True, verbose_name="what was identified, and what was done"
                    ),
                ),
                (
                    "recurrent_themes",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("dont_know", "Don’t know")],
                        max_length=10,
                        verbose_name="are there recurrent themes?",
                    ),
                ),
                (
                    "recurrent_words",
                    models.TextField(blank=True, verbose_name="which themes, and how they recur"),
                ),
                ("shown", models.JSONField(default=list, verbose_name="what our records said")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "criteria",
                    models.ManyToManyField(
                        blank=True,
                        related_name="decisions",
                        to="reviews.criterion",
                        verbose_name="criteria met",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_on", "-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ("review", "other_review", "not_to_review", "national"))
                        ),
                        name="decision_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("improvements_before__in", ("yes", "no", "dont_know"))),
                        name="decision_before_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recurrent_themes__in", ("yes", "no", "dont_know"))),
                        name="decision_recurrent_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proceeding",
                    models.CharField(
                        choices=[
                            ("criminal", "Criminal proceedings"),
                            ("care", "Care proceedings"),
                            ("inquest", "Inquest"),
                            ("employment", "Employment proceedings"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("from_on", models.DateField(default=kscb.dates.today, verbose_name="held from")),
                ("review_on", models.DateField(verbose_name="look at again on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("end_reason", models.TextField(blank=True, verbose_name="why it ended")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "ordering": ["-from_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "proceeding__in",
                                ("criminal", "care", "inquest", "employment", "other"),
                            )
                        ),
                        name="hold_proceeding_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review_on__isnull", True),
                            ("review_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="hold_reviewed_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="hold_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InformationRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.TextField(verbose_name="what is asked for")),
                ("asked_on", models.DateField(default=kscb.dates.today, verbose_name="asked on")),
                ("due_on", models.DateField(verbose_name="due date")),
                (
                    "received_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="received on"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("received", "Received"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "status_since",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="information_requests",
                        to="boards.agency",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("asked", "received", "withdrawn"))),
                        name="information_request_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_on__isnull", True),
                            ("due_on__gte", models.F("asked_on")),
                            _connector="OR",
                        ),
                        name="information_due_after_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "received"), _negated=True),
                            ("received_on__isnull", False),
                            _connector="OR",
                        ),
                        name="information_received_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LatenessReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason for lateness")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lateness_reasons",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lateness_reasons",
                        to="reviews.review",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons",
                        to="reviews.clockrule",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LinkedReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("domestic_homicide", "Domestic homicide review"),
                            ("safeguarding_adults", "Safeguarding adults review"),
                            ("mappa", "MAPPA serious case review"),
                            ("child_death", "Child death review"),
                            ("own", "Another review of this board"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "held_by",
                    models.CharField(blank=True, max_length=160, verbose_name="who holds it"),
                ),
                (
                    "their_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="their reference"),
                ),
                ("words", models.TextField(blank=True, verbose_name="note")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews_linked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="linked_from",
                        to="reviews.review",
                        verbose_name="the board’s own review",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "domestic_homicide",
                                    "safeguarding_adults",
                                    "mappa",
                                    "child_death",
                                    "own",
                                    "other",
                                ),
                            )
                        ),
                        name="linked_review_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "own"), ("other__isnull", False)),
                            models.Q(
                                models.Q(("kind", "own"), _negated=True), ("other__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="linked_review_names_our_own",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeStandard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("wording", models.CharField(max_length=300, verbose_name="what good looks like")),
                (
                    "test",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="how it can be tested"
                    ),
                ),
                (
                    "retired_on",
                    models.DateField(blank=True, null=True, verbose_name="no longer used since"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practice_standards",
                        to="boards.board",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standards",
                        to="reviews.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["theme", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("theme", "number"), name="standard_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("audit_question", "Audit question"),
                            ("indicator", "Indicator"),
                            ("survey", "Survey"),
                            ("relook", "Independent re-look"),
                            ("other", "Something else"),
                        ],
                        max_length=14,
                        verbose_name="how it will be tested",
                    ),
                ),
                ("wording", models.TextField(verbose_name="what would show a difference")),
                ("test_on", models.DateField(verbose_name="test on")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("tested", "Tested"),
                            ("embedded", "Embedded in practice"),
                            ("acted_on", "Led to a new action"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "status_since",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("helped", "Helped"),
                            ("partly", "Partly helped"),
                            ("not_helped", "Did not help"),
                            ("dont_know", "Don’t know"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "tested_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="tested on"
                    ),
                ),
                (
                    "seen",
                    models.TextField(
                        blank=True, editable=False, verbose_name="what the test showed"
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="boards.board",
                    ),
                ),
                (
                    "led_to",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_from",
                        to="reviews.action",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="reviews.question",
                        verbose_name="audit question",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="reviews.recommendation",
                    ),
                ),
                (
                    "tested_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures_tested",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="reviews.practicestandard",
                        verbose_name="practice standard",
                    ),
                ),
            ],
            options={
                "verbose_name": "measure of difference",
                "verbose_name_plural": "measures of difference",
                "ordering": ["recommendation", "number"],
                "indexes": [
                    models.Index(fields=["board", "status", "test_on"], name="measure_by_day")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ("audit_question", "indicator", "survey", "relook", "other"),
                            )
                        ),
                        name="measure_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ("planned", "tested", "embedded", "acted_on", "withdrawn"),
                            )
                        ),
                        name="measure_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result__in", ("", "helped", "partly", "not_helped", "dont_know"))
                        ),
                        name="measure_result_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("result", ""),
                                ("status__in", ("planned", "withdrawn")),
                                ("tested_on__isnull", True),
                            ),
                            models.Q(
                                ("status__in", ("tested", "embedded", "acted_on")),
                                ("tested_on__isnull", False),
                                models.Q(("result", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="measure_tested_has_its_result",
                    ),
                    models.UniqueConstraint(
                        fields=("recommendation", "number"), name="measure_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicationCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_redacted",
                    models.BooleanField(verbose_name="everything that must be is redacted"),
                ),
                (
                    "no_one_known",
                    models.BooleanField(
                        verbose_name="no one can be recognised from the words together"
                    ),
                ),
                (
                    "nothing_hidden",
                    models.BooleanField(verbose_name="the file holds no hidden content"),
                ),
                ("words", models.TextField(verbose_name="what was checked")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication_checks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication_checks",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_redacted", True), ("no_one_known", True), ("nothing_hidden", True)
                        ),
                        name="publication_check_is_all_yes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="why they read it")),
                ("read_on", models.DateField(default=kscb.dates.today, verbose_name="read on")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "person", "read_on"), name="reading_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Relook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("looked_on", models.DateField(verbose_name="re-tested on")),
                ("looked_by", models.CharField(max_length=120, verbose_name="who looked again")),
                (
                    "result",
                    models.CharField(
                        choices=[("met", "Met"), ("partly", "Partly met"), ("not_met", "Not met")],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(verbose_name="what they saw")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relooks",
                        to="boards.board",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relooks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relooks",
                        to="reviews.recommendation",
                    ),
                ),
            ],
            options={
                "verbose_name": "re-look",
                "ordering": ["-looked_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ("met", "partly", "not_met"))),
                        name="relook_result_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("due_soon", "Due soon"),
                            ("due", "Due today"),
                            ("overdue", "Overdue"),
                            ("returned", "Evidence returned"),
                            ("test_due", "Impact test due"),
                            ("escalated", "Overdue, told to the agency’s board member"),
                            ("now", "Reminded by board staff"),
                        ],
                        max_length=10,
                    ),
                ),
                ("about_on", models.DateField(verbose_name="about the date")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="reviews.action",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders_asked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="boards.board",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="reviews.measure",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="boards.notice",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "due_soon",
                                    "due",
                                    "overdue",
                                    "returned",
                                    "test_due",
                                    "escalated",
                                    "now",
                                ),
                            )
                        ),
                        name="reminder_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action__isnull", False), ("measure__isnull", True)),
                            models.Q(("action__isnull", True), ("measure__isnull", False)),
                            _connector="OR",
                        ),
                        name="reminder_is_about_one_thing",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "kind", "action", "about_on"),
                        name="reminder_once_per_action",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "kind", "measure", "about_on"),
                        name="reminder_once_per_measure",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("in_part", "Accepted in part"),
                            ("not_accepted", "Not accepted"),
                        ],
                        max_length=12,
                        verbose_name="the board’s answer",
                    ),
                ),
                ("reasons", models.TextField(blank=True)),
                (
                    "decided_on",
                    models.DateField(default=kscb.dates.today, verbose_name="decided on"),
                ),
                ("decided_by", models.CharField(max_length=120, verbose_name="who decided")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="boards.board",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="reviews.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ("accepted", "in_part", "not_accepted"))),
                        name="response_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", "accepted"),
                            models.Q(("reasons", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="response_refusal_has_reasons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("terms", "Terms of reference"),
                            ("agency_report", "Agency report"),
                            ("rapid_review", "Rapid review"),
                            ("draft_report", "Draft report"),
                            ("published_report", "Report for publication"),
                            ("letter", "Letter"),
                            ("other", "Other"),
                        ],
                        max_length=18,
                        verbose_name="type of document",
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_documents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_documents",
                        to="boards.document",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="reviews.informationrequest",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "title", "-version"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "terms",
                                    "agency_report",
                                    "rapid_review",
                                    "draft_report",
                                    "published_report",
                                    "letter",
                                    "other",
                                ),
                            )
                        ),
                        name="review_document_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("review", "title", "version"), name="review_document_version_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("aware", "The council became aware"),
                            ("notified", "Notification sent"),
                            ("rapid_reviewed", "Rapid review sent"),
                            ("decided", "Decision made"),
                            ("commissioned", "Review commissioned"),
                            ("completed", "Report completed"),
                            ("publication_planned", "Publication planned for"),
                            ("published", "Published"),
                            ("taken_down", "Taken down"),
                            ("repository", "Sent to the national repository"),
                            ("panel_told", "National Panel told of the decision"),
                            ("panel_agrees", "National Panel replied: agrees"),
                            ("panel_disagrees", "National Panel replied: disagrees"),
                            ("panel_national", "National Panel replied: national review"),
                            ("panel_told_publication", "National Panel told of publication"),
                            ("family_invited", "Family invited to take part"),
                            ("family_met", "Family met"),
                            ("family_declined", "Family chose not to take part"),
                            ("family_told", "Family told before publication"),
                            ("other", "Other letter or contact"),
                        ],
                        max_length=24,
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                ("words", models.TextField(blank=True, verbose_name="note")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "event__in",
                                (
                                    "aware",
                                    "notified",
                                    "rapid_reviewed",
                                    "decided",
                                    "commissioned",
                                    "completed",
                                    "publication_planned",
                                    "published",
                                    "taken_down",
                                    "repository",
                                    "panel_told",
                                    "panel_agrees",
                                    "panel_disagrees",
                                    "panel_national",
                                    "panel_told_publication",
                                    "family_invited",
                                    "family_met",
                                    "family_declined",
                                    "family_told",
                                    "other",
                                ),
                            )
                        ),
                        name="review_event_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="order")),
                ("name", models.CharField(max_length=80)),
                (
                    "is_last",
                    models.BooleanField(
                        default=False,
                        help_text="A review cannot reach it while an impact test is still to be done.",
                        verbose_name="ends the review",
                    ),
                ),
                (
                    "is_skipped",
                    models.BooleanField(default=False, verbose_name="not used by this board"),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="reviews.reviewkind",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number"), name="stage_number_once"),
                    models.UniqueConstraint(fields=("kind", "name"), name="stage_name_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageReached",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reached_on",
                    models.DateField(default=kscb.dates.today, verbose_name="reached on"),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=120, verbose_name="who decided"),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages_moved",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages_reached",
                        to="reviews.review",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reached",
                        to="reviews.stage",
                    ),
                ),
            ],
            options={
                "ordering": ["-reached_on", "-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("folded", models.CharField(db_index=True, editable=False, max_length=170)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="synonyms",
                        to="boards.board",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="synonyms",
                        to="reviews.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["folded"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("board", "folded"), name="synonym_once_per_board"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tracker",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.CharField(blank=True, max_length=120)),
                ("columns", models.JSONField(default=dict, verbose_name="which column holds what")),
                (
                    "rows_in",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="rows read"
                    ),
                ),
                (
                    "rows_accepted",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="rows imported"
                    ),
                ),
                (
                    "rows_blank",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="blank rows"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("imported", "Imported"),
                            ("undone", "Undone"),
                        ],
                        default="uploaded",
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "status_since",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trackers",
                        to="boards.board",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trackers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trackers",
                        to="boards.document",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trackers",
                        to="reviews.review",
                        verbose_name="review that its rows belong to",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("uploaded", "imported", "undone"))),
                        name="tracker_status_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrackedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row_number", models.PositiveIntegerField(verbose_name="row in the spreadsheet")),
                ("words", models.CharField(blank=True, max_length=300)),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tracked_rows",
                        to="reviews.action",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tracked_rows",
                        to="reviews.recommendation",
                    ),
                ),
                (
                    "tracker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tracked_rows",
                        to="reviews.tracker",
                    ),
                ),
            ],
            options={
                "ordering": ["tracker", "row_number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tracker", "row_number"), name="tracked_row_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UpdateLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="update_links",
                        to="reviews.action",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="update_links_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="update_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "word",
                    models.CharField(
                        choices=[
                            ("better", "Better"),
                            ("same", "The same"),
                            ("worse", "Worse"),
                            ("dont_know", "Don’t know"),
                        ],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("reasons", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="boards.board",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="reviews.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("word__in", ("better", "same", "worse", "dont_know"))),
                        name="verdict_word_known",
                    )
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="finding",
            options={"ordering": ["review", "audit_round", "number"]},
        ),
        migrations.RemoveConstraint(
            model_name="action",
            name="action_status_known",
        ),
        migrations.AddField(
            model_name="action",
            name="author",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions_proposed",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="change",
            field=models.CharField(
                choices=[
                    ("training", "Training"),
                    ("policy", "Policy or procedure"),
                    ("communication", "Communication"),
                    ("process", "Process"),
                    ("system", "System or tool"),
                    ("workload", "Workload or staffing"),
                    ("joint_working", "Joint working"),
                    ("other", "Something else"),
                ],
                default="other",
                max_length=14,
                verbose_name="kind of change",
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="priority",
            field=models.CharField(
                choices=[("high", "High"), ("normal", "Normal")], default="normal", max_length=6
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="recommendations",
            field=models.ManyToManyField(
                help_text="Always with the one that gave it its reference; others may be of other reviews.",
                related_name="served_by",
                to="reviews.recommendation",
                verbose_name="recommendations it serves",
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supersedes",
                to="reviews.action",
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="verified_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions_verified",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="duedatechange",
            name="is_deferral",
            field=models.BooleanField(default=False, verbose_name="deferred"),
        ),
        migrations.AddField(
            model_name="finding",
            name="agencies",
            field=models.ManyToManyField(
                blank=True,
                related_name="findings",
                to="boards.agency",
                verbose_name="agencies it names",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="audit_round",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="reviews.auditround",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="kind",
            field=models.CharField(
                choices=[("learning", "Something to learn"), ("good_practice", "Good practice")],
                default="learning",
                max_length=14,
            ),
        ),
        migrations.AddField(
            model_name="namedreader",
            name="capacity",
            field=models.CharField(
                choices=[
                    ("panel", "Panel member"),
                    ("lead_reviewer", "Lead reviewer"),
                    ("agency_author", "Author for an agency"),
                    ("other", "Other"),
                ],
                default="other",
                max_length=14,
            ),
        ),
        migrations.AddField(
            model_name="namedreader",
            name="is_independent",
            field=models.BooleanField(
                default=False, verbose_name="independent of the case and the agencies"
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="agencies",
            field=models.ManyToManyField(
                blank=True,
                related_name="recommendations",
                to="boards.agency",
                verbose_name="agencies it is addressed to",
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="no_action_reason",
            field=models.TextField(
                blank=True, editable=False, verbose_name="why no action is planned"
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="priority",
            field=models.CharField(
                choices=[("high", "High"), ("normal", "Normal")], default="normal", max_length=6
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="status",
            field=models.CharField(
                choices=[("draft", "Draft"), ("made", "Made"), ("superseded", "Superseded")],
                default="made",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="status_since",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supersedes",
                to="reviews.recommendation",
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="to_board",
            field=models.BooleanField(default=False, verbose_name="addressed to the board"),
        ),
        migrations.AddField(
            model_name="review",
            name="childs_voice",
            field=models.TextField(blank=True, verbose_name="the child’s voice"),
        ),
        migrations.AddField(
            model_name="review",
            name="ethnicity",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="review",
            name="gender",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="review",
            name="plan_agreed_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="plan agreed"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="take_down_on",
            field=models.DateField(blank=True, null=True, verbose_name="to be taken down on"),
        ),
        migrations.AddField(
            model_name="review",
            name="themes",
            field=models.ManyToManyField(
                blank=True,
                help_text="What it seems to be about, before there are findings.",
                related_name="reviews",
                to="reviews.theme",
                verbose_name="themes seen so far",
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="reviews.theme",
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="reviews.theme",
                verbose_name="wider theme",
            ),
        ),
        migrations.AlterField(
            model_name="action",
            name="recommendation",
            field=models.ForeignKey(
                help_text="The one that gave it its reference.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="reviews.recommendation",
            ),
        ),
        migrations.AlterField(
            model_name="action",
            name="status",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("agreed", "Agreed"),
                    ("in_progress", "In progress"),
                    ("submitted", "Evidence submitted"),
                    ("deferred", "Deferred"),
                    ("disputed", "Disputed by the agency"),
                    ("accepted", "Accepted as done"),
                    ("withdrawn", "Withdrawn"),
                    ("superseded", "Superseded"),
                ],
                default="agreed",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="duedatechange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="due_dates_changed",
                to=settings.AUTH_USER_MODEL,
                verbose_name="approved by",
            ),
        ),
        migrations.AlterField(
            model_name="finding",
            name="found_on",
            field=models.DateField(db_index=True, verbose_name="date of the finding"),
        ),
        migrations.AlterField(
            model_name="finding",
            name="review",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="reviews.review",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        (
                            "proposed",
                            "agreed",
                            "in_progress",
                            "submitted",
                            "deferred",
                            "disputed",
                            "accepted",
                            "withdrawn",
                            "superseded",
                        ),
                    )
                ),
                name="action_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", ("high", "normal"))),
                name="action_priority_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "change__in",
                        (
                            "training",
                            "policy",
                            "communication",
                            "process",
                            "system",
                            "workload",
                            "joint_working",
                            "other",
                        ),
                    )
                ),
                name="action_change_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "superseded"), ("superseded_by__isnull", False)),
                    models.Q(
                        models.Q(("status", "superseded"), _negated=True),
                        ("superseded_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="action_superseded_names_its_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="namedreader",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("capacity__in", ("panel", "lead_reviewer", "agency_author", "other"))
                ),
                name="named_reader_capacity_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("draft", "made", "superseded"))),
                name="recommendation_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", ("high", "normal"))),
                name="recommendation_priority_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="theme_not_merged_into_itself",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="standards",
            field=models.ManyToManyField(
                blank=True,
                related_name="findings",
                to="reviews.practicestandard",
                verbose_name="practice standards",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("learning", "good_practice"))),
                name="finding_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audit_round__isnull", True), ("review__isnull", False)),
                    models.Q(("audit_round__isnull", False), ("review__isnull", True)),
                    _connector="OR",
                ),
                name="finding_is_of_one_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                fields=("audit_round", "number"), name="finding_number_once_per_audit"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="stage",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="reviews.stage",
            ),
        ),
    ]
