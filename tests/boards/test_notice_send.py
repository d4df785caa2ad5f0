"""E-mails are sent after a step is safely saved, and mail that is down stops no one."""

from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import transaction

from boards.models import Notice
from boards.services import notices

DOWN = {"default": {"BACKEND": "tests.boards.test_notice_send.Down"}}


class Down(BaseEmailBackend):
    """A mail server that is not there."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("no mail server")


def tell(world, person=None):
    [notice] = notices.tell(
        [person or world.lead], ask="look at this", board=world.kent, about="A1", path="/"
    )
    return notice


@pytest.fixture
def safely_saved(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_an_e_mail_goes_when_the_step_is_saved(world, safely_saved):
    with safely_saved():
        notice = tell(world)
        assert mail.outbox == []

    notice.refresh_from_db()
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (
        [world.lead.email],
        "KSCB: look at this",
        notice.text,
    )
    assert (notice.result, notice.attempts, notice.error) == ("sent", 1, "")
    assert notice.sent_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_step_that_is_rolled_back_tells_no_one(world):
    with transaction.atomic():
        tell(world)
        transaction.set_rollback(True)

    assert (list(Notice.objects.all()), mail.outbox) == ([], [])


def test_mail_that_is_down_keeps_the_step_and_the_notice_waits(world, settings, safely_saved):
    settings.MAILERS = DOWN

    with safely_saved():
        notice = tell(world)

    notice.refresh_from_db()
    assert (notice.result, notice.attempts, notice.error) == ("waiting", 1, "no mail server")
    assert (notice.sent_at, bool(notice.text)) == (None, True)


def test_what_waits_is_sent_once(world, settings, safely_saved):
    working = settings.MAILERS
    settings.MAILERS = DOWN
    with safely_saved():
        tell(world)
        tell(world, world.staff)
    assert notices.send_waiting() == (0, 2)

    settings.MAILERS = working
    assert notices.send_waiting() == (2, 0)
    assert notices.send_waiting() == (0, 0)

    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        [world.lead.email, world.staff.email]
    )
    assert [one.attempts for one in Notice.objects.all()] == [3, 3]


def test_the_tenth_failure_is_the_last(world, settings):
    settings.MAILERS = DOWN
    notice = tell(world)

    for _ in range(10):
        notices.send_waiting()

    notice.refresh_from_db()
    assert (notice.result, notice.attempts) == ("failed", 10)
    assert notices.send_waiting() == (0, 0)


def test_the_secret_of_an_invitation_is_wiped_once_sent(world):
    notice = notices.tell_address(
        "new@kscb.example", name="Noor", ask="join", board=world.kent, about="Noor", path="/x/"
    )

    notices.send_waiting()

    notice.refresh_from_db()
    assert (notice.result, notice.text) == ("sent", "")
    assert "/x/" in mail.outbox[0].body


def test_the_command_says_how_many_were_sent_and_how_many_wait(world, settings, capsys):
    tell(world)
    call_command("send_notices")
    settings.MAILERS = DOWN
    tell(world)
    call_command("send_notices")

    assert capsys.readouterr().out == "Sent 1, waiting 0.\nSent 0, waiting 1.\n"


def test_without_a_mail_server_e_mails_are_files(world, settings, tmp_path):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path / "mail")},
        }
    }
    tell(world)

    assert notices.send_waiting() == (1, 0)

    [written] = Path(tmp_path / "mail").iterdir()
    assert f"To: {world.lead.email}" in written.read_text()


def test_a_page_says_saved_although_mail_is_down(world, settings, signed_in, safely_saved):
    settings.MAILERS = DOWN
    typed = {"name": "Noor New", "email": "noor@kscb.example", "role": "member"}

    with safely_saved():
        answer = signed_in(world.staff).post("/board/people/invite/", typed)

    invitation = world.kent.invitations.get()
    notice = Notice.objects.get()
    assert (answer.status_code, answer.url, invitation.name) == (302, "/board/people/", "Noor New")
    assert (notice.email, notice.result) == ("noor@kscb.example", "waiting")


def test_a_notice_that_another_sender_has_in_hand_is_left_to_it(world, mailoutbox):
    notice = Notice.objects.create(
        board=world.kent, email="lead@kscb.example", subject="An ask", text="…", about="A1"
    )
    same = Notice.objects.get(pk=notice.pk)

    notices.send(notice)
    notices.send(same)

    assert [mail.to for mail in mailoutbox] == [["lead@kscb.example"]]
