from django.conf import settings
from django.db import models


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own alone: a draft is nobody else's to read."""
        return self.filter(person=user)


class Draft(models.Model):
    """What one person has typed into one form and not yet sent, so that nothing typed is lost."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts")
    path = models.CharField("page of the form", max_length=200)
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["person", "path"], name="draft_once")]

    def __str__(self):
        return f"Draft at {self.path}"
