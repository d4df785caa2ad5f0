"""What happened to something, year by year."""

from datetime import date

from django.template.loader import render_to_string

from kscb.standing import Standing
from kscb.story import Entry, by_year


def entry(day, title="Named", **more):
    return Entry(day, "Named", "new", title, **more)


def drawn(story, **more):
    html = render_to_string("components/story.html", {"story": story, **more})
    return " ".join(html.split())


def test_a_story_goes_by_the_boards_years_and_their_days_oldest_first():
    march, april = entry(date(2017, 3, 31)), entry(date(2017, 4, 1))
    earlier, later = entry(date(2015, 6, 3)), entry(date(2018, 1, 9))

    assert by_year([later, march, april, earlier]) == [
        ("2015/16", [earlier]),
        ("2016/17", [march]),
        ("2017/18", [april, later]),
    ]


def test_what_happened_on_one_day_keeps_its_order():
    day = date(2017, 5, 1)
    first, second, third = (entry(day, title) for title in ("C", "A", "B"))

    assert by_year([first, second, third]) == [("2017/18", [first, second, third])]


def test_no_entries_are_no_years():
    assert by_year([]) == []


def test_an_entry_stands_as_a_word_with_a_tone():
    assert Entry(date(2017, 5, 1), "Recurs", "recurs", "Harbour").standing == Standing(
        "Recurs", "recurs"
    )


def test_an_entry_is_told_with_its_day_its_tag_and_its_link():
    told = Entry(
        date(2017, 5, 1),
        tag="Recurs",
        tone="recurs",
        title="Recurs in “Harbour” & after",
        url="/reviews/2/",
        words="A test is <required>.",
        meta="8 months after “done”",
    )

    html = drawn(by_year([told]))

    assert (
        '<h3 class="thread__year">2017/18</h3> <ol class="thread"> <li class="is-recurs">' in html
    )
    assert '<time datetime="2017-05-01">1 May 2017</time>' in html
    assert '<span class="tag tag--recurs">Recurs</span>' in html
    assert '<a class="govuk-link" href="/reviews/2/">Recurs in “Harbour” &amp; after</a>' in html
    assert '<p class="as-typed">A test is &lt;required&gt;.</p>' in html
    assert '<p class="thread__meta">8 months after “done”</p>' in html


def test_an_entry_without_a_page_or_words_has_neither_link_nor_paragraph():
    html = drawn(by_year([entry(date(2017, 5, 1), "Closed")]))

    assert '<strong class="thread__title">Closed</strong>' in html
    assert ("<a " in html, "<p" in html) == (False, False)


def test_an_empty_story_says_what_will_appear():
    assert "<p>Nothing yet. What happens will be told here.</p>" in drawn([])
    assert "<p>No review names it.</p>" in drawn([], empty="No review names it.")
