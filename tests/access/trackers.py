"""A board's own trackers: one that was read in, and one that waits to be matched."""

from boards.models import Document
from boards.services.activity import record
from reviews.models import TrackedRow, Tracker


def trackers(scene, place, review):
    """One that was read in, with its row, and one that waits to be matched."""
    word = scene.word(place, "review")
    read_in = tracker(scene, review, word, status="imported", rows_in=1, rows_accepted=1)
    row = TrackedRow.objects.create(tracker=read_in, row_number=2, words=word)
    uploaded = tracker(scene, review, word)
    return {"tracker": read_in, "tracked_row": row, "uploaded_tracker": uploaded}


def tracker(scene, review, word, **fields):
    number = Document.objects.count()
    document = Document.objects.create(
        board=review.board,
        name=f"Tracker {number}.csv",
        kind="csv",
        size=5,
        sha256=f"{number:064}",
        stored_as=f"bb/{number:032x}",
        uploaded_by=scene.people.second_staff,
    )
    made = Tracker.objects.create(
        board=review.board,
        document=document,
        review=review,
        by=scene.people.second_staff,
        **fields,
    )
    record(made, "uploaded", by=scene.people.second_staff, note=word)
    return made
