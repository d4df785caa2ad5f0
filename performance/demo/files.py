"""The few small files given as evidence: made here, in the open formats, and plainly invented."""

from django.core.files.uploadedfile import SimpleUploadedFile

from boards.models import Document
from reviews.models import Evidence
from reviews.services import evidence

FILES = {
    "template-change.txt": (
        "Invented for demonstration.\n\n"
        "Change to the record template: each contact in the first year now asks who lives in the "
        "home, who has joined it since the last contact, and who cares for the baby at night.\n"
    ),
    "briefing-register.csv": (
        "Centre (invented),Date held,People who came\n"
        "Centre A,first week,14\nCentre B,first week,11\nCentre C,second week,17\n"
        "Centre D,second week,9\nCentre E,third week,16\n"
    ),
    "safeguarding-statement.txt": (
        "Invented for demonstration.\n\n"
        "Our statement of responsibilities for children: who leads, whom staff ring, and how we "
        "know that they do.\n"
    ),
    "supervision-sample.csv": (
        "Quarter (invented),Records read,With reflection written down\n"
        "First,20,13\nSecond,20,15\nThird,20,18\n"
    ),
}


def give_file(board, agency, name: str, *, by, at, **supported) -> Evidence:
    """One of the files, given as evidence and kept on the day it was given."""
    upload = SimpleUploadedFile(name, FILES[name].encode())
    given = evidence.give(board, agency, file=upload, by=by, at=at, **supported)
    Document.objects.filter(evidence=given).update(uploaded_at=at)
    return given
