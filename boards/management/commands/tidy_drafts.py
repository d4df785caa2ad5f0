from django.core.management.base import BaseCommand

from boards.services import drafts


class Command(BaseCommand):
    help = "Removes drafts that nobody has touched for 30 days."

    def handle(self, *args, **options):
        self.stdout.write(f"{drafts.tidy()} drafts were removed.")
