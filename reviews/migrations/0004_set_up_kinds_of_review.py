from datetime import date

from django.db import migrations

# As reviews/services/kinds.py had them on the day this was written; a migration stands by itself.
STAGES = (
    "Referred",
    "Screening",
    "Notified",
    "Rapid review",
    "Decision",
    "Commissioned",
    "Information from agencies",
    "Practitioners and family",
    "Draft report",
    "Panel and quality",
    "Board approval",
    "Response and action plan agreed",
    "Published",
    "Actions under way",
    "Actions complete",
    "Impact tested",
    "Closed",
    "Publication held",
    "Criteria not met",
    "Another kind of review instead",
    "Reopened",
)
INSPECTION_STAGES = (
    "Report received",
    "Response and action plan agreed",
    "Published",
    "Actions under way",
    "Actions complete",
    "Impact tested",
    "Closed",
    "Reopened",
)
ENDS = (
    "Closed",
    "Criteria not met",
    "Another kind of review instead",
)
RULES = (
    {
        "name": "Notification within 5 working days",
        "number": 5,
        "unit": "working_days",
        "starts_with": "aware",
        "ends_with": "notified",
        "source": "Children Act 2004, section 16C; Working Together 2018, chapter 4; Working Together 2023, chapter 5",
        "is_before": False,
        "from_on": date(2018, 6, 29),
        "to_on": None,
    },
    {
        "name": "Rapid review within 15 working days",
        "number": 15,
        "unit": "working_days",
        "starts_with": "notified",
        "ends_with": "rapid_reviewed",
        "source": "Working Together 2018, chapter 4; Working Together 2023, chapter 5",
        "is_before": False,
        "from_on": date(2018, 6, 29),
        "to_on": None,
    },
    {
        "name": "Review completed within 6 months",
        "number": 6,
        "unit": "months",
        "starts_with": "decided",
        "ends_with": "completed",
        "source": "Working Together 2018, chapter 4; Working Together 2023, chapter 5",
        "is_before": False,
        "from_on": date(2018, 6, 29),
        "to_on": None,
    },
    {
        "name": "Panel told 7 working days before publication",
        "number": 7,
        "unit": "working_days",
        "starts_with": "publication_planned",
        "ends_with": "panel_told_publication",
        "source": "Working Together 2018, chapter 4; Working Together 2023, chapter 5",
        "is_before": True,
        "from_on": date(2018, 6, 29),
        "to_on": None,
    },
)
SCR_RULES = (
    {
        "name": "Notification within 5 working days",
        "number": 5,
        "unit": "working_days",
        "starts_with": "aware",
        "ends_with": "notified",
        "source": "Working Together 2015, chapter 4",
        "is_before": False,
        "from_on": date(2015, 3, 26),
        "to_on": date(2019, 9, 29),
    },
    {
        "name": "Decision within 1 month",
        "number": 1,
        "unit": "months",
        "starts_with": "notified",
        "ends_with": "decided",
        "source": "Working Together 2015, chapter 4",
        "is_before": False,
        "from_on": date(2015, 3, 26),
        "to_on": date(2019, 9, 29),
    },
    {
        "name": "Review completed within 6 months",
        "number": 6,
        "unit": "months",
        "starts_with": "decided",
        "ends_with": "completed",
        "source": "Working Together 2015, chapter 4",
        "is_before": False,
        "from_on": date(2015, 3, 26),
        "to_on": date(2019, 9, 29),
    },
    {
        "name": "Panel told one week before publication",
        "number": 5,
        "unit": "working_days",
        "starts_with": "publication_planned",
        "ends_with": "panel_told_publication",
        "source": "Working Together 2015, chapter 4: at least one week, counted here as 5 working days",
        "is_before": True,
        "from_on": date(2015, 3, 26),
        "to_on": date(2020, 9, 29),
    },
)
CRITERIA = (
    {
        "wording": "Abuse or neglect of a child is known or suspected, and the child has died or been seriously harmed.",
        "source": "Children Act 2004, section 16C; Working Together 2018, chapter 4; Working Together 2023, chapter 5",
        "from_on": date(2018, 6, 29),
        "to_on": None,
    },
    {
        "wording": "The case shows, or may show, that safeguarding has to improve, in ways identified before or not.",
        "source": "SI 2018/789, regulation 11(2)(a)",
        "from_on": date(2018, 6, 29),
        "to_on": None,
    },
    {
        "wording": "The case shows, or may show, themes that keep coming back in how children are safeguarded.",
        "source": "SI 2018/789, regulation 11(2)(b)",
        "from_on": date(2018, 6, 29),
        "to_on": None,
    },
    {
        "wording": "The case raises, or may raise, concern about how two or more agencies worked together.",
        "source": "SI 2018/789, regulation 11(2)(c)",
        "from_on": date(2018, 6, 29),
        "to_on": None,
    },
    {
        "wording": "The national Panel has considered it and concluded that a local review may be more fitting.",
        "source": "SI 2018/789, regulation 11(2)(d)",
        "from_on": date(2018, 6, 29),
        "to_on": None,
    },
)
SCR_CRITERIA = (
    {
        "wording": "Abuse or neglect of a child is known or suspected, and the child has died.",
        "source": "LSCB Regulations 2006 (SI 2006/90), regulation 5(2)(a) and (b)(i); Working Together 2015, chapter 4",
        "from_on": date(2015, 3, 26),
        "to_on": date(2019, 9, 29),
    },
    {
        "wording": "Abuse or neglect is known or suspected, the child was seriously harmed, and there is cause for concern about how agencies worked together.",
        "source": "LSCB Regulations 2006 (SI 2006/90), regulation 5(2)(a) and (b)(ii); Working Together 2015, chapter 4",
        "from_on": date(2015, 3, 26),
        "to_on": date(2019, 9, 29),
    },
    {
        "wording": "The child died in custody, on remand, in a secure children’s home, or while detained under the Mental Health Act.",
        "source": "Working Together 2015, chapter 4",
        "from_on": date(2015, 3, 26),
        "to_on": date(2019, 9, 29),
    },
)


def set_up(apps, schema_editor):
    """Each kind of review gets the stages, the clocks and the criteria that it lacks altogether."""
    Stage, ClockRule, Criterion, ReviewKind = (
        apps.get_model("reviews", name)
        for name in ("Stage", "ClockRule", "Criterion", "ReviewKind")
    )
    for kind in ReviewKind.objects.all():
        stages, rules, criteria = usual(kind)
        if not kind.stages.exists():
            Stage.objects.bulk_create(
                Stage(kind=kind, number=number, name=name, is_last=name in ENDS)
                for number, name in enumerate(stages, start=1)
            )
        if not kind.clock_rules.exists():
            ClockRule.objects.bulk_create(ClockRule(kind=kind, **rule) for rule in rules)
        if not kind.criteria.exists():
            Criterion.objects.bulk_create(
                Criterion(kind=kind, number=number, **criterion)
                for number, criterion in enumerate(criteria, start=1)
            )


def usual(kind):
    if kind.is_inspection:
        return INSPECTION_STAGES, (), ()
    if kind.code == "SCR" or "serious case review" in kind.name.lower():
        return STAGES, SCR_RULES, SCR_CRITERIA
    return STAGES, RULES, CRITERIA


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_serve_recommendations_and_keep_acceptances")]

    # What was given may be in use by now: going back leaves it, and going on again adds nothing.
    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
