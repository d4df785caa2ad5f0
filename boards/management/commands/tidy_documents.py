from django.core.management.base import BaseCommand

from boards.services import documents


class Command(BaseCommand):
    help = "Removes stored files, older than a day, that no document names."

    def handle(self, *args, **options):
        removed = documents.tidy()
        self.stdout.write(f"{len(removed)} stored files that nothing named were removed.")
