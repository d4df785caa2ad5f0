"""`manage.py daily`: what the site does of itself once a day. Safe to run again."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from boards.services import documents, drafts, notices, receipts, scans
from reviews.services import reminders


class Command(BaseCommand):
    help = (
        "Reminds people of what is due, sends what still waits to be sent, and tidies. "
        "Run again, or after missed days, it tells nobody anything twice."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="Remind as on another day. Only for trying out: refused in production.",
        )

    def handle(self, *, on=None, **options):
        if on and settings.PRODUCTION:
            raise CommandError("--on is for trying out; in production only today is reminded of.")
        told = reminders.remind(on)
        self.stdout.write(f"Reminders: {told.reminders} new, {told.digests} digests.")
        sent, waiting = notices.send_waiting()
        self.stdout.write(f"E-mails: {sent} sent after an earlier fault, {waiting} still waiting.")
        self.stdout.write(f"Virus check: {scans.in_words(scans.scan_waiting())}")
        self.stdout.write(
            f"Stored files: {len(documents.tidy())} removed that nothing named, "
            f"{len(documents.tidy_refused())} refused a month ago."
        )
        self.stdout.write(f"Receipts: {receipts.tidy()} removed.")
        self.stdout.write(f"Drafts: {drafts.tidy()} removed.")
        count_rows()


def count_rows():
    """SQLite chooses how to search by counts that it makes when asked; PostgreSQL makes its own."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
