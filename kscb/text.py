"""Words as people search and sort them, the same on every database."""

import unicodedata

PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


def fold(*texts: object) -> str:
    """Texts as one line of plain lower-case words: no accents, no curly quotes, single spaces."""
    joined = " ".join(str(text) for text in texts if text)
    bare = unicodedata.normalize("NFKD", joined.translate(PLAIN))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).casefold().split())


def in_order(reference: str) -> str:
    """A key under which KSCB/SCR2017-02/R3 sorts before …/R10."""
    padded, digits = "", ""
    for letter in f"{fold(reference)} ":
        if letter.isdigit():
            digits += letter
            continue
        padded += digits.zfill(5) if digits else ""
        padded, digits = padded + letter, ""
    return padded.strip()
