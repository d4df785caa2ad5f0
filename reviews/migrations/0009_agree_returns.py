from django.db import migrations
from django.db.models import OuterRef, Subquery


def agree(apps, schema_editor):
    """What was accepted is agreed, and each return is due on its audit's day."""
    returns = apps.get_model("reviews", "AuditReturn").objects
    rounds = apps.get_model("reviews", "AuditRound").objects
    returns.filter(status="accepted").update(status="agreed")
    due = rounds.filter(pk=OuterRef("audit_round")).values("due_on")
    returns.update(due_on=Subquery(due))


def accept(apps, schema_editor):
    """Steps that were not there before go back to the nearest that was."""
    returns = apps.get_model("reviews", "AuditReturn").objects
    returns.filter(status="agreed").update(status="accepted")
    returns.filter(status__in=("resubmitted", "moderated")).update(status="submitted")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0008_widen_audits")]
    operations = [migrations.RunPython(agree, accept)]
