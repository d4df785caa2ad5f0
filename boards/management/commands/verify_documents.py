from django.core.management.base import BaseCommand, CommandError

from boards.services import documents


class Command(BaseCommand):
    help = "Reads every stored file, compares it with its record, and removes what nothing names."

    def handle(self, *args, **options):
        found = documents.verify()
        self.stdout.write(
            f"Stored files: {found.whole} whole, {len(found.changed)} changed, "
            f"{len(found.missing)} missing."
        )
        self.stdout.write(f"Removed: {len(documents.tidy())} that nothing named, ", ending="")
        self.stdout.write(f"{len(documents.tidy_refused())} refused a month ago.")
        if wrong := sorted([*found.changed, *found.missing]):
            numbers = ", ".join(map(str, wrong))
            raise CommandError(f"Bring these documents' files back from a backup: {numbers}.")
