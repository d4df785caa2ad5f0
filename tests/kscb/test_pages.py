"""What every list and every step shares."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, QueryDict

from kscb import pages
from kscb.forms import Form, LongTextField
from kscb.refusal import Conflict, Refused, Stale
from reviews.models import Review
from tests.factories import ReviewFactory


class Note(Form):
    note = LongTextField(label="Note")
    version = LongTextField(label="Version", required=False)


def posted(**typed):
    data = QueryDict(mutable=True)
    data.update(typed)
    form = Note(data)
    assert form.is_valid()
    return form


def refusing(refusal):
    def act(**typed):
        raise refusal

    return act


@pytest.mark.parametrize(
    ("query", "size"), [("", 20), ("per=100", 100), ("per=7", 20), ("per=-1", 20), ("per=²", 20)]
)
def test_a_page_has_20_or_100_rows(rf, query, size):
    assert pages.page_size(rf.get(f"/?{query}")) == size


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 1), ("page=3", 3), ("page=0", 1), ("page=-3", 1), ("page=x", 1), ("page=12345678", 1)],
)
def test_nonsense_is_the_first_page(rf, query, number):
    assert pages.page_number(rf.get(f"/?{query}")) == number


def test_a_file_of_a_list_keeps_its_filters(rf):
    assert pages.export_links(rf.get("/?agency=1&sort=-due")) == [
        {"label": "Excel", "url": "?agency=1&sort=-due&export=xlsx"},
        {"label": "CSV", "url": "?agency=1&sort=-due&export=csv"},
    ]


def test_what_is_not_ones_own_is_not_found_and_what_is_not_allowed_is_refused(rf, world):
    review = ReviewFactory(board=world.kent)
    request = rf.get("/")

    def look(person):
        request.user = person
        rows = Review.objects.visible_to(person)
        return pages.find(request, rows, review.pk, permission="reviews.write_review")

    assert look(world.staff) == review
    with pytest.raises(PermissionDenied):
        look(world.chair)
    with pytest.raises(Http404):
        look(world.other_staff)


def test_no_board_allows_nothing(rf):
    request = rf.get("/")
    request.user = AnonymousUser()

    with pytest.raises(PermissionDenied):
        pages.require(request, "reviews.view_reviews", None)


def test_a_step_that_is_done_returns_where_to_go():
    assert pages.attempt(posted(note="Seen."), lambda note, version: f"/{note}") == "/Seen."


@pytest.mark.parametrize("refusal", [Refused("Not now."), ValidationError("Not now.")])
def test_a_refusal_is_shown_on_the_form(refusal):
    form = posted(note="Seen.")

    assert pages.attempt(form, refusing(refusal)) is None
    assert form.non_field_errors() == ["Not now."]
    assert form["note"].value() == "Seen."


def test_a_stale_form_shows_both_texts_and_takes_the_version_that_is_saved():
    form, conflicts = posted(note="Mine.", version="1"), [Conflict("Note", "Theirs.", "Mine.")]

    assert pages.attempt(form, refusing(Stale(conflicts, 2))) is None
    assert form.conflicts == conflicts
    assert (form["note"].value(), form["version"].value()) == ("Mine.", "2")


def test_a_summary_leaves_out_what_is_empty():
    assert pages.as_pairs({"Kind": "SCR", "Source": "", "Year": None, "Files": 0}) == [
        ("Kind", "SCR"),
        ("Files", 0),
    ]
    assert pages.as_pairs([("Kind", "SCR")]) == [("Kind", "SCR")]


def test_a_download_is_never_opened_as_a_page(tmp_path, db):
    path = tmp_path / "x"
    path.write_bytes(b"<script>")

    response = pages.attachment(path.open("rb"), name="“Plan” é.html", content_type="text/plain")

    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == b"<script>"
    response.close()
