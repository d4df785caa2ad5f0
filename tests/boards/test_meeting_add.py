from datetime import date

from boards.models import Meeting
from boards.services import meetings
from tests.after import errors_on, everything, refusal, steps_on

DAY = date(2018, 3, 14)


def test_a_meeting_is_written_down(world):
    meeting = meetings.add(world.kent, title="Board meeting", held_on=DAY, by=world.staff)

    assert Meeting.objects.values_list("board", "title", "held_on").get() == (
        world.kent.pk,
        "Board meeting",
        DAY,
    )
    assert steps_on(meeting) == [(world.staff, "added", {})]


def test_the_same_meeting_is_not_added_twice(world):
    meetings.add(world.kent, title="Board meeting", held_on=DAY, by=world.staff)

    with refusal("A meeting of that title is on that day already."):
        meetings.add(world.kent, title="Board meeting", held_on=DAY, by=world.staff)
    meetings.add(world.medway, title="Board meeting", held_on=DAY, by=world.other_staff)
    meetings.add(world.kent, title="Executive", held_on=DAY, by=world.staff)


def test_an_impossible_day_is_shown_again_as_it_was_typed(world, signed_in):
    typed = {"title": "Board meeting", "held_on_0": "31", "held_on_1": "2", "held_on_2": "2018"}
    before = everything()

    answer = signed_in(world.staff).post("/board/meetings/add/", typed)

    html = answer.content.decode()
    assert (answer.status_code, errors_on(answer)) == (422, ["Date must be a real date"])
    assert ['value="31"' in html, 'value="2018"' in html] == [True, True]
    assert everything() == before
