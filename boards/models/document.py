from django.conf import settings
from django.db import models
from django.db.models import Q

from boards.models.membership import WHOLE_BOARD, on_board
from kscb import constraints


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff and the chair. Everyone else reaches a file through what it belongs to."""
        return self.filter(on_board(user, *WHOLE_BOARD))

    def to_be_scanned(self):
        """Those that no scanner has answered for, also from when there was none."""
        return self.filter(scan__in=[Document.Scan.WAITING, Document.Scan.NOT_SCANNED])


class Document(models.Model):
    """One stored file. It has no page of its own: its owner's download page opens it."""

    class Scan(models.TextChoices):
        NOT_SCANNED = "not_scanned", "Not scanned for viruses"
        WAITING = "waiting", "Being checked for viruses"
        CLEAN = "clean", "No virus found"
        INFECTED = "infected", "Refused: it did not pass the virus check"

    # What a file may hold beside what is seen when it is opened, as words of a sentence.
    HIDDEN = {
        "sheets": "hidden sheets",
        "rows": "hidden rows",
        "columns": "hidden columns",
        "slides": "hidden slides",
        "words": "hidden words",
        "changes": "tracked changes",
        "comments": "comments",
        "notes": "a speaker's notes",
        "workbook": "a whole workbook behind a chart",
        "author": "the name of who wrote it",
        "place": "where a photo was taken",
        "not_read": "parts that could not be looked into",
    }

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="documents")
    name = models.CharField("file name", max_length=180)
    kind = models.CharField("type", max_length=8)
    size = models.PositiveIntegerField("bytes")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    stored_as = models.CharField(max_length=80, unique=True, editable=False)
    scan = models.CharField(
        "virus check",
        max_length=12,
        choices=Scan.choices,
        default=Scan.NOT_SCANNED,
        editable=False,
    )
    scanned_at = models.DateTimeField("checked at", null=True, blank=True, editable=False)
    scanner = models.CharField("checked by", max_length=80, blank=True, editable=False)
    found = models.CharField("what was found", max_length=120, blank=True, editable=False)
    # Keys of HIDDEN. None: nobody has looked, because it came before there was a look.
    hidden = models.JSONField("hidden content", null=True, blank=True, editable=False)
    cut = models.PositiveIntegerField(
        "bytes cut off after the end of the picture", default=0, editable=False
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            constraints.known(
                "scan", "not_scanned", "waiting", "clean", "infected", name="document_scan_known"
            ),
            models.CheckConstraint(
                condition=Q(scan__in=["clean", "infected"], scanned_at__isnull=False)
                | Q(scan__in=["not_scanned", "waiting"], scanned_at__isnull=True),
                name="document_scanned_has_its_time",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def may_be_opened(self):
        """By whoever may see what it belongs to. A file that waits is opened by nobody."""
        if self.scan == self.Scan.NOT_SCANNED:
            return not settings.REQUIRE_SCAN
        return self.scan == self.Scan.CLEAN

    @property
    def scan_words(self):
        if self.scan == self.Scan.NOT_SCANNED and settings.REQUIRE_SCAN:
            return "Not scanned for viruses yet, so it cannot be opened"
        if self.scan == self.Scan.INFECTED:
            return f"{self.get_scan_display()}; send a copy that is known to be safe"
        return self.get_scan_display()

    @property
    def hidden_words(self):
        """What it holds beside what is seen: "comments and hidden rows". Empty where nothing is."""
        words = [said for key, said in self.HIDDEN.items() if key in (self.hidden or ())]
        return " and ".join([*[", ".join(words[:-1])] * (len(words) > 1), *words[-1:]])

    @property
    def why_closed(self):
        """Why it cannot be opened, and what to do: whole sentences. Empty where it can."""
        if self.may_be_opened:
            return ""
        if self.scan == self.Scan.INFECTED:
            return (
                f"“{self.name}” did not pass the virus check (“{self.found}”), so nobody can open "
                "it. Do not open other copies of it. Whoever sent it should have their computer "
                "looked at, and send a copy that is known to be safe."
            )
        if self.scan == self.Scan.WAITING:
            return (
                f"“{self.name}” is still being checked for viruses. It is safely kept, and can be "
                "opened once the check is done. Try again in a few minutes; if it takes longer "
                "than a day, tell the board's staff."
            )
        return (
            f"“{self.name}” has not been scanned for viruses, and this site opens only files that "
            "have been. It is safely kept. Tell the board's staff."
        )
