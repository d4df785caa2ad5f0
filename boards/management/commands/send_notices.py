from django.core.management.base import BaseCommand

from boards.services import notices


class Command(BaseCommand):
    help = "Sends the e-mails that could not be sent when their step was taken."

    def handle(self, *args, **options):
        sent, waiting = notices.send_waiting()
        self.stdout.write(f"Sent {sent}, waiting {waiting}.")
