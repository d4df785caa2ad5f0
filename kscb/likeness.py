"""How alike two short texts are, whatever the order and the endings of their words.

For showing a person what may already have been asked. It knows no synonyms: it finds the same
words, not the same thought.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import islice

from kscb.text import fold

MOST_CANDIDATES = 200
MOST_WORDS = 40
# What two texts share counts for most; how their words are spelled settles the rest.
SHARE_OF_WORDS = 0.75
WORD = re.compile(r"[^\W_]+")
VOWELS = frozenset("aeiou")
# Words that nearly every action holds say nothing of what it is about.
COMMON_WORDS = """
    a all an and any are as at be been being by can do each ensure every for from has have in into
    is it its make must need of on or our should so such sure than that the their them then there
    these they this those to was were what when where which who will with within
"""
STOP_WORDS = frozenset(COMMON_WORDS.split())


def likeness(first: str, second: str) -> float:
    """Between 0, nothing in common, and 1, the same words; the order of the two does not matter.

    A text without a telling word is like nothing, not even itself.
    """
    return _likeness(_telling_words(first), _telling_words(second))


def most_like[T](
    text: str, candidates: Iterable[tuple[T, str]], *, at_least: float = 0.5, most: int = 5
) -> list[tuple[T, float]]:
    """The candidates whose texts are most like `text`, best first; equals keep their order.

    Reads 200 candidates and no more, so the caller puts the likeliest first.
    """
    words = _telling_words(text)
    scores = [
        (candidate, _likeness(words, _telling_words(its_text), at_least=at_least))
        for candidate, its_text in islice(candidates, MOST_CANDIDATES)
    ]
    alike = [(candidate, score) for candidate, score in scores if score >= at_least]
    return sorted(alike, key=lambda pair: -pair[1])[:most]


def _likeness(first: frozenset[str], second: frozenset[str], *, at_least: float = 0.0) -> float:
    """Dice's measure over the words, blended with how alike their sorted spellings are.

    Comparing spellings is slow, so it is left out, and the answer is 0, where the same spelling
    could not bring the likeness up to `at_least`.
    """
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    shared = 2 * len(first & second) / (len(first) + len(second))
    if SHARE_OF_WORDS * shared + 1 - SHARE_OF_WORDS < at_least:
        return 0.0
    # The matcher may answer otherwise when its two texts change places, so they are put in order.
    one, other = sorted(" ".join(sorted(words)) for words in (first, second))
    spelling = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return SHARE_OF_WORDS * shared + (1 - SHARE_OF_WORDS) * spelling


def _telling_words(text: str) -> frozenset[str]:
    words = (word for word in WORD.findall(fold(text)) if word not in STOP_WORDS)
    return frozenset(_stem(word) for word in islice(words, MOST_WORDS))


def _stem(word: str) -> str:
    """A word without its plural, -ing or -ed, so crudely that only like may meet like."""
    if word.endswith("ies") and len(word) > 4:
        word = f"{word[:-3]}y"
    elif word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            if word[-1] == word[-2] and word[-1] not in VOWELS:
                word = word[:-1]
            break
    return word.removesuffix("e") if len(word) > 3 else word
