from django.core.management.base import BaseCommand, CommandError

from kscb.refusal import Refused
from performance.demo.load import load
from performance.demo.people import SIGN_INS


class Command(BaseCommand):
    help = "Loads the demonstration into a migrated, empty database, once, and prints who signs in."

    def handle(self, *args, **options):
        try:
            is_new = load()
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("The demonstration is loaded." if is_new else "It was loaded already.")
        self.stdout.write("Sign in with one of these.")
        for who in SIGN_INS:
            self.stdout.write(str(who))
