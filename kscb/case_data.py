"""Warns where free text, or a file's name, looks like data of one child's case.

A guess, never a gate: a person answers each warning. It reads names only where an age stands beside
them, so it misses as well as it finds. All patterns are bounded, so time grows with length alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

A_NAME = "a name with an age"
A_BIRTH = "a date of birth"
A_POSTCODE = "a postcode"
AN_NHS_NUMBER = "an NHS number"
A_PHONE = "a phone number"


@dataclass(frozen=True)
class Suspicion:
    """What something looks like, and the words that look so.

    `words` is for showing back to the person who typed them, and to nobody else: never store, log
    or send it. It stays out of the `repr` for that reason.
    """

    kind: str
    words: str = field(repr=False)


def suspicions(text: str) -> list[Suspicion]:
    """What looks like case data in a text, kind by kind, each in the order of the text."""
    return _listed(_names(text), text)


def suspicions_of_file_name(name: str) -> list[Suspicion]:
    """The same for the name of a file, where names may be in small letters.

    A bare number in brackets is a copy's there ("Action plan (2).docx"), not an age.
    """
    text = JOINER.sub(" ", name)
    return _listed(_names(text, of_file=True), text)


def kinds_in_words(found: Iterable[Suspicion]) -> str:
    """Each kind once: "a postcode and a phone number"."""
    kinds = list(dict.fromkeys(suspicion.kind for suspicion in found))
    return " and ".join(filter(None, [", ".join(kinds[:-1]), *kinds[-1:]]))


def _listed(names: Iterator[str], text: str) -> list[Suspicion]:
    found = [
        (A_NAME, names),
        (A_BIRTH, (match[0] for match in BIRTH.finditer(text))),
        (A_POSTCODE, (match[0] for match in POSTCODE.finditer(text))),
        (AN_NHS_NUMBER, _nhs_numbers(text)),
        (A_PHONE, _phone_numbers(text)),
    ]
    return [
        Suspicion(kind, excerpt.strip(" ,")) for kind, excerpts in found for excerpt in excerpts
    ]


# Names with ages

UNIT = r"(?:years?|yrs?|months?|mths?|weeks?|wks?|days?)"
NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen"
)
NUMBER = rf"(?:[0-9]{{1,2}}(?![0-9])|(?:{NUMBER_WORDS})\b)"
# "aged 11 to 16" and "aged 16 or over" speak of many, not of one.
NOT_A_RANGE = (
    rf"(?!\s{{0,2}}(?:[-–—/]|to\b)\s{{0,2}}{NUMBER}|\s?\+|[\s-]{{0,2}}plus\b"
    r"|\s(?:and|or)\s(?:over|under|above|below|older|younger|upwards)\b)"
)
OLD = rf"{NUMBER}(?:[\s-]{{0,2}}{UNIT}[\s-]{{0,2}}old\b|\s?(?:y/?o|yrs)\b)"
AGED = rf"aged?\b[\s:]{{1,2}}{NUMBER}{NOT_A_RANGE}(?:\s?{UNIT}\b)?"
LINK = r"[,:]?\s{0,3}[(\[]?(?:\b(?:who\s)?(?:is|was)\s)?(?:\b(?:an?|now|just|only)\s)?"
IN_BRACKETS = rf"\s?[(\[]{NUMBER}\s?{UNIT}[)\]]"
# "Ellie (14)" and "Ellie, 14, told her teacher".
BARE = rf"|\s?\({NUMBER}\)|,\s{NUMBER},(?!\s?[0-9])"
AGE_AFTER = re.compile(rf"{LINK}\b(?:{AGED}|{OLD})[)\]]?|{IN_BRACKETS}{BARE}", re.IGNORECASE)
AGE_AFTER_IN_FILE = re.compile(rf"{LINK}\b(?:{AGED}|{OLD})[)\]]?|{IN_BRACKETS}", re.IGNORECASE)
CHILD = (
    r"(?:boy|girl|child|baby|infant|pupil|patient|son|daughter|brother|sister|twin|male|female"
    r"|called|named)"
)
AGE_BEFORE = re.compile(rf"\b({OLD})((?:,?\s{CHILD}\b){{0,3}},?\s)(\S{{1,40}})", re.IGNORECASE)
WINDOW = 90
LONGEST_NAME = 3
ABBREVIATION = 4
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\W\d_]\.")
INITIAL = re.compile(r"[^\W\d_]\.?")

# Words that begin with a capital before an age or a count, and are nobody's name.
THINGS_AND_OTHERS = """
    abuse act action actions admissions adolescents adult adults age aged agencies agency all
    also although an and annual another answers any anyone appendix are article articles as
    ashford at audit audits aunt average babies baby being bereavement board boards borough both
    boy boys brother brothers bruising building but by cafcass camhs canterbury care carers case
    cases chapter child children chronology commissioning committee community completions
    conference constabulary core council county course courses dad dartford database daughter
    deaths december department district districts do document documents domestic dover dr draft
    each early education eight eighteen eleven england escalation every evidence exploitation
    families family father fathers february female females few fifteen figure finding findings
    five folkestone for form four fourteen framework friday from full gestational girl girls
    grandfather grandmother grandparents gravesham group groups guidance guide half he health
    her him his hospital housing however hythe if in indicator indicators infant infants
    information injuries injury is it january july justice kent key kscb kscp lead leads
    learners learning left letter local london looked maidstone male males malling maltreatment
    many mappa marac march matters maximum mean measure measures median medway meeting meetings
    members men mental minimum minutes monday month months most mother mothers mr mrs ms mum
    neglect new newborn newborns nine nineteen no none not note notes november nspcc number
    nurses october of officers ofsted on one only or other others our over panel parent parents
    part partners partnership patients people percentage person persons phase plan plans police
    policies policy population practice probation procedure procedures process professionals
    programme project proportion protocol protocols provisional pupils quarter question
    questions rapid rate recommendation recommendations records referrals regulation report
    reports residents response responses return returns review reviews round rounds safeguarding
    saturday schedule school schools secondary section sections september serious service
    services session sessions seven sevenoaks seventeen several she shepway sibling siblings
    since sister sisters six sixteen social some son south staff stage standard standards
    strategy students subject summary sunday supervision support survey swale system table
    target team teams teenagers ten thames thanet that the their theme themes then there these
    they thirteen this those three through thursday to toddlers together tonbridge toolkit total
    training trust trusts tuesday tunbridge twelve twenty twins two uncle under unit until
    update version victims wales was we wednesday week weeks were when where while who with
    witness women workers working workshop year years you youth
"""
NOT_NAMES = frozenset(THINGS_AND_OTHERS.split())


def _names(text: str, *, of_file: bool = False) -> Iterator[str]:
    pattern = AGE_AFTER_IN_FILE if of_file else AGE_AFTER
    for age in pattern.finditer(text):
        window = text[max(0, age.start() - WINDOW) : age.start()]
        name = _name_at_the_end(window, in_small_letters=of_file)
        if name:
            yield f"{name}{age[0]}"
    for age in AGE_BEFORE.finditer(text):
        name = _name_at_the_end(age[3].rstrip(".,;:!?)]'\"’”"), in_small_letters=False)
        if name:
            yield f"{age[1]}{age[2]}{name}"


def _name_at_the_end(text: str, *, in_small_letters: bool) -> str:
    """The last words of a text where they read as a name, or nothing."""
    name: list[str] = []
    if text[-1:].isspace():
        return ""
    for word in reversed(text.split()[-LONGEST_NAME:]):
        word = word.lstrip("([\"'“‘")
        if not _may_be_in_a_name(word, in_small_letters=in_small_letters):
            break
        name.insert(0, word)
    return "" if all(INITIAL.fullmatch(word) for word in name) else " ".join(name)


def _may_be_in_a_name(word: str, *, in_small_letters: bool) -> bool:
    if not WORD.fullmatch(word) or word.casefold() in NOT_NAMES:
        return False
    if in_small_letters or INITIAL.fullmatch(word):
        return True
    # UASC is not a name, but SMITH is: short capitals are taken for an abbreviation.
    return word[0].isupper() and not (len(word) <= ABBREVIATION and word.isupper())


# Dates of birth

MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
YEAR = r"(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])"
DATE = (
    r"(?<![0-9])(?:"
    rf"[0-3]?[0-9]\s?[/. -]\s?[01]?[0-9]\s?[/. -]\s?{YEAR}"
    r"|(?:19|20)[0-9]{2}[/. -][01]?[0-9][/. -][0-3]?[0-9](?![0-9])"
    rf"|{DAY}[\s-](?:of\s)?{MONTH},?[\s-]{YEAR}"
    rf"|{MONTH}\s{DAY},?\s{YEAR})"
)
# Longer gaps reach into the next thought; a full stop and a space end this one.
GAP = r"(?:(?!\.\s)[^;]){0,25}?"
BIRTH_WORD = r"(?:\bd\.?\s?o\.?\s?b\b\.?|\bdate of birth\b|\bbirth ?(?:date|day)\b)"
# "born after 1 April 2017" is a group of children.
BORN = r"(?<![\w-])born\b(?!\s(?:after|before|since|between|from|by)\b)"
BIRTH = re.compile(
    rf"(?:{BIRTH_WORD}|{BORN}){GAP}{DATE}"
    rf"|{DATE}{GAP}(?:{BIRTH_WORD}|\b(?:was|were|is)\s{BORN})",
    re.IGNORECASE,
)


# Postcodes

AREA = (
    "A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE"
    "|K[ATWY]|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]"
    "|UB|W[ACDFNRSV]?|YO|ZE"
)
# "s11 2nd" is not a postcode, though "ME4 4TH" is.
POSTCODE = re.compile(
    rf"(?<![\w/])(?:(?:{AREA})[0-9][0-9A-Z]?[\s-]{{0,2}}[0-9][ABD-HJLNP-UW-Z]{{2}}"
    rf"|(?i:{AREA})[0-9][0-9A-Za-z]?[\s-]{{1,2}}(?!1st|2nd|3rd|[0-9]th)"
    r"(?i:[0-9][ABD-HJLNP-UW-Z]{2}))(?![\w/])"
)


# Numbers

NHS_NUMBER = re.compile(r"(?<![\w/])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![\w/])")
# The digits after 0 are those of the national plan; a date such as 01-02-2017 is not read as one.
PHONE = re.compile(
    r"(?<![\w/+])(?<![0-9][.-])\(?(?:(?:\+|00)44[ -]{0,2}(?:\(0\))?|0(?=[1-35789][0-9]))"
    r"(?:[ ().-]{0,2}[0-9]){9,10}(?![\w/])"
)


def _nhs_numbers(text: str) -> Iterator[str]:
    return (match[0] for match in NHS_NUMBER.finditer(text) if _is_nhs_number(match[0]))


def _is_nhs_number(words: str) -> bool:
    """Whether the tenth digit checks the nine before it, modulus 11."""
    *digits, check = [int(digit) for digit in words if digit.isdigit()]
    weighed = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True))
    return -weighed % 11 == check


def _phone_numbers(text: str) -> Iterator[str]:
    return (match[0] for match in PHONE.finditer(text) if not _is_whole_nhs_number(match[0]))


def _is_whole_nhs_number(words: str) -> bool:
    return bool(NHS_NUMBER.fullmatch(words)) and _is_nhs_number(words)


# In a file's name "_", "-" and "." part words, but between digits "-" and "." belong to a date.
JOINER = re.compile(r"_|(?<![0-9])[.-]|[.-](?![0-9])")
