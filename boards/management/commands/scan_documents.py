from django.core.management.base import BaseCommand

from boards.services import scans


class Command(BaseCommand):
    help = "Has the virus scanner look at files that still wait for it. Safe to run again."

    def handle(self, *args, **options):
        self.stdout.write(f"Virus check: {scans.in_words(scans.scan_waiting())}")
