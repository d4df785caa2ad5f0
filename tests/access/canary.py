"""A word in every record, the people who may know it, and a walk over all that a person can open.

What is found must be exactly what may be known: less would mean that the walk misses pages.
"""

import codecs
import re
import zipfile
from io import BytesIO

from django.urls import reverse

from kscb.back_office import office
from tests.access.table import TABLE
from tests.access.words import OK

CANARY = "zq"
BOARD = {"staff", "chair", "member", "lead", "contributor", "trainer"}
WHOLE = {"staff", "chair"}
AGENCY = WHOLE | {"lead", "contributor"}
# Who may know each part of what is at a place. Nobody else may find its word anywhere.
KNOWN = {
    ("own", "review"): BOARD,
    ("own", "asked"): BOARD,
    ("own", "action"): AGENCY | {"member"},
    ("own", "update"): AGENCY,
    ("own", "answer"): AGENCY,
    # The life of a review: those in the know, also once it is published
    ("own", "life"): WHOLE,
    ("restricted", "life"): WHOLE,
    ("other_board", "life"): {"other_staff"},
    ("unshared", "review"): BOARD,
    ("unshared", "asked"): BOARD,
    ("unshared", "action"): WHOLE | {"member", "lead"},
    ("unshared", "update"): WHOLE | {"lead"},
    ("unshared", "answer"): WHOLE | {"lead"},
    ("other_agency", "review"): BOARD,
    ("other_agency", "asked"): BOARD,
    ("other_agency", "action"): WHOLE | {"member"},
    ("other_agency", "update"): WHOLE | {"member"},
    ("other_agency", "answer"): WHOLE | {"member"},
    ("restricted", "review"): WHOLE,
    ("restricted", "asked"): AGENCY,
    ("restricted", "action"): AGENCY,
    ("restricted", "update"): AGENCY,
    ("restricted_other", "review"): WHOLE,
    ("restricted_other", "asked"): WHOLE,
    ("restricted_other", "action"): WHOLE,
    ("restricted_other", "update"): WHOLE,
    ("waiting_restricted", "review"): WHOLE,
    ("own", "check"): WHOLE,
    ("own", "attested"): AGENCY | {"member"},
    ("other_agency", "attested"): WHOLE | {"member"},
    ("other_board", "check"): {"other_staff"},
    ("other_board", "attested"): {"other_staff"},
    **{
        (place, part): {"other_staff"}
        for place in ("other_board", "other_board_draft")
        for part in ("review", "asked", "action", "update")
    },
    ("other_board", "answer"): {"other_staff"},
    # Moderated by the member's panel: what was sent, and never how it was filled in
    ("on_panel", "answer"): WHOLE | {"lead", "member"},
    ("on_panel", "history"): WHOLE | {"lead"},
    ("before_sending", "answer"): WHOLE | {"lead"},
    ("before_sending", "history"): WHOLE | {"lead"},
    ("waiting_other_board", "review"): {"other_staff"},
}
# Around a review: its name, who was let in and why, who read it and why, what was asked of its
# agency and what came, the report for publication.
IS_RESTRICTED = ("restricted", "restricted_other", "other_board_draft")
CHAINS = ("own", "unshared", "other_agency", "other_board", *IS_RESTRICTED)
for place in CHAINS:
    whole = {"other_staff"} if place.startswith("other_board") else WHOLE
    lead = {"lead"} if place in ("own", "unshared", "restricted") else set()
    KNOWN |= {
        (place, "pseudonym"): KNOWN[place, "review"],
        (place, "reader"): whole,
        (place, "request"): whole | lead,
        (place, "document"): whole | lead,
        (place, "report"): KNOWN[place, "review"],
    }
KNOWN |= {(place, "reading"): KNOWN[place, "review"] for place in IS_RESTRICTED}
KNOWN |= {
    (place, "pseudonym"): KNOWN[place, "review"]
    for place in ("waiting_restricted", "waiting_other_board")
}
WORDS = {key: f"{CANARY}{key[0]}{key[1]}".replace("_", "") for key in KNOWN}
# Words that begin other words would be found in them.
WORDS |= {key: f"{word}end" for key, word in WORDS.items()}
RESTRICTED = {key for key in KNOWN if "restricted" in key[0] or "draft" in key[0]} | {
    ("waiting_other_board", "review")
}
NOT_WALKED = (
    "reviews:download-evidence",
    "reviews:download-document",
    "boards:accept-invitation",
)
NOT_WALKED += ("reviews:say",)  # whoever holds the link; tests/reviews/test_link_answer.py walks it
FRESH_EACH_TIME = re.compile(
    rb'name="(csrfmiddlewaretoken|receipt)" value="[^"]*"|"csrf[Tt]oken": "[^"]*"'
)


def words_in(pages) -> set:
    whole = b"\n".join(pages.values()).lower()
    return {key for key, word in WORDS.items() if word.encode() in whole}


def walk(asker, scene, person) -> dict[str, bytes]:
    """Every page that the table opens to a person, and what its list holds, by its address."""
    pages = {}
    for url in addresses(scene, person):
        pages[url] = open_page(asker, person, url)
        if b"export=csv" not in pages[url]:
            continue
        exported = open_page(asker, person, f"{url}?export=csv")
        if exported.startswith(codecs.BOM_UTF8):
            pages[f"{url}?export=csv"] = exported
            for query in ways_to_ask(scene, pages[url]):
                pages[url + query] = open_page(asker, person, url + query)
    return pages


def open_page(asker, person, url) -> bytes:
    answer = asker.ask(person, "GET", url)
    content = answer.location.encode() + unpacked(answer.content)
    return FRESH_EACH_TIME.sub(b"", content)


def unpacked(content: bytes) -> bytes:
    """What a workbook's sheets say; anything else as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist() if name.startswith("xl/"))


def addresses(scene, person) -> list[str]:
    """But the file itself, and the link of an invitation, whose address tells the time."""
    return [
        reverse(name, args=entry.at(scene, place))
        for name, entry in TABLE.items()
        for place, row in entry.get.items()
        if row.of(person) == OK and name not in NOT_WALKED
    ] + [f"{reverse('reviews:search')}?q={CANARY}"]


def ways_to_ask(scene, page: bytes) -> list[str]:
    """A list as a workbook, searched, and narrowed by what its filters offer."""
    contents = scene.boards["own"]
    narrowed = {
        b'name="q"': [f"?q={CANARY}"],
        b'name="theme"': [f"?theme={contents.theme.pk}", f"?theme={contents.unused_theme.pk}"],
        b'name="agency"': [f"?agency={scene.people.police.pk}"],
    }
    offered = [query for field, queries in narrowed.items() if field in page for query in queries]
    return ["?export=xlsx", *offered]


def back_office_addresses() -> list[str]:
    """Every list of the back office, plain and searched, the page of every row it shows, and the
    history of the last: what a history may tell is tested row by row with the back office."""
    found = [reverse("admin:index")]
    for model in office()._registry:
        names = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        changelist = reverse(f"{names}_changelist")
        shown = office().shown(model._default_manager.all()).order_by("pk")
        found += [changelist, f"{changelist}?q={CANARY}"]
        rows = list(shown.values_list("pk", flat=True)[:8])
        found += [reverse(f"{names}_change", args=[pk]) for pk in rows]
        found += [reverse(f"{names}_history", args=[pk]) for pk in rows[-1:]]
    return found
