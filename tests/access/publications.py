"""What came after publication: briefings, how they were used, checks and re-looks."""

from boards.services.activity import record
from tests import factories


def publications(scene):
    """What came after publication; a briefing is shared at `own` and Medway, begun at `unshared`.

    The police say how they used the briefing at `own`.
    """
    for place, chain in scene.chains.items():
        word = scene.word(place, "review")
        chain.relook = factories.RelookFactory(recommendation=chain.recommendation, words=word)
    for place, shared in {"own": True, "unshared": False, "other_board": True}.items():
        chain, word = scene.chains[place], scene.word(place, "review")
        chain.briefing = factories.BriefingFactory(
            review=chain.review, title=word, panels=word, shared=shared
        )
    for place in ("own", "other_board"):
        chain, word = scene.chains[place], scene.word(place, "check")
        chain.check = factories.PublicationCheckFactory(review=chain.review, words=word)
        record(chain.briefing, "began", by=scene.people.second_staff, note=word)
    for place, asked in {"own": "own", "other_agency": "own", "other_board": "other_board"}.items():
        scene.chains[place].attestation = factories.AttestationFactory(
            briefing=scene.chains[asked].briefing,
            agency=scene.agency_of(place),
            what_will_change=scene.word(place, "attested"),
        )
