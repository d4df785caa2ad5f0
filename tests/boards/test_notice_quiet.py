from boards.models import Notice, Role
from boards.services import notices
from tests.factories import BoardFactory, person_on


def tell_staff(board):
    people = notices.staff_of(board)
    return notices.tell(people, ask="look at this", board=board, about="A record", path="/")


def test_nobody_is_told_while_it_is_quiet(db):
    board = BoardFactory()
    staff = person_on(board, Role.STAFF)

    with notices.quiet():
        tell_staff(board)
    assert not Notice.objects.exists()

    tell_staff(board)
    assert Notice.objects.get().recipient == staff
