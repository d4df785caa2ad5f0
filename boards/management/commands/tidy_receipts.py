from django.core.management.base import BaseCommand

from boards.services import receipts


class Command(BaseCommand):
    help = "Removes the receipts of forms saved more than two days ago."

    def handle(self, *args, **options):
        self.stdout.write(f"{receipts.tidy()} receipts were removed.")
