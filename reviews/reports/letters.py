"""What a file can show of what people paste: no control characters, and letters that a font has."""

import re
import unicodedata
from typing import Any

# XML, and so Word, refuses these outright.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Latin, Greek, Cyrillic, punctuation and currencies: what the font of the PDF surely has.
NOT_SURE = re.compile("[^\n\t -~\xa0-\u045f\u1e00-\u1eff\u2010-\u2027\u20a0-\u20bf]")
BULLET = "\uf0b7"  # as Word copies its own bullets: a character that only its Symbol font has


def without_controls(value: Any) -> Any:
    """A report, or any part of one, with every text cleaned."""
    if isinstance(value, str):
        return CONTROLS.sub("", value).replace(BULLET, "•")
    if isinstance(value, dict):
        return {name: without_controls(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_controls(part) for part in value]
    return value


def in_words(text: str) -> str:
    """Each letter that the font may lack by its name, as a reader aloud would say it."""
    return NOT_SURE.sub(name_of, text)


def name_of(found: re.Match[str]) -> str:
    letter = found[0]
    if unicodedata.category(letter) == "Cf":  # joins or directs its neighbours, and shows nothing
        return ""
    return f"[{unicodedata.name(letter, f'character {ord(letter):x}').lower()}]"
