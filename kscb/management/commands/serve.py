"""`manage.py serve`: the site on this machine alone, until Ctrl-C."""

import errno
import logging
import os
import signal
import sys

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.servers.basehttp import get_internal_wsgi_application, run


class Command(BaseCommand):
    help = "Serve the site on 127.0.0.1 until Ctrl-C. For the demo; never for real work."

    def add_arguments(self, parser):
        parser.add_argument("port", nargs="?", type=int, default=8000)
        parser.add_argument(
            "--demo",
            action="store_true",
            help="First migrate and load the demo.",
        )

    def handle(self, *, port, demo, **options):
        if demo:
            # In this one process: each start of Python takes seconds on a slow machine.
            call_command("migrate", verbosity=0)
            call_command("demo")
        application = get_internal_wsgi_application()
        logging.getLogger("django.server").setLevel(logging.ERROR)  # the sign-ins stay in sight
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        take_the_keyboard()
        try:
            run("127.0.0.1", port, application, threading=True, on_bind=say)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")
        except OSError as fault:
            if fault.errno != errno.EADDRINUSE:
                raise
            self.stderr.write(
                f"Port {port} is in use by another program: "
                f"stop that one, or choose another port with make demo PORT={port + 1}."
            )
            sys.exit(1)


def say(port):
    print(f"Open http://127.0.0.1:{port}/ and press Ctrl-C here to stop.", flush=True)


def take_the_keyboard():
    """Ctrl-C reaches this program alone, so that the make around it ends well too.

    A terminal sends it to its whole foreground group; make would answer by failing. Ctrl-Z is
    ignored, because make could not pass it on.
    """
    has_keyboard = sys.stdin.isatty() and os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    if not has_keyboard or os.getpgrp() == os.getpid():
        return
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    os.setpgid(0, 0)
    os.tcsetpgrp(sys.stdin.fileno(), os.getpgrp())
