from django.conf import settings
from django.db import models


class ReceiptQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person=user)


class Receipt(models.Model):
    """That one copy of a form was saved, so that a second click saves nothing twice."""

    token = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="receipts")
    path = models.CharField(max_length=200)
    went_to = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["token", "person", "path"], name="receipt_once")
        ]

    def __str__(self):
        return f"{self.path} {self.token}"
